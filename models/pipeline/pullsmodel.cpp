// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/pullsmodel.h"

#include <QScopedValueRollback>

namespace sluice {
using namespace std::chrono_literals;

namespace {

constexpr auto kRest = 100ms; ///< from a change until it is shown
constexpr int kAtOnce = 40; ///< pull requests looked at in one go: a page of the board

} // namespace

PullsModel::PullsModel(PullBoard &board, const Clock &clock, QObject *parent)
    : QAbstractTableModel(parent)
    , m_board(board)
    , m_clock(clock)
    , m_flushTimer(this)
    , m_ageTimer(this)
{
    m_flushTimer.setSingleShot(true);
    m_ageTimer.setInterval(5s);
    m_ageTimer.start();
    connect(&m_flushTimer, &QTimer::timeout, this, &PullsModel::flush);
    connect(&m_ageTimer, &QTimer::timeout, this, &PullsModel::tick);
    connect(&m_board, &PullBoard::pullsRead, this, &PullsModel::takeRead);
    connect(&m_board, &PullBoard::pullsRemoved, this, &PullsModel::takeRemoved);
    connect(&m_board, &PullBoard::checkChanged, this, &PullsModel::touch);
    connect(&m_board, &PullBoard::asksChanged, this, &PullsModel::touch);
    connect(&m_board, &PullBoard::usualRead, this, [this] {
        for (auto it = m_summaries.keyBegin(); it != m_summaries.keyEnd(); ++it)
            touch(*it);
    });
    connect(&m_board, &PullBoard::watchesChanged, this, [this] {
        if (rowCount() > 0)
            emit dataChanged(index(0, Pull), index(rowCount() - 1, Pull));
    });
    takeRead(m_board.pulls().keys());
}

void PullsModel::setFilter(const PullFilter &filter)
{
    if (filter == m_order.filter)
        return;
    m_order.filter = filter;
    rearrange();
}

void PullsModel::setGrouping(PullGrouping grouping)
{
    if (grouping == m_order.grouping)
        return;
    m_order.grouping = grouping;
    m_order.folded.clear();
    rearrange();
}

void PullsModel::setFolded(int head, bool isFolded)
{
    const QString group = line(head).group.toLower();
    if (isFolded)
        m_order.folded.insert(group);
    else
        m_order.folded.remove(group);
    rearrange();
}

int PullsModel::headOf(int row) const
{
    while (row >= 0 && !line(row).isHead())
        --row;
    return row;
}

void PullsModel::setWithOld(bool isWithOld)
{
    if (isWithOld == m_order.isWithOld)
        return;
    m_order.isWithOld = isWithOld;
    rearrange();
}

void PullsModel::sort(int column, Qt::SortOrder order)
{
    using Sort = PullOrder::Sort;
    static constexpr std::array kSorts{Sort::Pull, Sort::Author, Sort::Stand, Sort::Age,
                                       Sort::Behind};
    if (column < 0 || column >= columnCount())
        return;
    m_order.sort = column < FirstChroot ? kSorts.at(size_t(column)) : Sort::Cell;
    m_order.chroot = column < FirstChroot ? 0 : m_shown.chroots.at(column - FirstChroot);
    m_order.isDescending = order == Qt::DescendingOrder;
    rearrange();
}

// --- what changes --------------------------------------------------------------------------------

void PullsModel::takeRead(const QList<PullKey> &keys)
{
    const bool isFirst = m_summaries.isEmpty();
    m_isOrderTouched = true;
    findNewest();
    m_touched.unite(QSet<PullKey>(keys.begin(), keys.end()));
    if (isFirst)
        flush(); // somebody waits for it
    else if (!m_flushTimer.isActive())
        m_flushTimer.start(kRest);
}

void PullsModel::takeRemoved(const QList<PullKey> &keys)
{
    for (const PullKey key : keys) {
        m_summaries.remove(key);
        m_touched.remove(key);
    }
    findNewest();
    const QScopedValueRollback following(m_isFollowing, true);
    rearrange();
}

void PullsModel::touch(PullKey key)
{
    m_touched.insert(key);
    if (!m_flushTimer.isActive())
        m_flushTimer.start(kRest);
}

void PullsModel::flush()
{
    const QScopedValueRollback following(m_isFollowing, true);
    for (int i = 0; i < kAtOnce && !m_touched.isEmpty(); ++i) {
        const PullKey key = *m_touched.cbegin();
        m_touched.erase(m_touched.cbegin());
        refresh(key);
    }
    if (!m_touched.isEmpty()) {
        m_flushTimer.start(5ms); // events come in between
        return;
    }
    if (m_isOrderTouched)
        rearrange();
    else if (std::exchange(m_areCountsTouched, false))
        emit arranged();
    emit settled();
}

bool PullsModel::isOrderedByState() const
{
    using Sort = PullOrder::Sort;
    return m_order.grouping != PullGrouping::None || m_order.filter != PullFilter()
        || m_order.sort == Sort::Stand || m_order.sort == Sort::Behind
        || m_order.sort == Sort::Cell;
}

void PullsModel::refresh(PullKey key)
{
    const PullRow *pull = m_board.pull(key);
    if (!pull)
        return;
    PullSummary &known = m_summaries[key];
    const PullSummary before = std::exchange(
            known, summarize(*pull, m_board.usual(), m_chroots, m_clock.now(), m_board.asks(key)));
    const int row = rowOf(key);
    if (before == known)
        return;
    if (isOrderedByState())
        m_isOrderTouched = true;
    if (before.stand != known.stand || before.behind != known.behind || before.stuck != known.stuck
        || before.asked != known.asked) {
        m_areCountsTouched = true;
        if (row >= 0)
            emit dataChanged(index(row, Pull), index(row, FirstChroot - 1));
    }
    for (int chroot = 0; chroot < known.cells.size(); ++chroot) {
        if (before.cell(chroot) == known.cell(chroot))
            continue;
        const auto column = int(m_shown.chroots.indexOf(chroot));
        m_isOrderTouched = m_isOrderTouched || column < 0; // perhaps it is there now
        if (row >= 0 && column >= 0)
            emit dataChanged(index(row, FirstChroot + column), index(row, FirstChroot + column));
    }
}

void PullsModel::tick()
{
    const QDateTime now = m_clock.now();
    for (auto it = m_summaries.cbegin(); it != m_summaries.cend(); ++it) {
        if (it->changesAt.isValid() && it->changesAt <= now)
            touch(it.key());
    }
    if (rowCount() > 0)
        emit dataChanged(index(0, Pull), index(rowCount() - 1, Age));
}

// --- which are shown
// ------------------------------------------------------------------------------

void PullsModel::findNewest()
{
    QHash<std::pair<QString, int>, qint64> newest;
    const auto idOf = [&newest](const PullRow &pull) -> qint64 & {
        return newest[{pull.repository.toLower(), pull.number * 2 + int(pull.key.source)}];
    };
    for (const PullRow &pull : m_board.pulls())
        idOf(pull) = std::max(idOf(pull), pull.key.id);
    m_newest.clear();
    for (const PullRow &pull : m_board.pulls()) {
        if (idOf(pull) == pull.key.id)
            m_newest.insert(pull.key);
    }
}

QList<ArrangedPull> PullsModel::all() const
{
    QList<ArrangedPull> pulls;
    pulls.reserve(m_summaries.size());
    for (auto it = m_summaries.cbegin(); it != m_summaries.cend(); ++it) {
        const PullRow *pull = m_board.pull(it.key());
        if (!pull)
            continue;
        // What came before a newer push is old, whatever became of it.
        pulls << ArrangedPull{.pull = pull,
                              .summary = &*it,
                              .isOld = isOld(pull->state) || !m_newest.contains(it.key())};
    }
    return pulls;
}

void PullsModel::rearrange()
{
    m_isOrderTouched = false;
    m_areCountsTouched = false;
    const PullLines next = arrange(all(), m_order, m_chroots);
    applyColumns(next.chroots);
    m_shown.hidden = next.hidden;
    m_shown.pulls = next.pulls;
    m_shown.runs = next.runs;
    apply(next.lines);
    emit arranged();
}

} // namespace sluice
