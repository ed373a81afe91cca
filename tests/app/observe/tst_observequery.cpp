// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "observe/observequery.h"

#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

/// How what GitHub says of others' flags is understood.
class ObserveQueryTest final : public QObject
{
    Q_OBJECT

private slots:
    void statesAreSaidAsTheyAre_data()
    {
        QTest::addColumn<QString>("status");
        QTest::addColumn<QString>("conclusion");
        QTest::addColumn<FlagState>("state");
        QTest::addColumn<QString>("text");
        const auto row = [](const char *status, const char *conclusion, FlagState state,
                            const QString &text) {
            QTest::addRow("%s %s", status, conclusion)
                    << QString::fromLatin1(status) << QString::fromLatin1(conclusion) << state
                    << text;
        };
        row("QUEUED", "", FlagState::Queued, u"words"_s);
        row("IN_PROGRESS", "", FlagState::Running, u"words"_s);
        row("COMPLETED", "SUCCESS", FlagState::Success, u"words"_s);
        row("COMPLETED", "FAILURE", FlagState::Failure, u"words"_s);
        row("COMPLETED", "NEUTRAL", FlagState::Neutral, u"words"_s);
        row("COMPLETED", "SKIPPED", FlagState::Neutral, u"Skipped: words"_s);
        row("COMPLETED", "CANCELLED", FlagState::Canceled, u"words"_s);
        row("COMPLETED", "TIMED_OUT", FlagState::Error, u"Timed out: words"_s);
        row("COMPLETED", "ACTION_REQUIRED", FlagState::Error,
            u"Waits for somebody to act: words"_s);
        row("COMPLETED", "STALE", FlagState::Error,
            u"Stale: GitHub waits for its end no more: words"_s);
        row("COMPLETED", "FROBBED", FlagState::Error, u"GitHub says FROBBED: words"_s);
        row("EXPECTED", "", FlagState::Queued, u"Expected: words"_s);
        row("PENDING", "", FlagState::Running, u"words"_s);
        row("ERROR", "", FlagState::Error, u"words"_s);
    }

    void statesAreSaidAsTheyAre()
    {
        QFETCH(QString, status);
        QFETCH(QString, conclusion);
        QFETCH(FlagState, state);
        QFETCH(QString, text);
        const FlagValue value = observedValue(status, conclusion, u"words"_s, u"https://x"_s);
        QCOMPARE(value.state, state);
        QCOMPARE(value.description, text);
        QCOMPARE(value.url, u"https://x"_s);
    }

    void aRepositoryThatCannotBeReadSaysWhy()
    {
        const QByteArray body
                = "{\"data\":{\"r0\":null,\"r1\":{\"id\":\"R_1\",\"nameWithOwner\":\"o/b\","
                  "\"pullRequests\":{\"totalCount\":0,\"pageInfo\":{\"hasNextPage\":false},"
                  "\"nodes\":[]}}},\"errors\":[{\"type\":\"FORBIDDEN\",\"path\":[\"r0\"],"
                  "\"message\":\"SAML\"}]}"_ba;
        const auto lists = listedIn(body, {u"o/a"_s, u"o/b"_s}, u"mine"_s);
        QVERIFY(lists);
        QCOMPARE(lists->at(0).error->cause, Cause::Forbidden);
        QCOMPARE(lists->at(0).error->detail, u"SAML"_s);
        QVERIFY(!lists->at(1).error);
    }

    void flagsThatAreWithheldAreNoFlags()
    {
        const QByteArray body
                = "{\"data\":{\"p0\":{\"id\":\"PR_1\",\"number\":1,\"repository\":{"
                  "\"nameWithOwner\":"
                  "\"o/"
                  "a\"},\"commits\":{\"nodes\":[{\"commit\":{\"oid\":\"abc\",\"statusCheckRollup\":"
                  "{"
                  "\"contexts\":{\"pageInfo\":{\"hasNextPage\":false},\"nodes\":[null,{\"__"
                  "typename\":"
                  "\"StatusContext\",\"context\":\"ci\",\"state\":\"SUCCESS\"}]}}}}]}}},\"errors\":"
                  "["
                  "{\"type\":\"FORBIDDEN\",\"path\":[\"p0\",\"commits\"],\"message\":\"no\"}]}"_ba;
        const auto parts = partsIn(body, 1);
        QVERIFY(parts);
        QCOMPARE(parts->first().reading.checks.size(), 1);
        QCOMPARE(parts->first().reading.checks.first().name, u"ci"_s);
        QVERIFY(parts->first().reading.pull.problem.contains(u"o/a#1"_s));
    }

    void whatIsNoAnswerIsAnError()
    {
        QVERIFY(!listedIn("<html>"_ba, {u"o/a"_s}, u"mine"_s));
        QVERIFY(!partsIn("{\"errors\":[{\"message\":\"timeout\"}]}"_ba, 1));
    }
};

QTEST_GUILESS_MAIN(ObserveQueryTest)
#include "tst_observequery.moc"
