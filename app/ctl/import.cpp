// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/commands.h"

#include "ctl/newtasks.h"
#include "ctl/poolrun.h"

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

ExitCode runImport(const Context &context, const Arguments &arguments)
{
    const auto threads = numberOption(arguments, "--threads"_L1, 1, 64, 0);
    if (!threads)
        return usageError(threads.error());
    const SystemClock clock;
    auto request = readTaskRequest(context, arguments, clock);
    if (!request)
        return request.error();
    QueueStore &store = *request->store;
    const auto revision = store.revision();
    if (!revision)
        return stopped(revision.error());
    const auto ids = store.add(request->tasks, userName());
    if (!ids)
        return stopped(ids.error());
    PoolRun run({.tasks = *ids, .isJson = arguments.has("--json"_L1), .revision = *revision},
                {.dataDirectory = context.dataDirectory,
                 .settings = request->settings,
                 .program = u"sluicectl import"_s,
                 .threads = *threads,
                 .lockPatience = std::chrono::milliseconds(-1)},
                store, clock, context.output);
    return run.exec();
}

} // namespace

QList<Command> importCommands()
{
    QList<Option> options = taskOptions();
    options << Option{"--threads"_L1, "N"_L1, "How many packages are imported at once, 1 to 64."}
            << Option{"--json"_L1, {}, "One JSON object per task and line, as tasks end."};
    return {{.name = "import"_L1,
             .operands = "INPUT..."_L1,
             .summary = "Imports source packages: files (.src.rpm) or http and https URLs. Adds a "
                        "task for each and runs\nthe pool until these have ended; where a pool "
                        "runs already, that one imports them.",
             .options = options,
             .leastOperands = 1,
             .mostOperands = kAnyNumber,
             .run = runImport}};
}

} // namespace sluice
