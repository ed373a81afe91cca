// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "queue/task.h"

#include <QStringList>

namespace sluice {

/// What a whole process cost.
struct Measure
{
    double seconds = 0;
    double cpuMs = 0; ///< user and system
    double peakMb = 0;
};

/// Runs this program again with other arguments and measures that process. Ends the program if it
/// fails.
[[nodiscard]] Measure runSelf(const QStringList &arguments);

[[nodiscard]] double median(QList<double> values);

/// Imports through queue, pool and store, and waits until nothing is left. Ends the program unless
/// all succeed. Call it from main(), with an application.
void importAll(const QString &dataDirectory, const QList<NewTask> &tasks, int threads);

} // namespace sluice
