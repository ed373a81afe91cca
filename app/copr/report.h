// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "queue/task.h"

namespace sluice {

/// The body of `POST /backend/import-completed/` for an import that succeeded (facts §1.10). `task`
/// tells owner, project and package, `tips` every requested branch with its commit.
[[nodiscard]] QByteArray successReport(const Task &task, const QList<BranchTip> &tips);
/// The body for one that failed.
[[nodiscard]] QByteArray failureReport(qint64 buildId);

} // namespace sluice
