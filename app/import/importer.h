// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "distgit/destination.h"
#include "distgit/preparedimport.h"
#include "import/tasklog.h"
#include "import/workerboard.h"
#include "sources/payloadsink.h"

#include <QFile>

#include <functional>
#include <memory>
#include <stop_token>

namespace sluice {

/// What an import is made from.
struct ImportRequest
{
    TaskId task = 0;
    QDateTime date; ///< of the commits; kept over an interruption, so that they are the same again
    Destination destination;
    QString given; ///< the source as the user typed it: how texts name it
    QString path; ///< of a local source; not looked at when `file` is there
    std::shared_ptr<QFile> file; ///< what was fetched
    std::function<void()> onWait; ///< called when another import holds the repository
};

/// How far an import came. What was read from the header is told even when it failed later.
struct ImportOutcome
{
    PackageHeader header;
    StageTimings timings;
    Result<PreparedImport> prepared;
};

/// Reads one source package and prepares all that its import changes. Blocking, on a worker's
/// thread; nothing that others see has changed when it returns.
[[nodiscard]] ImportOutcome importPackage(const ImportRequest &request, TaskLog &log,
                                          WorkerBoard &board, std::stop_token stop);

} // namespace sluice
