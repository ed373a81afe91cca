// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"
#include "settings/settings.h"

namespace sluice {

/// What is wrong with the git root or the lookaside root as a whole, such as a file system that was
/// mounted read-only: no task could be stored then. None when both can be written.
[[nodiscard]] std::optional<Error> unwritableRoot(const Settings &settings);

} // namespace sluice
