// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ctl/commandline.h"
#include "queue/queuestore.h"

namespace sluice {

/// The tasks that a command was given, in an open queue.
struct NamedTasks
{
    std::unique_ptr<QueueStore> store;
    QList<Task> tasks; ///< each once
    bool areAll = true; ///< false: some were named that do not exist
};

/// Opens the queue and looks up what stands where a command takes tasks: their own ids, or
/// `build:N` for Copr's build. What is wrong or missing is complained of; where nothing can be done
/// at all, the code to end with comes back.
[[nodiscard]] std::expected<NamedTasks, ExitCode>
findNamedTasks(const Context &context, const QStringList &operands, const Clock &clock);

} // namespace sluice
