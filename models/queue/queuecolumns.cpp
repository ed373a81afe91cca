// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "queue/queuecolumns.h"

#include "queue/tasktext.h"

#include <QCoreApplication>

namespace sluice::queuecolumns {
using namespace Qt::StringLiterals;

namespace {

QString tr(const char *text) { return QCoreApplication::translate("sluice::queuecolumns", text); }

QString packageText(const Task &task)
{
    return task.package.isEmpty() ? task.source.section(u'/', -1) : task.package;
}

QString stateText(const Task &task)
{
    return task.state == State::Queued && task.priority > 0 ? tr("Queued, first")
                                                            : tasktext::stateTitle(task.state);
}

QString progressText(const Task &task, const WorkerRow *worker, const QDateTime &now)
{
    if (!worker)
        return tasktext::progress(task, now);
    return worker->progress < 0 ? worker->what
                                : tr("%1 %").arg(static_cast<int>(worker->progress * 100));
}

/// The row says which file it is: a long path would hide what is wrong with it.
QString errorText(const Task &task)
{
    return task.error
                 ? QString(task.error->what).replace(task.source, task.source.section(u'/', -1))
                 : QString();
}

} // namespace

std::optional<TaskQuery::Sort> sortOf(int column)
{
    switch (static_cast<QueueModel::Column>(column)) {
    case QueueModel::Build:
    case QueueModel::Age:
        return TaskQuery::Sort::Id;
    case QueueModel::Package:
        return TaskQuery::Sort::Package;
    case QueueModel::Version:
        return TaskQuery::Sort::Version;
    case QueueModel::Project:
        return TaskQuery::Sort::Project;
    case QueueModel::Branches:
        return TaskQuery::Sort::Branches;
    case QueueModel::State:
        return TaskQuery::Sort::State;
    case QueueModel::Attempts:
        return TaskQuery::Sort::Attempts;
    case QueueModel::Error:
        return TaskQuery::Sort::Error;
    case QueueModel::Progress:
    case QueueModel::ColumnCount:
        return {};
    }
    return {};
}

QVariant text(const Task &task, int column, const WorkerRow *worker, const QDateTime &now)
{
    switch (static_cast<QueueModel::Column>(column)) {
    case QueueModel::Build:
        return tasktext::build(task);
    case QueueModel::Package:
        return packageText(task);
    case QueueModel::Version:
        return task.version;
    case QueueModel::Project:
        return QString(task.owner + u'/' + task.project);
    case QueueModel::Branches:
        return tasktext::branches(task);
    case QueueModel::State:
        return stateText(task);
    case QueueModel::Progress:
        return progressText(task, worker, now);
    case QueueModel::Age:
        return tasktext::age(task.createdAt, now);
    case QueueModel::Attempts:
        return task.attempts;
    case QueueModel::Error:
        return errorText(task);
    case QueueModel::ColumnCount:
        break;
    }
    return {};
}

QVariant toolTip(const Task &task, int column, const WorkerRow *worker, const QDateTime &now)
{
    if (column == QueueModel::Error && task.error)
        return task.error->what;
    if (column == QueueModel::State)
        return tasktext::stateMeaning(task.state);
    return column == QueueModel::Package ? QVariant(task.given) : text(task, column, worker, now);
}

QVariant sortValue(const Task &task, int column, const WorkerRow *worker)
{
    switch (static_cast<QueueModel::Column>(column)) {
    case QueueModel::Build:
        return task.id;
    case QueueModel::State:
        return static_cast<int>(task.state);
    case QueueModel::Progress:
        return worker ? worker->progress : -1.0;
    case QueueModel::Age:
        return task.createdAt;
    case QueueModel::Error:
        return task.error ? causeName(task.error->cause) : QString();
    case QueueModel::Package:
    case QueueModel::Version:
    case QueueModel::Project:
    case QueueModel::Branches:
    case QueueModel::Attempts:
    case QueueModel::ColumnCount:
        break;
    }
    return text(task, column, worker, {});
}

QString title(int column)
{
    switch (static_cast<QueueModel::Column>(column)) {
    case QueueModel::Build:
        return tr("Task");
    case QueueModel::Package:
        return tr("Package");
    case QueueModel::Version:
        return tr("Version");
    case QueueModel::Project:
        return tr("Project");
    case QueueModel::Branches:
        return tr("Branches");
    case QueueModel::State:
        return tr("State");
    case QueueModel::Progress:
        return tr("Progress");
    case QueueModel::Age:
        return tr("Age");
    case QueueModel::Attempts:
        return tr("Attempts");
    case QueueModel::Error:
        return tr("Error");
    case QueueModel::ColumnCount:
        break;
    }
    return {};
}

QString titleToolTip(int column)
{
    const QString order = sortOf(column) ? tr("Click to sort.") : tr("Cannot be sorted by.");
    switch (static_cast<QueueModel::Column>(column)) {
    case QueueModel::Build:
        return tr("Copr's build id, or with # the number that Sluice gave.") + u' ' + order;
    case QueueModel::Version:
        return tr("Epoch, version and release, once the package was read.") + u' ' + order;
    case QueueModel::Branches:
        return tr("Dist-git branches to import to; the first one is the base.") + u' ' + order;
    case QueueModel::Attempts:
        return tr("Tries that ended, well or not.") + u' ' + order;
    case QueueModel::Age:
        return tr("Since it was added.") + u' ' + order;
    case QueueModel::Package:
    case QueueModel::Project:
    case QueueModel::State:
    case QueueModel::Progress:
    case QueueModel::Error:
    case QueueModel::ColumnCount:
        break;
    }
    return order;
}

} // namespace sluice::queuecolumns
