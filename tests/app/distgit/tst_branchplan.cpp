// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "distgit/branchplan.h"

#include <QMap>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

ObjectId id(char name) { return ObjectId(QByteArrayView(QByteArray(ObjectId::kSize, name))); }
char name(const ObjectId &id) { return id.isNull() ? '-' : id.raw().front(); }

} // namespace

/// History is written as "commit: parents", trees as letters; nothing but values.
class BranchPlanTest final : public QObject
{
    Q_OBJECT

private slots:
    void branchesGoWhereTheyShould_data()
    {
        QTest::addColumn<QByteArray>("stands"); // "tip tree" per branch; the import brings tree T
        QTest::addColumn<QByteArray>("parents"); // "child parent"
        QTest::addColumn<QByteArray>("goals"); // an existing commit, or the number of a new one
        QTest::addColumn<QByteArray>("newParents");
        const auto row = [](const char *what, const QByteArray &stands, const QByteArray &parents,
                            const QByteArray &goals, const QByteArray &newParents) {
            QTest::newRow(what) << stands << parents << goals << newParents;
        };
        row("a new branch gets a commit", "Ra", "", "0", "R");
        row("branches that share a tip share the commit", "Ra Ra Ra", "", "000", "R");
        row("the same again stays", "AT", "AR", "A", "");
        row("a tip that has it is joined", "Ra AT", "AR", "AA", "");
        row("also when it comes first", "AT Ra", "AR", "AA", "");
        row("a tip that has it but cannot be reached is not", "Ba AT", "AR BR", "0A", "B");
        row("diverged branches get a commit each", "Ab Bc", "AR BR", "01", "AB");
        row("a branch behind follows to the new commit", "Ab Ra", "AR", "00", "A");
        row("a branch ahead does not", "Ra Ab", "AR", "01", "RA");
        row("two that have it, one behind the other, join", "AT CT", "AR BA CB", "CC", "");
        row("two that have it, apart, stay apart", "AT BT Ra", "AR BR", "ABA", "");
        row("a long way is still a fast-forward", "Ra DT", "DC CB BA AR", "DD", "");
    }

    void branchesGoWhereTheyShould()
    {
        QFETCH(const QByteArray, stands);
        QFETCH(const QByteArray, parents);
        QMultiMap<char, char> parentsOf;
        for (const QByteArray &pair : parents.isEmpty() ? QList<QByteArray>() : parents.split(' '))
            parentsOf.insert(pair.at(0), pair.at(1));
        const auto isAncestor = [&parentsOf](const ObjectId &ancestor, const ObjectId &descendant) {
            QList<char> open{name(descendant)};
            while (!open.isEmpty()) {
                const QList<char> next = parentsOf.values(open.takeLast());
                if (next.contains(name(ancestor)))
                    return true;
                open += next;
            }
            return false;
        };
        QList<BranchStand> branches;
        for (const QByteArray &stand : stands.split(' '))
            branches << BranchStand{.tip = id(stand.at(0)), .tree = id(stand.at(1))};

        const BranchPlan plan = planBranches(branches, id('T'), isAncestor);
        QByteArray goals;
        for (const BranchPlan::Goal &goal : plan.goals)
            goals += goal.newCommit < 0 ? name(goal.existing)
                                        : static_cast<char>('0' + goal.newCommit);
        QByteArray newParents;
        for (const ObjectId &parent : plan.newParents)
            newParents += name(parent);
        QTEST(goals, "goals");
        QTEST(newParents, "newParents");
    }

    void sharedTipsAreLookedAtOnce()
    {
        QList<BranchStand> branches(16, BranchStand{.tip = id('A'), .tree = id('a')});
        branches << BranchStand{.tip = id('B'), .tree = id('T')};
        int asked = 0;
        const auto plan
                = planBranches(branches, id('T'), [&asked](const ObjectId &, const ObjectId &) {
                      ++asked;
                      return false;
                  });
        QCOMPARE(plan.newParents.size(), 1);
        QCOMPARE(asked, 1);
    }
};

QTEST_GUILESS_MAIN(BranchPlanTest)
#include "tst_branchplan.moc"
