// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/payloadstream.h"

#include <QByteArray>

#include <optional>

namespace sluice {

/// Reads the cpio archive of a payload: "newc" with or without checksums, and the stripped form of
/// rpm, whose entries are only numbers of files in the header. librpm's own archive reader looks
/// names up and takes everything else from the header; here the archive's own names, kinds, link
/// counts and sizes are seen, so that they can be held against the header.
class CpioReader final
{
public:
    struct Entry
    {
        std::optional<quint32> index; ///< stripped form: file number, and nothing else is known
        QByteArray name; ///< without one leading "./"
        quint32 mode = 0;
        quint32 links = 0;
        qint64 size = 0;
    };

    CpioReader(const ReadContext &context, PayloadStream &stream);

    /// The next entry, or nothing after the trailer. The content of the last one must be read.
    [[nodiscard]] Result<std::optional<Entry>> next();

private:
    [[nodiscard]] Result<void> skipPadding();
    [[nodiscard]] Result<std::optional<Entry>> nextNewc();
    [[nodiscard]] Result<std::optional<Entry>> nextStripped();

    const ReadContext &m_context;
    PayloadStream &m_stream;
};

} // namespace sluice
