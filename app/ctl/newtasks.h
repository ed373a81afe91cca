// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ctl/commandline.h"
#include "queue/queuestore.h"
#include "settings/settings.h"

namespace sluice {

/// The options that say what is imported and where to; `import` and `queue add` share them.
[[nodiscard]] QList<Option> taskOptions();

/// What `import` and `queue add` work with.
struct TaskRequest
{
    Settings settings;
    QList<NewTask> tasks; ///< one for each INPUT, whatever its name or content
    std::unique_ptr<QueueStore> store;
};

/// Reads settings and options and opens the queue; nothing is added yet. What is wrong is
/// complained of, and the code to end with comes back.
[[nodiscard]] std::expected<TaskRequest, ExitCode>
readTaskRequest(const Context &context, const Arguments &arguments, const Clock &clock);
/// Who asks, for the history of tasks.
[[nodiscard]] QString userName();

/// The queue of a data directory, which is made if need be.
[[nodiscard]] Result<std::unique_ptr<QueueStore>> openQueue(const QString &dataDirectory,
                                                            const Clock &clock);

} // namespace sluice
