// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ctl/commandline.h"

namespace sluice {

/// The `queue` commands that change nothing: list, show, counts.
[[nodiscard]] QList<Command> queueViewCommands();

} // namespace sluice
