// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/flag.h"

#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

class FlagTest final : public QObject
{
    Q_OBJECT

private slots:
    void everyStateHasGithubsWords_data();
    void everyStateHasGithubsWords();
    void descriptionsAreCutAtAWord();
};

void FlagTest::everyStateHasGithubsWords_data()
{
    QTest::addColumn<FlagState>("state");
    QTest::addColumn<QString>("status");
    QTest::addColumn<QString>("check");
    QTest::addColumn<QString>("conclusion");
    const auto row = [](FlagState state, const QString &status, const QString &check,
                        const QString &conclusion) {
        QTest::addRow("%s", qPrintable(flagStateName(state)))
                << state << status << check << conclusion;
    };
    row(FlagState::Queued, u"pending"_s, u"queued"_s, u""_s);
    row(FlagState::Running, u"pending"_s, u"in_progress"_s, u""_s);
    row(FlagState::Success, u"success"_s, u"completed"_s, u"success"_s);
    row(FlagState::Failure, u"failure"_s, u"completed"_s, u"failure"_s);
    row(FlagState::Neutral, u"error"_s, u"completed"_s, u"neutral"_s);
    row(FlagState::Error, u"error"_s, u"completed"_s, u"failure"_s);
    row(FlagState::Canceled, u"error"_s, u"completed"_s, u"cancelled"_s);
}

void FlagTest::everyStateHasGithubsWords()
{
    QFETCH(const FlagState, state);
    QTEST(QString(commitStatusState(state)), "status");
    QTEST(QString(checkRunStatus(state)), "check");
    QTEST(QString(checkRunConclusion(state)), "conclusion");
    QCOMPARE(isFinal(state), checkRunStatus(state) == "completed"_L1);
}

void FlagTest::descriptionsAreCutAtAWord()
{
    QCOMPARE(statusDescription(u"short"_s), u"short"_s);
    QCOMPARE(statusDescription(u"two\nlines"_s), u"two lines"_s);
    const QString words = u"word "_s.repeated(40);
    const QString cut = statusDescription(words);
    QVERIFY(cut.size() <= 140);
    QVERIFY(cut.endsWith(u"word\u2026"_s));
    QCOMPARE(statusDescription(u"x"_s.repeated(140)), u"x"_s.repeated(140));
    QCOMPARE(statusDescription(u"x"_s.repeated(141)).size(), 140);
    const QString faces = u"\U0001F600"_s.repeated(80); // two UTF-16 units each
    const QString cutFaces = statusDescription(faces);
    QVERIFY(cutFaces.size() <= 140);
    QVERIFY(cutFaces.isValidUtf16());
}

QTEST_GUILESS_MAIN(FlagTest)
#include "tst_flag.moc"
