// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ctl/commandline.h"
#include "queue/queuestore.h"
#include "settings/settings.h"

namespace sluice {

/// The options that say what is imported and where to; `import` and `queue add` share them.
[[nodiscard]] QList<Option> taskOptions();
/// One task for each INPUT, whatever its name or content. *invalid* where a name is none that
/// dist-git can have.
[[nodiscard]] Result<QList<NewTask>> newTasks(const Arguments &arguments, const Settings &settings);
/// Who asks, for the history of tasks.
[[nodiscard]] QString userName();

/// The queue of a data directory, which is made if need be.
[[nodiscard]] Result<std::unique_ptr<QueueStore>> openQueue(const QString &dataDirectory,
                                                            const Clock &clock);

} // namespace sluice
