// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "queue/queuestore.h"

namespace sluice {

/// All that is known of one task, by lines, for a person. `logsRoot` may be empty: then the log is
/// not named.
[[nodiscard]] Result<QStringList> taskReport(const Task &task, QueueStore &store,
                                             const QString &logsRoot);

} // namespace sluice
