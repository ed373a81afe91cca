// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "observe/accountwatch.h"

#include <algorithm>
#include <array>

// How an AccountWatch reads the flags of those pull requests whose turn it is.
namespace sluice {
using namespace Qt::StringLiterals;

/// Queries that it takes to read all that have ended, or all that have not.
qsizetype AccountWatch::batches(bool areSettled) const
{
    qsizetype count = 0;
    for (const Watched &watched : m_watched) {
        for (const Pull &pull : watched.pulls)
            count += pull.pace.isSettled() == areSettled ? 1 : 0;
    }
    return (count + m_batch - 1) / m_batch * m_accounts;
}

QDateTime AccountWatch::nextDue() const
{
    const std::array<qsizetype, 2> batchesOf{batches(false), batches(true)};
    QDateTime earliest;
    for (const Watched &watched : m_watched) {
        for (const Pull &pull : watched.pulls) {
            if (!pull.pace.isRead())
                return m_parts.timers.now();
            const QDateTime due = pull.pace.due(batchesOf.at(pull.pace.isSettled() ? 1 : 0));
            if (earliest.isNull() || due < earliest)
                earliest = due;
        }
    }
    return earliest;
}

/// One batch: what has not been read at all, then what waits longest.
AccountWatch::Due AccountWatch::dueNow()
{
    const std::array<qsizetype, 2> batchesOf{batches(false), batches(true)};
    const QDateTime now = m_parts.timers.now();
    struct Turn
    {
        QDateTime at;
        QString nodeId;
        QString repository;
        bool isAlone = false;
    };
    QList<Turn> due;
    for (const auto &[repository, watched] : std::as_const(m_watched).asKeyValueRange()) {
        for (const Pull &pull : watched.pulls) {
            const qsizetype count = batchesOf.at(pull.pace.isSettled() ? 1 : 0);
            if (pull.pace.isAlmostDue(count, now))
                due << Turn{pull.pace.due(count), pull.nodeId, repository, pull.isAlone};
        }
    }
    std::ranges::sort(due, {}, [](const auto &one) {
        return one.at.isValid() ? one.at.toMSecsSinceEpoch() : 0;
    });
    Due taken{.isAlone = !due.isEmpty() && due.first().isAlone};
    if (taken.isAlone)
        due.resize(1);
    else
        due.removeIf([](const Turn &turn) { return turn.isAlone; });
    QStringList repositories;
    for (const Turn &turn : std::as_const(due).first(std::min(due.size(), m_batch))) {
        taken.nodeIds << turn.nodeId;
        repositories << turn.repository;
    }
    taken.place = placeOf(repositories);
    return taken;
}

QString AccountWatch::placeOf(const QStringList &repositories)
{
    const QString first = repositories.value(0);
    const auto areAll = [&repositories](const QString &text, int parts) {
        return std::ranges::all_of(repositories, [&](const QString &name) {
            return name.section(u'/', 0, parts - 1) == text;
        });
    };
    const QString owner = first.section(u'/', 0, 0);
    return areAll(first, 2) ? first : areAll(owner, 1) ? QString(owner + u"/*") : QString();
}

void AccountWatch::read()
{
    begin();
    const Due due = dueNow();
    const auto done = [this, due](const Result<QList<PullReading::Outcome>> &outcomes) {
        m_isBusy = false;
        if (m_isStopped)
            return;
        if (!outcomes) {
            // GitHub gives up on what takes it longer than ten seconds.
            if (outcomes.error().cause == Cause::Upstream) {
                if (due.nodeIds.size() == 1)
                    missAll(due.nodeIds, true); // the others do not wait for it
                if (due.isAlone)
                    return pump();
                m_batch = std::max<qsizetype>(1, m_batch / 2);
                m_goodReadings = 0;
            }
            return failed(outcomes.error());
        }
        takeReadings(*outcomes);
        pump();
    };
    new PullReading(m_parts.client, due.nodeIds, Urgency::Polling, due.place, done, this);
}

void AccountWatch::takeReadings(const QList<PullReading::Outcome> &outcomes)
{
    m_failures = 0;
    if (++m_goodReadings >= kGoodReadings) {
        m_batch = std::min<qsizetype>(PullReading::kMost, m_batch * 2);
        m_goodReadings = 0;
    }
    settleAccount();
    if (const auto kept = keep(outcomes); !kept)
        failed(kept.error());
}

Result<QList<qint64>> AccountWatch::keep(const QList<PullReading::Outcome> &outcomes)
{
    QList<ObservedReading> readings;
    QSet<QString> gone;
    QStringList missed;
    for (const PullReading::Outcome &outcome : outcomes) {
        if (outcome.reading)
            readings << *outcome.reading;
        else if (outcome.isMissed)
            missed << outcome.nodeId;
        else
            gone.insert(outcome.nodeId);
    }
    const auto changed = m_parts.store.save(readings);
    if (!changed)
        return changed;
    QSet<QString> news;
    for (const qint64 id : *changed) {
        const auto pull = m_parts.store.pull(id);
        if (pull && *pull)
            news.insert((*pull)->nodeId);
    }
    missAll(missed, false);
    for (Watched &watched : m_watched) {
        watched.pulls.removeIf([&gone](const auto &pull) { return gone.contains(pull->nodeId); });
        for (const ObservedReading &reading : std::as_const(readings)) {
            const auto pull = watched.pulls.find(reading.pull.number);
            if (pull == watched.pulls.end() || pull->nodeId != reading.pull.nodeId)
                continue;
            if (std::exchange(pull->headSha, reading.pull.headSha) != reading.pull.headSha)
                pull->rollup.reset(); // of another commit
            pull->isAlone = false;
            pull->pace.read(reading, news.contains(pull->nodeId), m_parts.timers.now());
        }
    }
    for (const qint64 id : *changed)
        emit this->changed(id);
    return changed;
}

void AccountWatch::missAll(const QStringList &nodeIds, bool areAlone)
{
    for (Watched &watched : m_watched) {
        for (Pull &pull : watched.pulls) {
            if (!nodeIds.contains(pull.nodeId))
                continue;
            pull.pace.missed(m_parts.timers.now());
            pull.isAlone = pull.isAlone || areAlone;
        }
    }
}

void AccountWatch::expectNews(const QString &nodeId)
{
    for (Watched &watched : m_watched) {
        for (Pull &pull : watched.pulls) {
            if (pull.nodeId == nodeId)
                pull.pace.expectNews(m_parts.timers.now());
        }
    }
    pump();
}

void AccountWatch::readNow(const ObservedPull &pull, QObject *context,
                           std::function<void(Result<bool>)> done)
{
    const auto take = [this, pull, context = QPointer(context), done = std::move(done)](
                              const Result<QList<PullReading::Outcome>> &outcomes) {
        if (!context)
            return;
        if (!outcomes)
            return done(std::unexpected(outcomes.error()));
        if (!outcomes->isEmpty() && outcomes->first().isMissed) {
            return done(
                    failure(Cause::Upstream,
                            u"GitHub could not show %1 now: try again later."_s.arg(pull.label())));
        }
        if (outcomes->isEmpty() || !outcomes->first().reading) {
            return done(failure(Cause::NotFound,
                                u"GitHub shows %1 no more to this account."_s.arg(pull.label())));
        }
        done(keep(*outcomes).transform([](const auto &changed) { return !changed.isEmpty(); }));
    };
    new PullReading(m_parts.client, {pull.nodeId}, Urgency::ReadForPerson, pull.repository, take,
                    this);
}

} // namespace sluice
