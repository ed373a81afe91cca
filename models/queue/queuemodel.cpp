// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "queue/queuemodel.h"

#include "queue/queuecolumns.h"

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int kMaxRuns = 16;

} // namespace

QueueModel::QueueModel(AsyncStore &store, const Clock &clock, QObject *parent)
    : QAbstractTableModel(parent)
    , m_store(store)
    , m_clock(clock)
    , m_requery(new QTimer(this))
    , m_load(new QTimer(this))
    , m_flush(new QTimer(this))
    , m_aging(new QTimer(this))
{
    for (QTimer *timer : {m_requery, m_load, m_flush})
        timer->setSingleShot(true);
    m_flush->setInterval(100ms);
    connect(m_requery, &QTimer::timeout, this, &QueueModel::requery);
    connect(m_load, &QTimer::timeout, this, &QueueModel::loadPages);
    connect(m_flush, &QTimer::timeout, this, &QueueModel::flush);
    connect(m_aging, &QTimer::timeout, this, [this] {
        if (const int rows = rowCount(); rows > 0)
            emit dataChanged(index(0, Progress), index(rows - 1, Age), {Qt::DisplayRole});
    });
    m_aging->start(10s);
    connect(&m_store, &AsyncStore::changed, this, &QueueModel::takeChanges);
    requery();
}

void QueueModel::setFilter(TaskQuery filter)
{
    filter.sort = m_wanted.sort;
    filter.isDescending = m_wanted.isDescending;
    if (filter == m_wanted)
        return;
    m_wanted = std::move(filter);
    m_isOtherWanted = true;
    requery();
}

void QueueModel::sort(int column, Qt::SortOrder order)
{
    const auto sort = queuecolumns::sortOf(column);
    if (!sort)
        return;
    // The youngest task has the highest id, so "age, ascending" is "id, descending".
    const bool isDescending = (order == Qt::DescendingOrder) != (column == Age);
    if (m_wanted.sort == *sort && m_wanted.isDescending == isDescending)
        return;
    m_wanted.sort = *sort;
    m_wanted.isDescending = isDescending;
    requery();
}

bool QueueModel::isSortable(int column) { return queuecolumns::sortOf(column).has_value(); }

QList<TaskId> QueueModel::ids(const QItemSelection &selection) const
{
    QList<TaskId> found;
    for (const QItemSelectionRange &range : selection) {
        if (range.isValid() && range.left() == 0)
            found += m_pages.ids().sliced(range.top(), range.height());
    }
    return found;
}

// --- which rows ----------------------------------------------------------------------------------

void QueueModel::requery()
{
    if (m_isQuerying) {
        m_isStale = true;
        return;
    }
    m_requery->stop();
    m_isStale = false;
    m_isQuerying = true;
    m_queryTime.start();
    // Ids change only when an answer is applied, and only one question is under way: the difference
    // can be worked out on the store's thread against the ids of now.
    m_store.run(
            [query = m_wanted, before = m_isOtherWanted ? QList<TaskId>() : m_pages.ids(),
             isOther = m_isOtherWanted](QueueStore &store) -> Result<Listing> {
                auto ids = store.find(query);
                if (!ids)
                    return std::unexpected(ids.error());
                IdListDiff diff;
                if (!isOther)
                    diff = diffIds(before, *ids, kMaxRuns);
                return Listing{.ids = std::move(*ids), .diff = std::move(diff)};
            },
            this,
            [this, query = m_wanted, isOther = m_isOtherWanted](Result<Listing> listing) {
                takeListing(std::move(listing), query, isOther);
            });
}

void QueueModel::takeListing(Result<Listing> listing, const TaskQuery &query, bool isOther)
{
    m_isQuerying = false;
    // A store that needs long for its answer is not asked all the time.
    m_pause = std::max(1000ms, 3 * std::chrono::milliseconds(m_queryTime.elapsed()));
    if (query != m_wanted || isOther != m_isOtherWanted)
        return requery();
    if (m_isStale)
        m_requery->start(m_pause);
    if (!listing) {
        emit queryFailed(listing.error());
        return;
    }
    if (isOther) {
        beginResetModel();
        m_isOtherWanted = false;
        m_pages.reset(std::move(listing->ids));
        endResetModel();
    } else {
        apply(*listing);
    }
    const auto newest = std::ranges::max_element(m_pages.ids());
    m_newest = newest == m_pages.ids().cend() ? 0 : std::max(m_newest, *newest);
    emit queried();
}

void QueueModel::apply(const Listing &listing)
{
    const IdListDiff &diff = listing.diff;
    if (diff.isSame)
        return;
    if (diff.isByRuns) {
        for (const RowRun &run : diff.removed)
            removeRun(run);
        for (const RowRun &run : diff.inserted)
            insertRun(run, listing.ids.sliced(run.first, run.count));
        return;
    }
    const int before = rowCount();
    if (diff.kept < before) {
        reorder(diff.gathered, diff.toGathered);
        removeRun({diff.kept, before - diff.kept});
    }
    if (const int added = static_cast<int>(diff.extended.size()) - diff.kept; added > 0)
        insertRun({diff.kept, added}, diff.extended.sliced(diff.kept));
    reorder(listing.ids, diff.toFinal);
}

void QueueModel::removeRun(const RowRun &run)
{
    beginRemoveRows({}, run.first, run.first + run.count - 1);
    m_pages.removeRun(run);
    endRemoveRows();
}

void QueueModel::insertRun(const RowRun &run, const QList<TaskId> &ids)
{
    beginInsertRows({}, run.first, run.first + run.count - 1);
    m_pages.insertRun(run, ids);
    endInsertRows();
}

