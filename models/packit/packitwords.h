// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "packit/packitconfig.h"

namespace sluice {

/// The words of a Packit configuration for its jobs and what starts them; none: unknown.
[[nodiscard]] std::optional<PackitJobType> packitJobType(const QString &word);
[[nodiscard]] std::optional<PackitTrigger> packitTrigger(const QString &word);

/// All of them, for a sentence.
[[nodiscard]] QString packitJobTypes();
[[nodiscard]] QString packitTriggers();

} // namespace sluice
