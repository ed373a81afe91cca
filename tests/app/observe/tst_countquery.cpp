// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "observe/countquery.h"

#include "fakes/github/graphqlexecutor.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

QJsonObject suite(const QString &app, int all, int latest)
{
    return {{u"app"_s, QJsonObject{{u"slug"_s, app}}},
            {u"all"_s, QJsonObject{{u"totalCount"_s, all}}},
            {u"latest"_s, QJsonObject{{u"totalCount"_s, latest}}}};
}

QJsonObject commit(const QString &oid, const QJsonArray &suites, int totalCount)
{
    return {{u"oid"_s, oid},
            {u"checkSuites"_s, QJsonObject{{u"totalCount"_s, totalCount}, {u"nodes"_s, suites}}}};
}

QByteArray answerOf(const QJsonArray &commits)
{
    QJsonArray nodes;
    for (const QJsonValue &one : commits)
        nodes << QJsonObject{{u"commit"_s, one}};
    const QJsonObject pull{{u"commits"_s, QJsonObject{{u"nodes"_s, nodes}}}};
    return QJsonDocument(
                   QJsonObject{{u"data"_s, QJsonObject{{u"repository"_s,
                                                        QJsonObject{{u"pullRequest"_s, pull}}}}}})
            .toJson();
}

ObservedCheck check(const QString &name, FlagState state)
{
    return {.name = name, .writer = u"packit"_s, .value = {.state = state}};
}

} // namespace

/// What is asked to estimate others' spending, and how the answer is understood.
class CountQueryTest final : public QObject
{
    Q_OBJECT

private slots:
    void itCostsThreePointsWhateverWasPushed()
    {
        const ObservedPull pull{.repository = u"org/tool"_s, .number = 7};
        for (const int heads : {0, 1, 9, 10, 300}) {
            QStringList old;
            for (int i = 0; i < heads; ++i)
                old << QString::number(i).rightJustified(40, u'0');
            const QJsonObject body = QJsonDocument::fromJson(countQuery(pull, old)).object();
            const auto document = parseGraphQl(body.value("query"_L1).toString(),
                                               body.value("variables"_L1).toObject());
            QVERIFY(document);
            QVERIFY2(GraphQlExecutor(*document).cost() <= 3, qPrintable(QString::number(heads)));
        }
    }

    void whatEndedWellIsOfTheNewestHead()
    {
        const QList<ObservedCheck> checks{
                check(u"rpm-build:fedora-43-x86_64"_s, FlagState::Success),
                check(u"rpm-build:fedora-44-x86_64"_s, FlagState::Failure),
                check(u"testing-farm:fedora-43-x86_64"_s, FlagState::Success)};
        const QByteArray body = answerOf({commit(u"old"_s, {suite(u"packit"_s, 30, 3)}, 1),
                                          commit(u"new"_s, {suite(u"packit"_s, 24, 3)}, 1)});
        const auto counts = countsIn(body, u"new"_s, checks);
        QVERIFY(counts && counts->size() == 1);
        const OthersCounts &one = counts->first();
        QCOMPARE(one.builds, 2);
        QCOMPARE(one.tests, 1);
        QVERIFY(!one.isCut);
        QCOMPARE(one.commits.at(0).writes, 24);
        QCOMPARE(one.commits.at(0).built, 1);
        QCOMPARE(one.commits.at(0).tested, 1);
        QCOMPARE(one.commits.at(1).built, 0);
        // Not of an older one, where the newest has none of the App's yet.
        const auto before = countsIn(body, u"newer"_s, checks);
        QCOMPARE(before->first().commits.size(), 2);
        for (const OthersCommit &each : before->first().commits)
            QCOMPARE(each.built + each.tested, 0);
    }

    void moreAppsThanAreReadIsSaid()
    {
        const auto counts = countsIn(answerOf({commit(u"new"_s, {suite(u"packit"_s, 24, 3)}, 9)}),
                                     u"new"_s, {});
        QVERIFY(counts && counts->first().isCut);
        QVERIFY(estimateOthers(counts->first()).basis.contains(u"more Apps than were read"_s));
    }
};

QTEST_GUILESS_MAIN(CountQueryTest)
#include "tst_countquery.moc"
