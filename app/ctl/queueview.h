// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ctl/commandline.h"
#include "queue/task.h"

namespace sluice {

/// The `queue` commands that change nothing: list, show, counts.
[[nodiscard]] QList<Command> queueViewCommands();

/// Task ids as they were typed, each once; *invalid* names what is none.
[[nodiscard]] Result<QList<TaskId>> readIds(const QStringList &operands);
[[nodiscard]] QString noSuchTask(TaskId id);

} // namespace sluice
