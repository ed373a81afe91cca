// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "distgit/textdetector.h"

#include <magic.h>

#include <memory>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

using Magic = std::unique_ptr<magic_set, decltype(&magic_close)>;

/// The encoding is all that is asked for: the other checks cost forty times as much.
constexpr int kFlags = MAGIC_MIME_ENCODING | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_TAR
                     | MAGIC_NO_CHECK_SOFT | MAGIC_NO_CHECK_APPTYPE | MAGIC_NO_CHECK_ELF
                     | MAGIC_NO_CHECK_TEXT | MAGIC_NO_CHECK_CDF | MAGIC_NO_CHECK_CSV
                     | MAGIC_NO_CHECK_TOKENS | MAGIC_NO_CHECK_JSON | MAGIC_NO_CHECK_SIMH;

Magic opened()
{
    Magic magic(magic_open(kFlags), &magic_close);
    if (magic && magic_load(magic.get(), nullptr) != 0)
        magic.reset();
    return magic;
}

} // namespace

Result<bool> isText(QByteArrayView head)
{
    if (head.isEmpty())
        return false; // as `file` has it
    thread_local const Magic magic = opened();
    if (!magic)
        return failure(Cause::Storage,
                       u"libmagic's database could not be loaded: install it (libmagic-mgc, "
                       u"file-libs), then retry."_s);
    const char *encoding = magic_buffer(magic.get(), head.data(), static_cast<size_t>(head.size()));
    if (!encoding)
        return failure(Cause::Storage, u"libmagic could not look at a file: retry."_s,
                       QString::fromLocal8Bit(magic_error(magic.get())));
    return qstrcmp(encoding, "binary") != 0;
}

} // namespace sluice
