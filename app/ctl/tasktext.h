// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "queue/queuestate.h"
#include "queue/task.h"

namespace sluice {

/// "build 123 (task 7)", or "task 7": both are taken where a command takes a task.
[[nodiscard]] QString taskName(const Task &task);
/// One task as one line for a person.
[[nodiscard]] QString taskLine(const Task &task);
/// The error that the task stands with: not that of a try before the last *retry*.
[[nodiscard]] std::optional<Error> standingError(const Task &task);
/// "unpack 1.2 ms, commit 0.8 ms"
[[nodiscard]] QString timingsText(const StageTimings &timings);
/// "1 minute 5 seconds", in the two largest units.
[[nodiscard]] QString durationText(qint64 seconds);
/// What a person can do about a failed task.
[[nodiscard]] QString nextStep(const Task &task);

} // namespace sluice
