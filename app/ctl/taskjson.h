// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "queue/queuestate.h"
#include "queue/task.h"

namespace sluice {

/// One task as one line of JSON; its keys always all there, always in this order (man page).
[[nodiscard]] QByteArray taskJson(const Task &task);
[[nodiscard]] QByteArray countsJson(const StateCounts &counts);

} // namespace sluice