void QueueModel::reorder(const QList<TaskId> &ids, const QList<int> &rows)
{
    emit layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    const QModelIndexList from = persistentIndexList();
    QModelIndexList to;
    to.reserve(from.size());
    for (const QModelIndex &index : from)
        to += createIndex(rows[index.row()], index.column());
    m_pages.reorder(ids, rows);
    changePersistentIndexList(from, to);
    emit layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

// --- what is in the rows -------------------------------------------------------------------------

bool QueueModel::isOrderTouchedBy(const Task &task) const
{
    if (task.id > m_newest)
        return true;
    const bool canMove = m_wanted.sort != TaskQuery::Sort::Id
                      && m_wanted.sort != TaskQuery::Sort::Project
                      && m_wanted.sort != TaskQuery::Sort::Branches;
    const bool canComeOrGo = !m_wanted.states.isEmpty() || !m_wanted.causes.isEmpty()
                          || !m_wanted.packages.isEmpty() || !m_wanted.words.isEmpty();
    return canMove || canComeOrGo;
}

void QueueModel::takeChanges(const QueueChanges &changes)
{
    bool isTouched = !changes.removed.isEmpty();
    for (const Task &task : changes.tasks) {
        isTouched = isTouched || isOrderTouchedBy(task);
        if (m_pages.update(task))
            touch(task.id);
    }
    for (const Task &task : changes.tasks)
        m_newest = std::max(m_newest, task.id);
    if (!isTouched)
        return;
    if (m_isQuerying)
        m_isStale = true;
    else if (!m_requery->isActive()) // the first change is shown soon, further ones once a second
        m_requery->start(m_queryTime.hasExpired(m_pause.count()) ? 50ms : m_pause);
}

void QueueModel::setWorkers(const QList<WorkerRow> &workers)
{
    QHash<TaskId, WorkerRow> running;
    for (const WorkerRow &worker : workers) {
        if (worker.task == 0)
            continue;
        running.insert(worker.task, worker);
        if (m_running.value(worker.task) != worker)
            touch(worker.task);
    }
    for (auto it = m_running.cbegin(); it != m_running.cend(); ++it) {
        if (!running.contains(it.key()))
            touch(it.key());
    }
    m_running = std::move(running);
}

void QueueModel::touch(TaskId id)
{
    m_touched += id;
    if (!m_flush->isActive())
        m_flush->start();
}

void QueueModel::flush()
{
    QList<int> rows;
    for (const TaskId id : std::as_const(m_touched)) {
        if (const int row = m_pages.loadedRowOf(id); row >= 0)
            rows += row;
    }
    m_touched.clear();
    std::ranges::sort(rows);
    for (qsizetype i = 0; i < rows.size();) {
        qsizetype end = i + 1;
        while (end < rows.size() && rows[end] == rows[end - 1] + 1)
            ++end;
        emit dataChanged(index(rows[i], 0), index(rows[end - 1], ColumnCount - 1));
        i = end;
    }
}

void QueueModel::loadPages()
{
    if (m_isReading)
        return;
    const QList<TaskId> wanted = m_pages.takeMissing();
    if (wanted.isEmpty())
        return;
    m_isReading = true;
    m_store.run([wanted](QueueStore &store) { return store.tasks(wanted); }, this,
                [this](const Result<QList<Task>> &tasks) {
                    m_isReading = false;
                    if (tasks)
                        takeTasks(*tasks);
                    else
                        emit queryFailed(tasks.error());
                });
}

void QueueModel::takeTasks(const QList<Task> &tasks)
{
    m_pages.put(tasks);
    for (const Task &task : tasks)
        m_touched += task.id;
    flush(); // somebody looks at these rows: they do not wait
    m_pages.forgetUnused();
    if (m_pages.isMissingSome())
        m_load->start(0ms);
}

int QueueModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_pages.ids().size());
}

int QueueModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant QueueModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (role == IdRole)
        return idAt(index.row());
    const int column = index.column();
    const Task *found = m_pages.lookAt(index.row());
    if (!found) {
        if (!m_load->isActive())
            m_load->start(0ms);
        return role == Qt::DisplayRole && column == Build ? QVariant(u"…"_s) : QVariant();
    }
    const Task &task = *found;
    switch (role) {
    case Qt::DisplayRole:
        return queuecolumns::text(task, column, workerOf(task), m_clock.now());
    case Qt::ToolTipRole:
        return queuecolumns::toolTip(task, column, workerOf(task), m_clock.now());
    case SortRole:
        return queuecolumns::sortValue(task, column, workerOf(task));
    case StateRole:
        return static_cast<int>(task.state);
    case ProgressRole: {
        const WorkerRow *worker = workerOf(task);
        return worker ? QVariant(worker->progress) : QVariant();
    }
    default:
        return {};
    }
}

const WorkerRow *QueueModel::workerOf(const Task &task) const
{
    // A worker's row may be older than the task's: what it says of a task that runs no more is
    // past.
    const bool isRunning
            = task.state == sluice::State::Fetching || task.state == sluice::State::Committing;
    const auto worker = m_running.constFind(task.id);
    return isRunning && worker != m_running.cend() ? &*worker : nullptr;
}

QVariant QueueModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole && section == Attempts)
        return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::ToolTipRole)
        return queuecolumns::titleToolTip(section);
    return role == Qt::DisplayRole ? QVariant(queuecolumns::title(section)) : QVariant();
}

} // namespace sluice
