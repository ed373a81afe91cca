// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "queue/queuemodel.h"

#include "queue/tasktext.h"

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int kPageRows = 64;
constexpr int kMaxPagesPerRead = 8;
constexpr qsizetype kMaxEntries = 4096;
constexpr int kMaxRuns = 16;

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
        if (!m_ids.isEmpty())
            emit dataChanged(index(0, Progress), index(static_cast<int>(m_ids.size()) - 1, Age),
                             {Qt::DisplayRole});
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
    const auto sort = sortOf(column);
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

bool QueueModel::isSortable(int column) { return sortOf(column).has_value(); }

int QueueModel::rowOf(TaskId id) const
{
    const auto entry = m_entries.constFind(id);
    return static_cast<int>(entry != m_entries.cend() ? entry->row : m_ids.indexOf(id));
}

const Task *QueueModel::taskAt(int row) const
{
    const auto entry = m_entries.constFind(idAt(row));
    return entry != m_entries.cend() && entry->isLoaded ? &entry->task : nullptr;
}

QList<TaskId> QueueModel::ids(const QItemSelection &selection) const
{
    QList<TaskId> found;
    for (const QItemSelectionRange &range : selection) {
        if (range.isValid() && range.left() == 0)
            found += m_ids.sliced(range.top(), range.height());
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
            [query = m_wanted, before = m_isOtherWanted ? QList<TaskId>() : m_ids,
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
        m_ids = std::move(listing->ids);
        m_entries.clear();
        m_wantedPages.clear();
        endResetModel();
    } else {
        apply(*listing);
    }
    const auto newest = std::ranges::max_element(m_ids);
    m_newest = newest == m_ids.cend() ? 0 : std::max(m_newest, *newest);
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
    const int before = static_cast<int>(m_ids.size());
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
    m_ids.remove(run.first, run.count);
    m_entries.removeIf([&run](const std::pair<const TaskId &, Entry &> &entry) {
        return entry.second.row >= run.first && entry.second.row < run.first + run.count;
    });
    for (Entry &entry : m_entries) {
        if (entry.row >= run.first)
            entry.row -= run.count;
    }
    endRemoveRows();
}

void QueueModel::insertRun(const RowRun &run, const QList<TaskId> &ids)
{
    beginInsertRows({}, run.first, run.first + run.count - 1);
    m_ids.insert(run.first, run.count, 0);
    std::ranges::copy(ids, m_ids.begin() + run.first);
    for (Entry &entry : m_entries) {
        if (entry.row >= run.first)
            entry.row += run.count;
    }
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
    m_ids = ids;
    for (Entry &entry : m_entries)
        entry.row = rows[entry.row];
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
        const auto entry = m_entries.find(task.id);
        if (entry == m_entries.end() || !entry->isLoaded || entry->task.rev > task.rev)
            continue;
        entry->task = task;
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
        const auto entry = m_entries.constFind(id);
        if (entry != m_entries.cend() && entry->isLoaded)
            rows += entry->row;
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
    if (m_isReading || m_wantedPages.isEmpty())
        return;
    QList<TaskId> wanted;
    // The pages asked for last are the ones in sight; what scrolled by in between is not read.
    const qsizetype skipped = std::max<qsizetype>(0, m_wantedPages.size() - kMaxPagesPerRead);
    for (const int page : std::as_const(m_wantedPages).sliced(skipped)) {
        const qsizetype end = std::min<qsizetype>(m_ids.size(), (page + 1) * kPageRows);
        for (qsizetype row = page * kPageRows; row < end; ++row) {
            Entry &entry = m_entries[m_ids[row]];
            entry.row = static_cast<int>(row);
            if (!entry.isLoaded)
                wanted += m_ids[row];
        }
    }
    m_wantedPages.clear();
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
    for (const Task &task : tasks) {
        const auto entry = m_entries.find(task.id);
        if (entry == m_entries.end())
            continue; // another filter has come meanwhile
        entry->task = task;
        entry->isLoaded = true;
        entry->used = ++m_use;
        m_touched += task.id;
    }
    flush(); // somebody looks at these rows: they do not wait
    evict();
    if (!m_wantedPages.isEmpty())
        m_load->start(0ms);
}

void QueueModel::evict()
{
    if (m_entries.size() <= kMaxEntries)
        return;
    QList<quint64> uses;
    uses.reserve(m_entries.size());
    for (const Entry &entry : std::as_const(m_entries))
        uses += entry.used;
    const auto middle = uses.begin() + uses.size() / 2;
    std::ranges::nth_element(uses, middle);
    m_entries.removeIf([oldest = *middle](const std::pair<const TaskId &, Entry &> &entry) {
        return entry.second.used < oldest;
    });
}

int QueueModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_ids.size());
}

int QueueModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant QueueModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const TaskId id = m_ids[index.row()];
    if (role == IdRole)
        return id;
    const auto entry = m_entries.find(id);
    if (entry == m_entries.end() || !entry->isLoaded) {
        const int page = index.row() / kPageRows;
        if (m_wantedPages.isEmpty() || m_wantedPages.last() != page) {
            m_wantedPages.removeOne(page);
            m_wantedPages += page;
        }
        if (!m_load->isActive())
            m_load->start(0ms);
        return role == Qt::DisplayRole && index.column() == Build ? QVariant(u"…"_s) : QVariant();
    }
    entry->used = ++m_use;
    const Task &task = entry->task;
    switch (role) {
    case Qt::DisplayRole:
        return cell(task, index.column());
    case Qt::ToolTipRole:
        if (index.column() == Error && task.error)
            return task.error->what;
        if (index.column() == State)
            return tasktext::stateMeaning(task.state);
        return index.column() == Package ? QVariant(task.given) : cell(task, index.column());
    case SortRole:
        return sortValue(task, index.column());
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

QVariant QueueModel::cell(const Task &task, int column) const
{
    switch (static_cast<Column>(column)) {
    case Build:
        return tasktext::build(task);
    case Package:
        return task.package.isEmpty() ? task.source.section(u'/', -1) : task.package;
    case Version:
        return task.version;
    case Project:
        return QString(task.owner + u'/' + task.project);
    case Branches:
        return tasktext::branches(task);
    case State:
        return task.state == sluice::State::Queued && task.priority > 0
                     ? tr("Queued, first")
                     : tasktext::stateTitle(task.state);
    case Progress:
        return progressText(task);
    case Age:
        return tasktext::age(task.createdAt, m_clock.now());
    case Attempts:
        return task.attempts;
    case Error:
        // The row says which file it is: a long path would hide what is wrong with it.
        return task.error
                     ? QString(task.error->what).replace(task.source, task.source.section(u'/', -1))
                     : QString();
    case ColumnCount:
        break;
    }
    return {};
}

QVariant QueueModel::sortValue(const Task &task, int column) const
{
    switch (static_cast<Column>(column)) {
    case Build:
        return task.id;
    case State:
        return static_cast<int>(task.state);
    case Progress: {
        const WorkerRow *worker = workerOf(task);
        return worker ? worker->progress : -1.0;
    }
    case Age:
        return task.createdAt;
    case Error:
        return task.error ? causeName(task.error->cause) : QString();
    case Package:
    case Version:
    case Project:
    case Branches:
    case Attempts:
    case ColumnCount:
        break;
    }
    return cell(task, column);
}

QString QueueModel::progressText(const Task &task) const
{
    if (const WorkerRow *worker = workerOf(task))
        return worker->progress < 0 ? worker->what
                                    : tr("%1 %").arg(static_cast<int>(worker->progress * 100));
    return tasktext::progress(task, m_clock.now());
}

QString QueueModel::headerToolTip(int column)
{
    const QString order = isSortable(column) ? tr("Click to sort.") : tr("Cannot be sorted by.");
    switch (static_cast<Column>(column)) {
    case Build:
        return tr("Copr's build id, or with # the number that Sluice gave.") + u' ' + order;
    case Version:
        return tr("Epoch, version and release, once the package was read.") + u' ' + order;
    case Branches:
        return tr("Dist-git branches to import to; the first one is the base.") + u' ' + order;
    case Attempts:
        return tr("Tries that ended, well or not.") + u' ' + order;
    case Age:
        return tr("Since it was added.") + u' ' + order;
    case Package:
    case Project:
    case State:
    case Progress:
    case Error:
    case ColumnCount:
        break;
    }
    return order;
}

QVariant QueueModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole && section == Attempts)
        return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::ToolTipRole)
        return headerToolTip(section);
    if (role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(section)) {
    case Build:
        return tr("Task");
    case Package:
        return tr("Package");
    case Version:
        return tr("Version");
    case Project:
        return tr("Project");
    case Branches:
        return tr("Branches");
    case State:
        return tr("State");
    case Progress:
        return tr("Progress");
    case Age:
        return tr("Age");
    case Attempts:
        return tr("Attempts");
    case Error:
        return tr("Error");
    case ColumnCount:
        break;
    }
    return {};
}

} // namespace sluice
