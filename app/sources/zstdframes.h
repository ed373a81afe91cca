// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/readcontext.h"

namespace sluice {

/// What a run of zstd frames says about itself.
struct ZstdFrames
{
    qint64 window = 0; ///< bytes, the largest of all frames
    bool isWhole = false; ///< the last frame ends where the run ends
};

/// Goes from block to block of the frames between two offsets of the file, unpacking nothing.
[[nodiscard]] Result<ZstdFrames> readZstdFrames(const ReadContext &context, qint64 begin,
                                                qint64 end);

} // namespace sluice
