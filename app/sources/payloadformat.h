// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/rpmlayout.h"

namespace sluice {

/// What the compressed bytes of a payload say about themselves, before they are unpacked.
struct PayloadFormat
{
    enum class Kind { Unknown, None, Gzip, Bzip2, Xz, Lzma, Zstd };
    /// Whether the compressed stream ends where the file ends. Some formats only tell while they
    /// are unpacked.
    enum class End { Exact, Elsewhere, Untold };

    Kind kind = Kind::Unknown;
    End end = End::Untold;
    qint64 memory = 0; ///< bytes that its decompressor needs, at most

    /// The name in RPMTAG_PAYLOADCOMPRESSOR, and what librpm calls it in an open mode.
    [[nodiscard]] QLatin1StringView name() const;
    [[nodiscard]] const char *openMode() const;
};

/// Looks at a payload's frames without unpacking them. A format that makes no sense is Unknown, or
/// ends Elsewhere, and no error: digests are checked first, and say better what is wrong.
[[nodiscard]] Result<PayloadFormat> inspectPayload(const ReadContext &context,
                                                   const RpmLayout &layout);

} // namespace sluice
