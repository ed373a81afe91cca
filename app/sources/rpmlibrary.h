// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/readcontext.h"

#include <rpm/header.h>
#include <rpm/rpmio.h>
#include <rpm/rpmtd.h>
#include <rpm/rpmts.h>

#include <memory>
#include <type_traits>

namespace sluice {

struct FreeHeader
{
    void operator()(Header header) const { headerFree(header); }
};
struct CloseRpmFile
{
    void operator()(FD_t file) const { Fclose(file); }
};
using RpmHeader = std::unique_ptr<std::remove_pointer_t<Header>, FreeHeader>;
using RpmFile = std::unique_ptr<std::remove_pointer_t<FD_t>, CloseRpmFile>;

/// The values of one tag of a header, which must outlive it.
class RpmTag final
{
    Q_DISABLE_COPY_MOVE(RpmTag)

public:
    RpmTag(Header header, rpmTagVal tag);
    ~RpmTag();

    /// Numbers of this width, or null where the tag is absent or of another kind.
    [[nodiscard]] const quint16 *words() const;
    [[nodiscard]] const quint32 *numbers() const;
    [[nodiscard]] const quint64 *longs() const;
    [[nodiscard]] quint32 count() const;
    /// The next string of a string or an array of strings, null after the last.
    [[nodiscard]] const char *nextString();

private:
    rpmtd_s m_data{};
    bool m_isThere = false;
};

/// Catches what librpm logs on this thread while it lives; librpm itself then prints nothing.
/// One at a time per thread.
class RpmLog final
{
    Q_DISABLE_COPY_MOVE(RpmLog)

public:
    RpmLog();
    ~RpmLog();
    [[nodiscard]] QString text() const; ///< everything since it was made

private:
    QByteArray m_text;
};

/// Reads librpm's configuration, once per process; false if it cannot be read.
[[nodiscard]] bool setUpRpm();

/// The file for librpm, from `offset` on. It shares the offset, but not the life, of `descriptor`.
[[nodiscard]] RpmFile openRpmFile(int descriptor, qint64 offset);

/// The main header, with the tags of the signature header merged in, its own digests checked.
/// *corrupt* with what librpm says.
[[nodiscard]] Result<RpmHeader> readRpmHeader(const ReadContext &context, const RpmLog &log);

} // namespace sluice
