// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/pullboard.h"

#include "store/asyncdatabase.h"

namespace sluice {
using namespace std::chrono_literals;

namespace {

constexpr int kPage = 40; ///< pull requests: what a window shows, and quick to take over

} // namespace

PullBoard::PullBoard(AsyncDatabase &database, QObject *parent)
    : QObject(parent)
    , m_database(database)
    , m_usualTimer(this)
{
    connect(&m_database, &AsyncDatabase::changed, this, &PullBoard::follow);
    connect(&m_database, &AsyncDatabase::failed, this, &PullBoard::failed);
    m_usualTimer.setInterval(10min);
    connect(&m_usualTimer, &QTimer::timeout, this, &PullBoard::readUsual);
    m_usualTimer.start();
    readPage();
    readUsual();
}

const PullRow *PullBoard::pull(PullKey key) const
{
    const auto found = m_pulls.constFind(key);
    return found == m_pulls.cend() ? nullptr : &*found;
}

const RepositoryWatch *PullBoard::watch(const QString &repository) const
{
    const auto found = std::ranges::find_if(m_watches, [&](const RepositoryWatch &watch) {
        return watch.repository.compare(repository, Qt::CaseInsensitive) == 0;
    });
    return found == m_watches.end() ? nullptr : &*found;
}

const QList<PullAsk> &PullBoard::asks(PullKey pull) const
{
    static const QList<PullAsk> kNone;
    const auto found = m_asks.constFind(pull);
    return found == m_asks.cend() ? kNone : *found;
}

void PullBoard::readPage()
{
    m_isReading = true;
    m_database.run(
            [from = m_cursor](Database &database) { return readBoardPage(database, from, kPage); },
            this,
            [this](const Result<BoardPage> &page) {
                m_isReading = false;
                if (!page)
                    emit failed(page.error());
                else
                    takePage(*page);
            });
}

void PullBoard::takePage(const BoardPage &page)
{
    if (m_cursor.driven == BoardCursor::kStart)
        m_place = page.update.place; // later pages must not skip what changed in this one
    const BoardPlace place = m_place;
    m_cursor = page.next;
    m_isLoaded = page.isLast;
    take(page.update);
    m_place = place;
    if (m_isLoaded)
        follow(); // what was written while the pages were read
    else
        readPage();
}

void PullBoard::follow()
{
    if (!m_isLoaded || m_isReading) {
        m_isStale = true;
        return;
    }
    m_isReading = true;
    m_isStale = false;
    m_database.run(
            [since = m_place](Database &database) { return readBoardChanges(database, since); },
            this,
            [this](const Result<BoardUpdate> &update) {
                m_isReading = false;
                if (!update)
                    emit failed(update.error());
                else
                    take(*update);
                if (m_isStale)
                    follow();
            });
}

void PullBoard::take(const BoardUpdate &update)
{
    m_place = update.place;
    QList<PullKey> read;
    for (const PullRow &pull : update.pulls) {
        PullRow &known = m_pulls[pull.key];
        if (known == pull)
            continue;
        known = pull;
        read << pull.key;
    }
    setAsks(update.asks); // first: with them is how new ones are shown
    if (!read.isEmpty())
        emit pullsRead(read);
    takeChecks(update.checks);
    setWatches(update.watches);
    m_troubles = update.troubles;
    if (m_isLoaded
        && (update.driven != known(PullSource::Driven)
            || update.observed != known(PullSource::Observed)))
        lookForRemoved();
    emit updated();
}

void PullBoard::takeChecks(const QList<BoardUpdate::Changed> &changes)
{
    for (const auto &[key, check] : changes) {
        const auto pull = m_pulls.find(key);
        if (pull == m_pulls.end())
            continue;
        const auto known = std::ranges::find(pull->checks, check.id, &PullCheck::id);
        if (known != pull->checks.end() && *known == check)
            continue;
        if (known == pull->checks.end())
            pull->checks << check;
        else
            *known = check;
        emit checkChanged(key, check);
    }
}

qint64 PullBoard::known(PullSource source) const
{
    return std::ranges::count(m_pulls.keyBegin(), m_pulls.keyEnd(), source, &PullKey::source);
}

void PullBoard::lookForRemoved()
{
    m_database.run([](Database &database) { return readBoardKeys(database); }, this,
                   [this](const Result<QList<PullKey>> &keys) {
                       if (!keys) {
                           emit failed(keys.error());
                           return;
                       }
                       const QSet<PullKey> there(keys->begin(), keys->end());
                       QList<PullKey> gone;
                       for (auto it = m_pulls.keyBegin(); it != m_pulls.keyEnd(); ++it) {
                           if (!there.contains(*it))
                               gone << *it;
                       }
                       for (const PullKey key : std::as_const(gone))
                           m_pulls.remove(key);
                       if (gone.isEmpty())
                           return;
                       emit pullsRemoved(gone);
                       emit updated();
                   });
}

void PullBoard::setWatches(const QList<RepositoryWatch> &watches)
{
    if (watches == m_watches)
        return;
    m_watches = watches;
    emit watchesChanged();
}

void PullBoard::setAsks(const QList<PullAsk> &asks)
{
    QHash<PullKey, QList<PullAsk>> now;
    for (const PullAsk &ask : asks)
        now[ask.pull] << ask;
    const QHash<PullKey, QList<PullAsk>> before = std::exchange(m_asks, now);
    for (const PullKey key : (before.keys() + now.keys())) {
        if (before.value(key) != now.value(key))
            emit asksChanged(key);
    }
}

void PullBoard::readUsual()
{
    m_database.run([](Database &database) { return readUsualDurations(database); }, this,
                   [this](const Result<UsualDurations> &usual) {
                       m_isUsualKnown = true;
                       if (!usual) {
                           emit failed(usual.error());
                           return;
                       }
                       m_usual = *usual;
                       emit usualRead();
                   });
}

} // namespace sluice
