// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/commands.h"

#include "ctl/newtasks.h"
#include "ctl/output.h"
#include "ctl/queueview.h"
#include "ctl/taskids.h"
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

using Edit = Result<QList<TaskId>> (QueueStore::*)(const QList<TaskId> &, const QString &);

ExitCode editTasks(const Context &context, const QStringList &operands, Edit edit,
                   QLatin1StringView did, QLatin1StringView why)
{
    const SystemClock clock;
    const auto found = findNamedTasks(context, operands, clock);
    if (!found)
        return found.error();
    QList<TaskId> ids;
    for (const Task &task : found->tasks)
        ids << task.id;
    const auto changed = (*found->store.*edit)(ids, userName());
    if (!changed)
        return stopped(changed.error());
    for (const Task &task : found->tasks) {
        if (changed->contains(task.id))
            context.output.line(u"%1 %2"_s.arg(taskName(task), did));
        else
            complain(u"%1 is %2: %3"_s.arg(taskName(task), stateName(task.state), why));
    }
    return found->areAll && changed->size() == ids.size() ? ExitCode::Succeeded : ExitCode::Failed;
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
             .summary
             = "Puts failed and canceled tasks back into the queue.\nEach ID is a task's, or "
               "build:N for Copr's build.",
             .options = retryOptions,
             .mostOperands = kAnyNumber,
             .run = retryTasks},
            {.name = "queue cancel"_L1,
             .operands = "ID..."_L1,
             .summary
             = "Cancels tasks that have not ended.\nEach ID is a task's, or build:N for Copr's "
               "build.",
             .leastOperands = 1,
             .mostOperands = kAnyNumber,
             .run = cancelTasks},
    };
    return queueViewCommands() + edits;
}

} // namespace sluice
