// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/queueview.h"

#include "ctl/newtasks.h"
#include "ctl/output.h"
#include "ctl/taskids.h"
#include "ctl/taskjson.h"
#include "ctl/taskreport.h"
#include "ctl/tasktext.h"

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

/// Rows are read by pages: a queue may hold a million.
constexpr qsizetype kPage = 500;

Result<TaskQuery> listQuery(const Arguments &arguments)
{
    TaskQuery query;
    for (const QString &name : arguments.values("--state"_L1)) {
        const auto state = stateFromName(name);
        if (!state) {
            QStringList names;
            for (int i = 0; i < kStateCount; ++i)
                names << stateName(static_cast<State>(i));
            return failure(Cause::Invalid,
                           u"--state takes one of %1, not \"%2\"."_s.arg(names.join(", "_L1), name),
                           {}, Who::Us);
        }
        query.states << *state;
    }
    return query;
}

ExitCode listTasks(const Context &context, const Arguments &arguments)
{
    const auto query = listQuery(arguments);
    if (!query)
        return usageError(query.error());
    const auto limit = numberOption(arguments, "--limit"_L1, 1, std::numeric_limits<int>::max(), 0);
    if (!limit)
        return usageError(limit.error());
    const SystemClock clock;
    const auto store = openQueue(context.dataDirectory, clock);
    if (!store)
        return stopped(store.error());
    const auto ids = (*store)->find(*query, *limit);
    if (!ids)
        return stopped(ids.error());
    for (qsizetype i = 0; i < ids->size() && context.output.isOpen(); i += kPage) {
        const auto tasks = (*store)->tasks(ids->mid(i, kPage));
        if (!tasks)
            return stopped(tasks.error());
        for (const Task &task : *tasks) {
            context.output.line(arguments.has("--json"_L1) ? taskJson(task)
                                                           : taskLine(task).toUtf8());
        }
    }
    return ExitCode::Succeeded;
}

ExitCode showTask(const Context &context, const Arguments &arguments)
{
    const SystemClock clock;
    const auto found = findNamedTasks(context, arguments.operands, clock);
    if (!found)
        return found.error();
    if (!found->areAll)
        return ExitCode::Failed;
    const Task &task = found->tasks.first();
    if (arguments.has("--json"_L1)) {
        context.output.line(taskJson(task));
        return ExitCode::Succeeded;
    }
    const auto settings = SettingsFile(context.dataDirectory).load();
    const QString logs = settings ? settings->logsRoot : QString();
    const auto report = taskReport(task, *found->store, logs);
    if (!report)
        return stopped(report.error());
    for (const QString &line : *report)
        context.output.line(oneLine(line));
    return ExitCode::Succeeded;
}

ExitCode showCounts(const Context &context, const Arguments &arguments)
{
    const SystemClock clock;
    const auto store = openQueue(context.dataDirectory, clock);
    if (!store)
        return stopped(store.error());
    const auto counts = (*store)->counts();
    if (!counts)
        return stopped(counts.error());
    if (arguments.has("--json"_L1)) {
        context.output.line(countsJson(*counts));
        return ExitCode::Succeeded;
    }
    for (int i = 0; i < kStateCount; ++i) {
        const auto state = static_cast<State>(i);
        context.output.line(u"%1 %2"_s.arg(stateName(state), -10).arg((*counts)[state]));
    }
    return ExitCode::Succeeded;
}

} // namespace

QList<Command> queueViewCommands()
{
    const Option json{"--json"_L1, {}, "One JSON object per task and line."};
    return {
            {.name = "queue list"_L1,
             .summary = "Lists the tasks as they stand, the newest first.",
             .options
             = {{"--state"_L1, "STATE"_L1, "Only tasks in this state; may be given again."},
                {"--limit"_L1, "N"_L1, "At most so many."},
                json},
             .run = listTasks},
            {.name = "queue show"_L1,
             .operands = "ID"_L1,
             .summary
             = "Shows one task: its error with the next step, whether Copr knows the result, "
               "history, attempts, files.\nID is the task's, or build:N for Copr's build.",
             .options = {json},
             .leastOperands = 1,
             .mostOperands = 1,
             .run = showTask},
            {.name = "queue counts"_L1,
             .summary = "Shows how many tasks are in each state.",
             .options = {{"--json"_L1, {}, "One JSON object."}},
             .run = showCounts},
    };
}

} // namespace sluice
