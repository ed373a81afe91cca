// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/alerts.h"

#include <QSignalSpy>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

/// What is worth to disturb somebody, and what is not.
class AlertsTest final : public QObject
{
    Q_OBJECT

    std::unique_ptr<Alerts> m_alerts;
    QList<Alert> m_raised;

    void see(qint64 queued, qint64 succeeded, qint64 failed, const PoolState &pool = {})
    {
        StateCounts counts;
        counts[State::Queued] = queued;
        counts[State::Succeeded] = succeeded;
        counts[State::Failed] = failed;
        m_alerts->setState(counts, pool);
    }

private slots:
    void init()
    {
        m_raised.clear();
        m_alerts = std::make_unique<Alerts>();
        connect(m_alerts.get(), &Alerts::raised, this,
                [this](const Alert &alert) { m_raised << alert; });
    }

    void whatWasDoneBeforeIsNoNews()
    {
        see(0, 100, 7);
        see(0, 100, 7);
        QVERIFY(m_raised.isEmpty());
    }

    void allDoneIsSaidOnceWithWhatCameOfIt()
    {
        see(0, 100, 7);
        see(20, 100, 7);
        see(3, 115, 9);
        QVERIFY(m_raised.isEmpty());
        see(0, 1116, 11);
        see(0, 1116, 11);
        QCOMPARE(m_raised.size(), 1);
        QCOMPARE(m_raised.first().title, u"All imports are done"_s);
        QCOMPARE(m_raised.first().text, u"1,016 succeeded, 4 failed; the window says why."_s);
        QCOMPARE(m_raised.first().page, u"imports"_s);
        QVERIFY(!m_raised.first().isUrgent);
    }

    void failedOnesThatAreTriedAgainCountAsTheyEnd()
    {
        see(0, 10, 4);
        see(4, 10, 0); // tried again
        see(0, 14, 0);
        QCOMPARE(m_raised.size(), 1);
        QCOMPARE(m_raised.first().text, u"4 succeeded."_s);
    }

    void aQueueThatWasCanceledIsNoNews()
    {
        see(5, 0, 0);
        see(0, 0, 0);
        QVERIFY(m_raised.isEmpty());
    }

    void aPoolThatStopsByItselfNeedsAPerson()
    {
        see(5, 0, 0);
        see(5, 0, 0, {.isPaused = true}); // somebody did that
        QVERIFY(m_raised.isEmpty());
        const PoolState full{.isPaused = true, .pauseReason = u"The disk is full."_s};
        see(5, 0, 0, full);
        see(5, 0, 0, full);
        QCOMPARE(m_raised.size(), 1);
        QCOMPARE(m_raised.first().title, u"Sluice needs a person"_s);
        QCOMPARE(m_raised.first().text, u"The disk is full."_s);
        QVERIFY(m_raised.first().isUrgent);
        see(5, 0, 0);
        see(5, 0, 0, full); // once more
        QCOMPARE(m_raised.size(), 2);
    }

    void troubleThatWasThereBeforeStandsInTheWindow()
    {
        see(5, 0, 0, {.isPaused = true, .pauseReason = u"The disk is full."_s});
        QVERIFY(m_raised.isEmpty());
    }

    void moreStuckPullRequestsAreNewsFewerAreNot()
    {
        m_alerts->setStuck(3);
        m_alerts->setStuck(3);
        m_alerts->setStuck(2);
        QVERIFY(m_raised.isEmpty());
        m_alerts->setStuck(4);
        QCOMPARE(m_raised.size(), 1);
        QCOMPARE(m_raised.first().page, u"pipelines"_s);
        QVERIFY(m_raised.first().title.startsWith("Stuck: 4"_L1));
    }

    void anEngineThatStoppedIsSaidWithItsSentence()
    {
        m_alerts->tellImportsStopped({.what = u"There is no room."_s});
        m_alerts->tellPipelinesStopped({.what = u"There is no login for Copr."_s});
        QCOMPARE(m_raised.size(), 2);
        QCOMPARE(m_raised.first().text, u"There is no room."_s);
        QCOMPARE(m_raised.last().page, u"pipelines"_s);
    }
};

QTEST_GUILESS_MAIN(AlertsTest)
#include "tst_alerts.moc"
