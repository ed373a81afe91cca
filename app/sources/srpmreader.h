// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"
#include "settings/caps.h"
#include "sources/payloadsink.h"

#include <stop_token>

namespace sluice {

/// Reads a source RPM (v3 to v6) from a file descriptor that is open for reading and seekable,
/// checks every digest it carries before a byte of it is trusted, checks names, kinds and caps, and
/// hands the files on. Blocking; any thread, many at once. Nothing is evaluated, nothing is
/// written. Errors: *not a source package*, *corrupt*, *unsafe content*, *too large*, *invalid*,
/// *canceled*, and what the sink gives back. `name` stands in the errors ("hello-1-1.src.rpm").
[[nodiscard]] Result<PackageHeader> readSourcePackage(int descriptor, const QString &name,
                                                      const Caps &caps, PayloadSink &sink,
                                                      std::stop_token stop);

} // namespace sluice
