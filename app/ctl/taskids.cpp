// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/taskids.h"

#include "ctl/newtasks.h"
#include "ctl/output.h"
#include "settings/settingstext.h"

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr auto kBuildPrefix = "build:"_L1;

struct TaskName
{
    qint64 number = 0;
    bool isBuild = false;
};

Error severalFrontends(qint64 build, const QList<Task> &tasks)
{
    QStringList names;
    for (const Task &task : tasks)
        names << u"task %1 is that of %2"_s.arg(task.id).arg(task.frontend);
    return {.cause = Cause::Invalid,
            .what = u"several frontends have a build %1, so name the task: %2."_s.arg(build).arg(
                    names.join(", "_L1)),
            .who = Who::Us};
}

Result<QList<Task>> tasksOfBuild(QueueStore &store, qint64 build)
{
    TaskQuery query;
    query.builds = {build};
    query.isDescending = false;
    return store.find(query).and_then(
            [&store](const QList<TaskId> &ids) { return store.tasks(ids); });
}

Result<QList<TaskName>> readNames(const QStringList &operands)
{
    QList<TaskName> names;
    for (const QString &operand : operands) {
        const bool isBuild = operand.startsWith(kBuildPrefix);
        const auto number = readNumber(isBuild ? operand.sliced(kBuildPrefix.size()) : operand, 1,
                                       std::numeric_limits<TaskId>::max());
        if (!number) {
            return failure(Cause::Invalid,
                           u"\"%1\" is no task id and no build:N; `sluicectl queue list` shows "
                           "both."_s.arg(operand),
                           {}, Who::Us);
        }
        names << TaskName{*number, isBuild};
    }
    return names;
}

/// Adds the task of this name. *invalid* where several frontends have such a build.
Result<void> addTask(NamedTasks &found, const TaskName &name)
{
    const auto tasks = name.isBuild ? tasksOfBuild(*found.store, name.number)
                                    : found.store->tasks({name.number});
    if (!tasks)
        return std::unexpected(tasks.error());
    if (tasks->size() > 1)
        return std::unexpected(severalFrontends(name.number, *tasks));
    if (tasks->isEmpty()) {
        found.areAll = false;
        complain(u"there is no %1 %2; `sluicectl queue list` shows those that there are"_s
                         .arg(name.isBuild ? u"build"_s : u"task"_s)
                         .arg(name.number));
    } else if (!std::ranges::contains(found.tasks, tasks->first().id, &Task::id)) {
        found.tasks << tasks->first();
    }
    return {};
}

} // namespace

std::expected<NamedTasks, ExitCode> findNamedTasks(const Context &context,
                                                   const QStringList &operands, const Clock &clock)
{
    const auto names = readNames(operands);
    if (!names)
        return std::unexpected(usageError(names.error()));
    auto store = openQueue(context.dataDirectory, clock);
    if (!store)
        return std::unexpected(stopped(store.error()));
    NamedTasks found{.store = std::move(*store), .tasks = {}};
    for (const TaskName &name : *names) {
        if (const auto added = addTask(found, name); !added) {
            const Error &error = added.error();
            return std::unexpected(error.cause == Cause::Invalid ? usageError(error)
                                                                 : stopped(error));
        }
    }
    return found;
}

} // namespace sluice
