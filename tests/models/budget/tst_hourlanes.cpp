// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/hourlanes.h"

#include <QRegularExpression>
#include <QTest>
#include <QTimeZone>

using namespace sluice;
using namespace Qt::StringLiterals;

/// A day of calls, limit by limit, and how the hour under way ends.
class HourLanesTest final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"."_s)); }

    void theHourUnderWayEndsAsTheGaugeSays_data()
    {
        QTest::addColumn<int>("remaining");
        QTest::addColumn<int>("spent"); // in the last five minutes
        QTest::addColumn<GaugeEnd>("end");
        QTest::addColumn<double>("expected");
        QTest::addColumn<int>("runsOutIn"); // seconds; -1: not
        QTest::addColumn<QString>("text");
        QTest::newRow("lasts") << 4500 << 100 << GaugeEnd::Lasts << 600.0 << -1 << u"lasts until"_s;
        QTest::newRow("runs out") << 100 << 100 << GaugeEnd::RunsOut << 100.0 << 300
                                  << u"runs out at"_s;
        QTest::newRow("just lasts")
                << 600 << 100 << GaugeEnd::Lasts << 600.0 << -1 << u"lasts until"_s;
        QTest::newRow("nothing is asked")
                << 100 << 0 << GaugeEnd::Lasts << 0.0 << -1 << u"lasts until"_s;
        QTest::newRow("used up") << 0 << 100 << GaugeEnd::UsedUp << 0.0 << 0 << u"used up until"_s;
    }

    void theHourUnderWayEndsAsTheGaugeSays()
    {
        QFETCH(const int, remaining);
        QFETCH(const int, spent);
        QFETCH(const GaugeEnd, end);
        QFETCH(const double, expected);
        QFETCH(const int, runsOutIn);
        QFETCH(const QString, text);
        LedgerLimit known = limit(u"work"_s, remaining);
        known.spending = {spent, m_now.addSecs(-300)};
        const HourLanes lanes
                = HourLanes::of({hour(known, 0, {{u"packit"_s, 80}})}, {known}, m_now);
        QCOMPARE(lanes.lanes.size(), 1);
        const HourLane &lane = lanes.lanes.first();
        QCOMPARE(lane.outlook.end, end);
        QCOMPARE(lane.outlook.forecast.expected, expected);
        QCOMPARE(lane.outlook.forecast.runsOutAt,
                 runsOutIn < 0 ? QDateTime() : m_now.addSecs(runsOutIn));
        // The column ends at the limit where the budget runs out, and below it where it lasts.
        QCOMPARE(lane.expectedTotal(), 5000 - remaining + expected);
        QCOMPARE(lane.expectedTotal() >= 5000, lane.outlook.isShort() || remaining == 600);
        QCOMPARE(lane.elsewhere, 5000 - remaining - 80);
        const GaugeText gauge = gaugeText(known, m_now);
        QVERIFY2(gauge.end.startsWith(text), qPrintable(gauge.end));
        QCOMPARE(gauge.isShort, lane.outlook.isShort());
    }

    void aLimitThatWasResetBeginsAnew()
    {
        LedgerLimit known = limit(u"work"_s, 5000);
        known.limit.reset = m_now.addSecs(-600);
        const HourLanes lanes
                = HourLanes::of({hour(known, -1, {{u"packit"_s, 80}})}, {known}, m_now);
        const HourLane &lane = lanes.lanes.first();
        QCOMPARE(lane.outlook.end, GaugeEnd::FullAgain);
        QCOMPARE(lane.columns.last().begin, known.limit.reset);
        QCOMPARE(lane.columns.last().total(), 0);
        QCOMPARE(lane.columns.at(HourLane::kHours - 2).total(), 80);
        QCOMPARE(lane.expectedTotal(), 0.0);
    }

    void eachLimitHasItsLaneAndNothingIsLost()
    {
        QList<LedgerHour> hours;
        QList<LedgerLimit> limits;
        for (int i = 0; i < 6; ++i) {
            limits << limit(u"token %1"_s.arg(i), 1000 * i / 2);
            hours << hour(limits.last(), 0, {{u"o%1"_s.arg(i), 10 + i}, {QString(), 1}});
        }
        LedgerLimit search = limit(u"token 0"_s, 20);
        search.limit.resource = u"search"_s;
        hours << hour(search, 0, {{u"o0"_s, 3}});
        const HourLanes lanes = HourLanes::of(hours, limits + QList{search}, m_now);
        QCOMPARE(lanes.lanes.size(), 5); // the last: of all others
        QStringList whose;
        for (const HourLane &lane : lanes.lanes)
            whose << (lane.known ? lane.known->token : u"others"_s);
        QCOMPARE(whose, (QStringList{u"token 0"_s, u"token 1"_s, u"token 2"_s, u"token 3"_s,
                                     u"others"_s}));
        QCOMPARE(lanes.organisations.size(), HourLanes::kMostOrganisations);
        QVERIFY(lanes.hasOthers);
        QList<int> sums;
        for (const HourLane &lane : lanes.lanes) {
            int sum = 0;
            for (const HourLane::Column &column : lane.columns)
                sum += column.total();
            sums << sum;
        }
        QCOMPARE(sums, (QList<int>{11, 12, 13, 14, 14 + 15 + 2 + 3}));
    }

    void anEmptyLedgerHasOneEmptyLane()
    {
        const HourLanes lanes = HourLanes::of({}, {}, m_now);
        QCOMPARE(lanes.lanes.size(), 1);
        QCOMPARE(lanes.lanes.first().columns.size(), HourLane::kHours);
        QCOMPARE(lanes.lanes.first().highest(), 0);
    }

private:
    [[nodiscard]] LedgerLimit limit(const QString &token, int remaining) const
    {
        return {.token = token,
                .budget = token,
                .limit = {u"core"_s, 5000, remaining, m_now.addSecs(1800)},
                .at = m_now,
                .spending = {}};
    }

    /// That many hours after the one under way.
    [[nodiscard]] static LedgerHour hour(const LedgerLimit &of, int hours,
                                         const QMap<QString, int> &counted)
    {
        const qint64 begin = hours < 0 ? hours * 3600 : -3600;
        return {of.budget, of.limit.resource, of.limit.reset.addSecs(begin), counted};
    }

    const QDateTime m_now{QDate(2026, 11, 23), QTime(14, 20), QTimeZone::UTC};
};

QTEST_GUILESS_MAIN(HourLanesTest)
#include "tst_hourlanes.moc"
