// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/commands.h"

#include "ctl/newtasks.h"
#include "ctl/output.h"
#include "ctl/queueview.h"
#include "ctl/taskjson.h"
#include "ctl/tasktext.h"

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

ExitCode addToQueue(const Context &context, const Arguments &arguments)
{
    const SystemClock clock;
    auto request = readTaskRequest(context, arguments, clock);
    if (!request)
        return request.error();
    QueueStore &store = *request->store;
    const auto added
            = store.add(request->tasks, userName()).and_then([&](const QList<TaskId> &ids) {
                  return store.tasks(ids);
              });
    if (!added)
        return stopped(added.error());
    for (const Task &task : *added) {
        context.output.line(arguments.has("--json"_L1) ? taskJson(task) : taskLine(task).toUtf8());
    }
    return ExitCode::Succeeded;
}

/// Complains of each id that was not changed; says what stands in the way.
void complainOfUnchanged(QueueStore &store, const QList<TaskId> &ids, const QList<TaskId> &changed,
                         QLatin1StringView why)
{
    const QSet<TaskId> done(changed.cbegin(), changed.cend());
    for (const TaskId id : ids) {
        if (done.contains(id))
            continue;
        const auto task = store.task(id);
        if (!task)
            complain(task.error().what);
        else if (!*task)
            complain(noSuchTask(id));
        else
            complain(u"task %1 is %2: %3"_s.arg(id).arg(stateName((*task)->state), why));
    }
}

using Edit = Result<QList<TaskId>> (QueueStore::*)(const QList<TaskId> &, const QString &);

ExitCode editTasks(const Context &context, const QStringList &operands, Edit edit,
                   QLatin1StringView did, QLatin1StringView why)
{
    const auto ids = readIds(operands);
    if (!ids)
        return usageError(ids.error());
    const SystemClock clock;
    const auto store = openQueue(context.dataDirectory, clock);
    if (!store)
        return stopped(store.error());
    const auto changed = (**store.*edit)(*ids, userName());
    if (!changed)
        return stopped(changed.error());
    for (const TaskId id : *changed)
        context.output.line(u"task %1 %2"_s.arg(id).arg(did));
    complainOfUnchanged(**store, *ids, *changed, why);
    return changed->size() == ids->size() ? ExitCode::Succeeded : ExitCode::Failed;
}

ExitCode retryAll(const Context &context)
{
    const SystemClock clock;
    const auto store = openQueue(context.dataDirectory, clock);
    if (!store)
        return stopped(store.error());
    const auto count = (*store)->retryAllFailed(userName());
    if (!count)
        return stopped(count.error());
    context.output.line(u"%1 failed task(s) queued again"_s.arg(*count));
    return ExitCode::Succeeded;
}

ExitCode retryTasks(const Context &context, const Arguments &arguments)
{
    const bool isAll = arguments.has("--failed"_L1);
    if (isAll == !arguments.operands.isEmpty()) {
        complain(u"queue retry needs either task ids or --failed; see `sluicectl queue list`."_s);
        return ExitCode::Usage;
    }
    if (isAll)
        return retryAll(context);
    return editTasks(context, arguments.operands, &QueueStore::retry, "queued again"_L1,
                     "only failed and canceled tasks can be retried"_L1);
}

ExitCode cancelTasks(const Context &context, const Arguments &arguments)
{
    return editTasks(context, arguments.operands, &QueueStore::cancel, "canceled"_L1,
                     "it cannot be canceled any more"_L1);
}

} // namespace

QList<Command> queueCommands()
{
    QList<Option> addOptions = taskOptions();
    addOptions << Option{"--json"_L1, {}, "One JSON object per task and line."};
    const QList<Option> retryOptions{{"--failed"_L1, {}, "Every failed task."}};
    const QList<Command> edits{
            {.name = "queue add"_L1,
             .operands = "INPUT..."_L1,
             .summary = "Adds a task for each source package and leaves them to the pool.",
             .options = addOptions,
             .leastOperands = 1,
             .mostOperands = kAnyNumber,
             .run = addToQueue},
            {.name = "queue retry"_L1,
             .operands = "ID..."_L1,
             .summary = "Puts failed and canceled tasks back into the queue.",
             .options = retryOptions,
             .mostOperands = kAnyNumber,
             .run = retryTasks},
            {.name = "queue cancel"_L1,
             .operands = "ID..."_L1,
             .summary = "Cancels tasks that have not ended.",
             .leastOperands = 1,
             .mostOperands = kAnyNumber,
             .run = cancelTasks},
    };
    return queueViewCommands() + edits;
}

} // namespace sluice
