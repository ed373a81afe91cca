// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "import/beguntasks.h"

#include <QTemporaryDir>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

class BegunTasksTest final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"."_s)); }

    void whatHadBegunIsLeftAndWhatEndedIsNot()
    {
        const QTemporaryDir directory;
        const QString file = directory.filePath(u"begun"_s);
        {
            BegunTasks begun(file);
            QVERIFY(begun.left().isEmpty());
            for (TaskId id = 1; id <= 200; ++id)
                begun.mark(begun.takeSlot(), id);
            const int slot = begun.takeSlot();
            begun.mark(slot, 777);
            begun.freeSlot(slot);
            QCOMPARE(begun.takeSlot(), slot); // claimed, never begun
        }
        BegunTasks next(file);
        QCOMPARE(next.left().size(), 200);
        QVERIFY(next.left().contains(200));
        next.clear();
        QVERIFY(next.left().isEmpty());
        QVERIFY(BegunTasks(file).left().isEmpty());
    }

    void fileThatCannotBeMadeIsSaidAndHindersNothing()
    {
        const QTemporaryDir directory;
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"nowhere/begun"_s));
        BegunTasks begun(directory.filePath(u"nowhere/begun"_s));
        begun.clear();
        begun.mark(begun.takeSlot(), 1);
        QVERIFY(begun.left().isEmpty());
    }
};

QTEST_GUILESS_MAIN(BegunTasksTest)
#include "tst_beguntasks.moc"
