// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/payloadsink.h"
#include "sources/readcontext.h"
#include "sources/rpmlibrary.h"

#include <vector>

namespace sluice {

/// What a source package's header lists, checked: names, kinds, counts and sizes within the caps.
struct PackageListing
{
    PackageHeader header;
    std::vector<bool> isGhost; ///< per file: announced, but allowed to be absent (a nosrc's source)
    bool isNoSource = false; ///< the header names sources that it leaves out
};

/// Name and version alone. *invalid*: one of them is missing.
[[nodiscard]] Result<PackageHeader> readIdentity(const ReadContext &context, Header header);

/// `packageBytes` is the size of the file, for the ratio. Errors: *not a source package* (a binary
/// one), *invalid*, *unsafe content*, *too large*, *corrupt*.
[[nodiscard]] Result<PackageListing> readListing(const ReadContext &context, Header header,
                                                 qint64 packageBytes);

/// The error for a source that a nosrc package has not got.
[[nodiscard]] std::unexpected<Error> lacksSource(const ReadContext &context, QByteArrayView file);

} // namespace sluice
