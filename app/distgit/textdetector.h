// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"

#include <QByteArray>

namespace sluice {

/// How much of a file's start decides whether it is text.
inline constexpr qsizetype kDetectedBytes = 64 * 1024;

/// Whether a file with this start goes into git (`file --mime-encoding` calls it anything but
/// "binary") or into the lookaside cache. `head` is the whole file or its first kDetectedBytes. Any
/// thread; each has a libmagic handle of its own.
[[nodiscard]] Result<bool> isText(QByteArrayView head);

} // namespace sluice
