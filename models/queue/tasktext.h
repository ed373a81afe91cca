// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "queue/task.h"

#include <chrono>

namespace sluice {

/// The words that people read about tasks, translated, the same in table, side bar and details.
namespace tasktext {

[[nodiscard]] QString stateTitle(State state); ///< "Queued"
[[nodiscard]] QString stageTitle(Stage stage); ///< "Fetch"
[[nodiscard]] QString stateMeaning(State state); ///< a sentence, for tool tips
[[nodiscard]] QString who(Who who); ///< "the packager"
[[nodiscard]] QString nextStep(const Task &task); ///< what to do about its error; or empty
/// What is known of it where no worker has it: "again in 8.0 s", "in 340 ms"; or empty.
[[nodiscard]] QString progress(const Task &task, const QDateTime &now);
[[nodiscard]] QString age(const QDateTime &from, const QDateTime &now); ///< "3 min"
[[nodiscard]] QString duration(std::chrono::milliseconds span); ///< "2 h 5 min", "340 ms"
[[nodiscard]] QString dateTime(const QDateTime &utc); ///< in local time, for people
[[nodiscard]] QString build(const Task &task); ///< Copr's build id, else "#7"
[[nodiscard]] QString branches(const Task &task); ///< "f42, f41"

/// The failure was told to a Copr frontend, so a success after *Retry* will be told to it again.
[[nodiscard]] bool isFailureReported(const Task &task);

} // namespace tasktext
} // namespace sluice
