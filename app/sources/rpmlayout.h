// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/readcontext.h"

namespace sluice {

/// Where the parts of an RPM file lie, by the lengths that its two headers give.
struct RpmLayout
{
    qint64 header = 0; ///< offset of the main header
    qint64 payload = 0; ///< offset of the payload
    qint64 end = 0; ///< the file's size
};

/// *not a source package* for what is no RPM at all, *corrupt* for one that is cut short, *too
/// large* by caps.package-bytes. The headers themselves are not looked at.
[[nodiscard]] Result<RpmLayout> readRpmLayout(const ReadContext &context);

} // namespace sluice
