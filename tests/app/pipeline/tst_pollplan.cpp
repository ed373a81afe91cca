// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/pollplan.h"

#include <QTest>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestPollPlan : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_polled.clear();
        m_timers = std::make_unique<HandTimers>();
        m_plan = std::make_unique<PollPlan>(
                *m_timers, PollPace{.interval = 10s, .longest = 60s}, this,
                [this](const QStringList &keys) { m_polled << keys.join(u' '); });
    }

    void newOnesAreDueAtOnceAndThenEvenly()
    {
        m_plan->add(u"a"_s);
        m_plan->add(u"a"_s);
        QVERIFY(m_polled.isEmpty()); // not from within the call
        turn(0s);
        QCOMPARE(m_polled, QStringList{u"a"_s});
        turn(60s); // still being asked about
        QCOMPARE(m_polled, QStringList{u"a"_s});
        m_plan->succeeded(u"a"_s);
        turn(9s);
        QCOMPARE(m_polled.size(), 1);
        turn(1s);
        QCOMPARE(m_polled, (QStringList{u"a"_s, u"a"_s}));
    }

    void whatIsDueTogetherIsPolledTogether()
    {
        m_plan->add(u"b"_s);
        turn(0s);
        m_plan->succeeded(u"b"_s);
        turn(1s);
        m_plan->add(u"a"_s);
        turn(0s);
        m_plan->succeeded(u"a"_s);
        m_polled.clear();
        turn(9s); // "a" would be due a second later
        QCOMPARE(m_polled, QStringList{u"a b"_s});
    }

    void pausesGrowAndShrinkAgain()
    {
        m_plan->add(u"a"_s);
        turn(0s);
        for (const auto pause : {20s, 40s, 60s, 60s}) {
            m_polled.clear();
            m_plan->failed(u"a"_s, {});
            turn(pause - 1s);
            QVERIFY(m_polled.isEmpty());
            turn(1s);
            QCOMPARE(m_polled.size(), 1);
        }
        m_plan->succeeded(u"a"_s);
        turn(10s);
        QCOMPARE(m_polled.size(), 2);
    }

    void theServerCanAskForALongerPause()
    {
        m_plan->add(u"a"_s);
        turn(0s);
        m_plan->failed(u"a"_s, m_timers->now().addSecs(300));
        turn(299s);
        QCOMPARE(m_polled.size(), 1);
        turn(1s);
        QCOMPARE(m_polled.size(), 2);
    }

    void aThousandFailuresDoNotOverflow()
    {
        m_plan->add(u"a"_s);
        turn(0s);
        for (int i = 0; i < 1000; ++i) {
            m_plan->failed(u"a"_s, {});
            turn(60s);
        }
        QCOMPARE(m_polled.size(), 1001);
    }

    void removedOnesAreNotPolled()
    {
        m_plan->add(u"a"_s);
        m_plan->add(u"b"_s);
        m_plan->remove(u"a"_s);
        turn(0s);
        QCOMPARE(m_polled, QStringList{u"b"_s});
        m_plan->remove(u"b"_s);
        m_plan->succeeded(u"b"_s);
        turn(3600s);
        QCOMPARE(m_polled.size(), 1);
        QVERIFY(m_plan->keys().isEmpty());
    }

private:
    void turn(std::chrono::seconds by) { m_timers->turn(by); }

    QStringList m_polled;
    std::unique_ptr<HandTimers> m_timers;
    std::unique_ptr<PollPlan> m_plan;
};

} // namespace sluice

QTEST_GUILESS_MAIN(sluice::TestPollPlan)
#include "tst_pollplan.moc"
