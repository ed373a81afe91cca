// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/packagename.h"

#include <algorithm>
#include <array>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

// What HFS+ leaves out when it compares names; git refuses ".git" with any of these in it.
bool isIgnoredByHfs(QChar c)
{
    const char16_t code = c.unicode();
    return (code >= 0x200c && code <= 0x200f) || (code >= 0x202a && code <= 0x202e)
        || (code >= 0x206a && code <= 0x206f) || code == 0xfeff;
}

QString asHfsSeesIt(QByteArrayView name)
{
    QString text = QString::fromUtf8(name);
    text.removeIf(isIgnoredByHfs);
    return text;
}

// The 8.3 names that NTFS may give .git, .gitmodules, .gitattributes, .gitignore and .mailmap.
bool isShortGitName(QByteArrayView name)
{
    constexpr std::array kStems{"git"_L1,    "gitmod"_L1, "gitatt"_L1, "gitign"_L1, "mailma"_L1,
                                "gi7eba"_L1, "gi7d29"_L1, "gi250a"_L1, "maba30"_L1};
    const qsizetype tilde = name.indexOf('~');
    if (tilde < 0 || tilde + 1 >= name.size() || name[tilde + 1] < '0' || name[tilde + 1] > '9')
        return false;
    const QLatin1StringView stem(name.first(tilde));
    return std::ranges::any_of(kStems, [stem](QLatin1StringView known) {
        return stem.compare(known, Qt::CaseInsensitive) == 0;
    });
}

} // namespace

QString payloadNameFault(QByteArrayView name)
{
    if (name.isEmpty())
        return u"is empty"_s;
    if (name == "." || name == "..")
        return u"is a directory's"_s;
    if (name.contains('/'))
        return u"has a '/' in it"_s;
    if (std::ranges::any_of(name, [](char c) { return (c >= 0 && c < 0x20) || c == 0x7f; }))
        return u"has a control character in it"_s;
    if (name == "sources")
        return u"belongs to the list of lookaside files"_s;
    if (asHfsSeesIt(name).startsWith(".git"_L1, Qt::CaseInsensitive) || isShortGitName(name))
        return u"has a meaning for git"_s;
    return {};
}

} // namespace sluice
