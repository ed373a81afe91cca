// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/budgetdocument.h"

#include <QSignalSpy>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

/// What the page edits, and its undo.
class BudgetDocumentTest final : public QObject
{
    Q_OBJECT

private slots:
    void aDragIsOneStep()
    {
        BudgetDocument document;
        const int before = document.settings().base.chroots;
        for (int chroots = 7; chroots < 15; ++chroots)
            QVERIFY(document.setParameter("chroots"_L1, chroots));
        QCOMPARE(document.undoText(), u"Chroots"_s);
        QVERIFY(document.isChanged());
        document.undo();
        QCOMPARE(document.settings().base.chroots, before);
        QVERIFY(!document.canUndo() && !document.isChanged());
        document.redo();
        QCOMPARE(document.settings().base.chroots, 14);
    }

    void theNextDragIsAnother()
    {
        BudgetDocument document;
        QVERIFY(document.setParameter("chroots"_L1, 7));
        document.endDrag();
        QVERIFY(document.setParameter("chroots"_L1, 8));
        QVERIFY(document.setParameter("tests"_L1, 0));
        document.undo();
        QVERIFY(document.settings().base.hasTests);
        document.undo();
        QCOMPARE(document.settings().base.chroots, 7);
        document.undo();
        QCOMPARE(document.settings().base.chroots, 6);
    }

    void aNewChangeForgetsWhatWasUndone()
    {
        BudgetDocument document;
        QVERIFY(document.setParameter("chroots"_L1, 7));
        document.undo();
        QVERIFY(document.setParameter("tests"_L1, 0));
        QVERIFY(!document.canRedo());
    }

    void refusesWhatIsOutOfRange()
    {
        BudgetDocument document;
        const QSignalSpy spy(&document, &BudgetDocument::settingsChanged);
        QVERIFY(!document.setParameter("chroots"_L1, 1001));
        QVERIFY(!document.setParameter("chroots"_L1, -1));
        QVERIFY(!document.setParameter("no_such"_L1, 1));
        QCOMPARE(spy.count(), 0);
        QVERIFY(!document.canUndo());
    }

    void whatWasSavedStaysSavedThroughUndo()
    {
        BudgetDocument document;
        document.load({.name = u"Ours"_s, .caption = {}, .settings = {}}); // 3 chroots
        QVERIFY(document.setParameter("chroots"_L1, 9));
        document.endDrag();
        document.setSaved(u"Ours"_s, u"Nine"_s);
        QVERIFY(!document.isChanged());
        document.undo(); // the file still has nine
        QCOMPARE(document.settings().base.chroots, 3);
        QVERIFY(document.isChanged());
        QCOMPARE(document.current().caption, u"Nine"_s);
        document.reset();
        QCOMPARE(document.settings().base.chroots, 9);
        QVERIFY(!document.isChanged());
        document.undo();
        document.redo();
        QVERIFY(!document.isChanged());
    }

    void whatWasSavedIsAStep()
    {
        BudgetDocument document;
        QVERIFY(document.setParameter("chroots"_L1, 9));
        document.setSaved(u"Ours"_s, {}); // in the middle of a drag
        QVERIFY(document.setParameter("chroots"_L1, 10));
        document.undo();
        QCOMPARE(document.settings().base.chroots, 9);
        QVERIFY(!document.isChanged());
    }

    void anotherNameStaysThroughUndo()
    {
        BudgetDocument document;
        document.load({.name = u"Ours"_s, .caption = {}, .settings = {}});
        QVERIFY(document.setParameter("chroots"_L1, 9));
        document.endDrag();
        QVERIFY(document.setParameter("chroots"_L1, 12));
        document.undo();
        document.setName(u"Theirs"_s);
        document.undo();
        QCOMPARE(document.current().name, u"Theirs"_s);
        document.redo();
        document.redo();
        QCOMPARE(document.settings().base.chroots, 12);
        QCOMPARE(document.current().name, u"Theirs"_s);
    }

    void savingUnderAnotherNameLeavesTheOldScenarioBehind()
    {
        // The first steps were made with another scenario: undoing them goes back to that.
        BudgetDocument document;
        const Scenario worst = document.current();
        document.load(builtInScenarios().at(8));
        QVERIFY(document.setParameter("chroots"_L1, 9));
        document.setSaved(u"Ours"_s, {});
        document.undo();
        QCOMPARE(document.current().name, u"Ours"_s);
        QVERIFY(document.isChanged());
        document.undo();
        QCOMPARE(document.current(), worst);
        QVERIFY(!document.isChanged());
    }

    void scenariosAndBaselineAreUndoneToo()
    {
        BudgetDocument document;
        const QSignalSpy baseline(&document, &BudgetDocument::baselineChanged);
        document.load(builtInScenarios().at(8));
        QVERIFY(!document.isChanged());
        document.pinBaseline(document.current());
        QCOMPARE(baseline.count(), 1);
        document.undo();
        QCOMPARE(document.baseline(), builtInScenarios().at(3));
        document.undo();
        QCOMPARE(document.current(), builtInScenarios().at(3));
        QCOMPARE(baseline.count(), 2);
    }
};

QTEST_GUILESS_MAIN(BudgetDocumentTest)
#include "tst_budgetdocument.moc"
