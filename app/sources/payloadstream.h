// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/payloadformat.h"
#include "sources/rpmlibrary.h"

#include <memory>

namespace sluice {

/// The unpacked bytes of a payload, read forward in large pieces through librpm. Lives on the
/// reading thread, within its context.
class PayloadStream final
{
    Q_DISABLE_COPY_MOVE(PayloadStream)

public:
    /// `format` must be known, and what the header's tag says.
    PayloadStream(const ReadContext &context, const RpmLayout &layout, const PayloadFormat &format);
    ~PayloadStream();

    /// What librpm has to say goes into errors from `log`, which must live as long.
    [[nodiscard]] Result<void> open(const RpmLog &log);
    /// The next bytes, at most `most`, at least one; empty at the end. Valid until the next call.
    [[nodiscard]] Result<QByteArrayView> next(qint64 most);
    /// Exactly so many bytes; *corrupt* where the payload ends before.
    [[nodiscard]] Result<void> read(std::span<char> into);
    /// Bytes handed out so far.
    [[nodiscard]] qint64 position() const { return m_position; }
    /// Reads to the end and checks that it is the file's: *corrupt* if anything but some zero
    /// padding follows, in the unpacked stream or behind the compressed one.
    [[nodiscard]] Result<void> finish();

private:
    [[nodiscard]] Result<void> fill();
    [[nodiscard]] std::unexpected<Error> cannotUnpack() const;
    [[nodiscard]] Result<void> checkGzipEnd() const;

    const ReadContext &m_context;
    const RpmLayout &m_layout;
    const PayloadFormat m_format;
    const RpmLog *m_log = nullptr;
    RpmFile m_file;
    std::unique_ptr<char[]> m_buffer;
    qint64 m_begin = 0; ///< of what is in the buffer and not handed out
    qint64 m_end = 0;
    qint64 m_position = 0;
    qint64 m_unpacked = 0;
    unsigned long m_checksum = 0; ///< gzip's, over everything unpacked
};

} // namespace sluice
