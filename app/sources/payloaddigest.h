// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/rpmlayout.h"
#include "sources/rpmlibrary.h"

namespace sluice {

/// Hashes the compressed payload up to the end of the file against the digest that the header has
/// for it, or header and payload against the old MD5 where one of them has no other digest.
/// *corrupt*: it differs, bytes follow the payload, or nothing covers header or payload.
[[nodiscard]] Result<void> checkDigests(const ReadContext &context, const RpmLayout &layout,
                                        Header header);

} // namespace sluice
