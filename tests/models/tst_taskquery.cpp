// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "queue/taskquery.h"

#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

/// What people type into the filter line, and what is said when it makes no sense.
class TaskQueryTest final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"."_s)); }

    void everyKeyIsRead()
    {
        const auto query = parseTaskFilter(u"state:failed owner:py* project:copr:pr:12 "
                                           u"package:hello branch:f4? cause:not-found "
                                           "build:12,13 word"_s);
        QVERIFY(query);
        QCOMPARE(query->states, QList<State>{State::Failed});
        QCOMPARE(query->owners, QStringList{u"py*"_s});
        QCOMPARE(query->projects, QStringList{u"copr:pr:12"_s});
        QCOMPARE(query->packages, QStringList{u"hello"_s});
        QCOMPARE(query->branches, QStringList{u"f4?"_s});
        QCOMPARE(query->causes, QStringList{u"not found"_s});
        QCOMPARE(query->builds, (QList<qint64>{12, 13}));
        QCOMPARE(query->words, QStringList{u"word"_s});
    }

    void statesAreUnited_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QList<State>>("states");
        const QList<State> running{State::Fetching, State::Committing, State::Reporting};
        QTest::newRow("none") << u" "_s << QList<State>{};
        QTest::newRow("two words")
                << u"state:failed state:canceled"_s << QList<State>{State::Failed, State::Canceled};
        QTest::newRow("comma") << u"STATE:Failed,canceled"_s
                               << QList<State>{State::Failed, State::Canceled};
        QTest::newRow("running") << u"state:running"_s << running;
        QTest::newRow("twice") << u"state:running,fetching"_s << running;
        QTest::newRow("importing") << u"state:importing"_s << QList<State>{State::Queued} + running;
    }
    void statesAreUnited()
    {
        QFETCH(const QString, line);
        QFETCH(const QList<State>, states);
        const auto query = parseTaskFilter(line);
        QVERIFY(query);
        QCOMPARE(query->states, states);
    }

    void wordsWithColonsCanBeSearched_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QStringList>("words");
        QTest::newRow("quoted") << u"\"proj:pr:12\""_s << QStringList{u"proj:pr:12"_s};
        QTest::newRow("blank in quotes")
                << u"\"two words\" x"_s << QStringList{u"two words"_s, u"x"_s};
        QTest::newRow("address") << u"https://example.org/a.src.rpm"_s
                                 << QStringList{u"https://example.org/a.src.rpm"_s};
        QTest::newRow("colon first") << u":x"_s << QStringList{u":x"_s};
        QTest::newRow("empty quotes") << u"\"\""_s << QStringList{};
    }
    void wordsWithColonsCanBeSearched()
    {
        QFETCH(const QString, line);
        const auto query = parseTaskFilter(line);
        QVERIFY(query);
        QTEST(query->words, "words");
    }

    void nonsenseIsNamed_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("named");
        QTest::newRow("key") << u"stat:failed"_s << u"\"stat:\""_s;
        QTest::newRow("state") << u"state:broken"_s << u"\"broken\""_s;
        QTest::newRow("no state") << u"state:"_s << u"queued, fetching"_s;
        QTest::newRow("cause") << u"cause:bad-luck"_s << u"\"bad-luck\""_s;
        QTest::newRow("build") << u"build:12x"_s << u"\"12x\""_s;
        QTest::newRow("no owner") << u"owner:"_s << u"\"owner:\""_s;
        QTest::newRow("open quote") << u"\"hello"_s << u"quote"_s;
    }
    void nonsenseIsNamed()
    {
        QFETCH(const QString, line);
        QFETCH(const QString, named);
        const auto query = parseTaskFilter(line);
        QVERIFY(!query);
        QCOMPARE(query.error().cause, Cause::Invalid);
        QVERIFY2(query.error().what.contains(named), qPrintable(query.error().what));
    }

    void stateOfALineIsReplaced_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("word");
        QTest::addColumn<QString>("expected");
        QTest::newRow("added") << u"hello"_s << u"failed"_s << u"state:failed hello"_s;
        QTest::newRow("replaced") << u"owner:a state:queued \"b c\""_s << u"failed"_s
                                  << u"state:failed owner:a \"b c\""_s;
        QTest::newRow("taken out") << u"State:queued x"_s << u""_s << u"x"_s;
        QTest::newRow("nothing left") << u"state:queued"_s << u""_s << u""_s;
        QTest::newRow("broken line") << u"\"x"_s << u"failed"_s << u"state:failed"_s;
    }
    void stateOfALineIsReplaced()
    {
        QFETCH(const QString, line);
        QFETCH(const QString, word);
        QTEST(withStateFilter(line, word), "expected");
    }
};

QTEST_GUILESS_MAIN(TaskQueryTest)
#include "tst_taskquery.moc"
