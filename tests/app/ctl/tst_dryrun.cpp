// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/scenario.h"
#include "ctl/dryrun.h"
#include "ctl/dryruntext.h"
#include "ctl/practice.h"
#include "fakes/github/fakegithubserver.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

DryRunRequest requestOf(BudgetPolicy policy, const NotebookSettings &base)
{
    DryRunRequest request{.policy = policy, .settings = {.base = base}};
    applyPolicy(request.settings, policy);
    if (policy == BudgetPolicy::Notebook)
        request.settings.base = base;
    return request;
}

void compareWithModel(const DryRunRequest &request)
{
    const auto result = runDry(request);
    QVERIFY2(result, result ? "" : qPrintable(result.error().what));
    QVERIFY2(result->problems.isEmpty(), qPrintable(result->problems.join(u'\n')));
    for (const CallKind kind : {CallKind::Private, CallKind::Approved, CallKind::Config,
                                CallKind::Status, CallKind::Other}) {
        QVERIFY2(result->measured(kind) == int(result->predicted(kind)),
                 qPrintable(u"%1: %2 measured, %3 predicted"_s.arg(kindKey(kind))
                                    .arg(result->measured(kind))
                                    .arg(result->predicted(kind))));
    }
    QCOMPARE(result->counted(), int(result->model.counted.total()));
}

} // namespace

class DryRunTest final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"."_s)); }
    void theNotebooksScenariosAreMeasuredAsModelled_data();
    void theNotebooksScenariosAreMeasuredAsModelled();
    void anySettingOfTheNotebookIsMeasuredAsModelled();
    void packitTodayIsMeasuredAsItsCodeReads_data();
    void packitTodayIsMeasuredAsItsCodeReads();
    void sluiceKeepsItsPromises_data();
    void sluiceKeepsItsPromises();
    void everyStateThatAUserCanSeeIsWritten();
    void failuresAreRunToo();
    void whatNoRepositoryCanHaveIsRefused();
    void aServerOfSomebodyElseIsRunAgainst();
    void theJsonIsAsTheManualHasIt();
};

void DryRunTest::theNotebooksScenariosAreMeasuredAsModelled_data()
{
    QTest::addColumn<int>("number");
    QTest::addColumn<int>("total");
    const QList<int> totals{120, 234, 177, 345, 138, 129, 105, 101, 65, 35};
    for (int i = 0; i < totals.size(); ++i)
        QTest::addRow("%d", i + 1) << i << totals.at(i);
}

void DryRunTest::theNotebooksScenariosAreMeasuredAsModelled()
{
    QFETCH(const int, number);
    const DryRunRequest request{.policy = BudgetPolicy::Notebook,
                                .settings = builtInScenarios().at(number).settings};
    compareWithModel(request);
    QTEST(runDry(request)->counted(), "total");
}

void DryRunTest::anySettingOfTheNotebookIsMeasuredAsModelled()
{
    QRandomGenerator random(4);
    const auto flip = [&random] { return random.bounded(2) == 1; };
    for (int i = 0; i < 60; ++i) {
        const NotebookSettings base{.chroots = random.bounded(8),
                                    .configLoad = 1 + random.bounded(8),
                                    .hasBuilds = flip(),
                                    .hasTests = flip(),
                                    .isConfigLoadedOnce = flip(),
                                    .setsAllFlags = flip(),
                                    .isPrivateOnce = flip()};
        DryRunRequest request = requestOf(BudgetPolicy::Notebook, base);
        request.flags = flip() ? FlagKind::CommitStatus : FlagKind::CheckRun;
        compareWithModel(request);
        if (QTest::currentTestFailed()) {
            qInfo("chroots %d, load %d, builds %d, tests %d, once %d, all flags %d, private %d",
                  base.chroots, base.configLoad, base.hasBuilds, base.hasTests,
                  base.isConfigLoadedOnce, base.setsAllFlags, base.isPrivateOnce);
            return;
        }
    }
}

void DryRunTest::packitTodayIsMeasuredAsItsCodeReads_data()
{
    QTest::addColumn<int>("chroots");
    QTest::addColumn<bool>("isSyncing");
    QTest::addColumn<bool>("hasTests");
    QTest::addColumn<bool>("isExternal"); // with a lookup of the spec file
    QTest::addColumn<int>("total");
    QTest::newRow("3") << 3 << true << true << false << 90;
    QTest::newRow("6") << 6 << true << true << false << 171;
    QTest::newRow("6 without sync") << 6 << false << true << false << 147;
    QTest::newRow("6 without tests") << 6 << true << false << false << 56;
    QTest::newRow("6 by a stranger") << 6 << true << true << true << 174;
}

void DryRunTest::packitTodayIsMeasuredAsItsCodeReads()
{
    QFETCH(const int, chroots);
    QFETCH(const bool, isSyncing);
    QFETCH(const bool, hasTests);
    QFETCH(const bool, isExternal);
    DryRunRequest request
            = requestOf(BudgetPolicy::PackitToday, {.chroots = chroots, .hasTests = hasTests});
    request.settings.base.setsAllFlags = isSyncing;
    request.settings.externalShare = isExternal ? 1 : 0;
    request.settings.specfileCalls = isExternal ? 1 : 0;
    request.flags = FlagKind::CheckRun;
    compareWithModel(request);
    QTEST(runDry(request)->counted(), "total");
}

void DryRunTest::sluiceKeepsItsPromises_data()
{
    QTest::addColumn<BudgetPolicy>("policy");
    QTest::addColumn<FlagKind>("flags");
    QTest::addColumn<int>("most");
    QTest::newRow("statuses") << BudgetPolicy::Sluice << FlagKind::CommitStatus << 75;
    QTest::newRow("check runs") << BudgetPolicy::Sluice << FlagKind::CheckRun << 40;
    QTest::newRow("lean") << BudgetPolicy::SluiceLean << FlagKind::CommitStatus << 55;
}

void DryRunTest::sluiceKeepsItsPromises()
{
    QFETCH(const BudgetPolicy, policy);
    QFETCH(const FlagKind, flags);
    QFETCH(const int, most);
    DryRunRequest request = requestOf(policy, {.chroots = 6});
    request.flags = flags;
    const auto result = runDry(request);
    QVERIFY(result && result->problems.isEmpty());
    QVERIFY(result->calls.size() <= most && result->counted() <= most);
    QCOMPARE(result->flags.size(), 12);
    QCOMPARE(joinedStates(result->settings).isEmpty(), policy == BudgetPolicy::Sluice);
}

void DryRunTest::everyStateThatAUserCanSeeIsWritten()
{
    const auto result = runDry(requestOf(BudgetPolicy::Sluice, {.chroots = 6}));
    QVERIFY(result);
    const QStringList build{u"The task was accepted."_s,
                            u"SRPM build in Copr was submitted..."_s,
                            u"SRPM build is in progress..."_s,
                            u"SRPM build succeeded. Waiting for RPM build to start..."_s,
                            u"RPM build is in progress..."_s,
                            u"RPMs were built successfully."_s};
    const QStringList test{u"The task was accepted."_s,
                           u"Waiting for RPMs to be built..."_s,
                           u"Build succeeded. Submitting the tests ..."_s,
                           u"Tests have been submitted ..."_s,
                           u"Tests are running ..."_s,
                           u"Tests passed ..."_s};
    for (const FlagHistory &flag : result->flags) {
        QStringList said;
        for (const FlagValue &value : flag.values)
            said << value.description;
        QCOMPARE(said, flag.name.startsWith("rpm-build:"_L1) ? build : test);
    }
}

void DryRunTest::failuresAreRunToo()
{
    for (const BudgetPolicy policy : {BudgetPolicy::PackitToday, BudgetPolicy::Sluice}) {
        DryRunRequest request = requestOf(policy, {.chroots = 4});
        request.settings.rpmFailures = 0.5;
        compareWithModel(request);
        request.settings.rpmFailures = 0;
        request.settings.srpmFailures = 1;
        compareWithModel(request);
    }
}

void DryRunTest::whatNoRepositoryCanHaveIsRefused()
{
    for (const int load : {0, 9, 50}) {
        const auto result = runDry(requestOf(BudgetPolicy::Notebook, {.configLoad = load}));
        QVERIFY(!result);
        QVERIFY2(result.error().what.startsWith(u"--load-packit-yaml %1 "_s.arg(load)),
                 qPrintable(result.error().what));
    }
    DryRunRequest request = requestOf(BudgetPolicy::PackitToday, {});
    request.settings.base.configLoad = 5;
    QVERIFY(!runDry(request));
    request = requestOf(BudgetPolicy::PackitToday, {});
    request.settings.testTargets = 0.5;
    const auto result = runDry(request);
    QVERIFY(!result && result.error().what.startsWith("--test-targets 0.5 cannot be run"_L1));
    request = requestOf(BudgetPolicy::PackitToday, {});
    request.settings.stillTests = 0.5;
    const auto mixed = runDry(request);
    QVERIFY(!mixed && mixed.error().what.startsWith("--still-tests 0.5 cannot be run"_L1));
}

void DryRunTest::aServerOfSomebodyElseIsRunAgainst()
{
    const SystemClock clock;
    FakeGithub github(clock);
    FakeRepository &repository = github.state().addRepository(
            u"owner/thing"_s,
            {{u"packit.yaml"_s,
              "jobs:\n- job: copr_build\n  trigger: pull_request\n  targets: [fedora-40-x86_64, "
              "epel-7-x86_64]\n- job: tests\n  trigger: pull_request\n  targets: "
              "[fedora-40-x86_64, epel-7-x86_64]\n"_ba}});
    github.state().addPull(repository, u"owner"_s, {}, clock.now());
    github.state().addToken("secret"_ba, u"owner"_s);
    const FakeGithubServer server(github);
    QVERIFY(server.isListening());
    for (const QString &pull : {u"owner/thing#1"_s, QString()}) {
        DryRunRequest request = requestOf(BudgetPolicy::Notebook, {});
        request.github = server.url();
        request.token = "secret"_ba;
        request.pull = pull;
        github.forgetCalls();
        const auto result = runDry(request);
        QVERIFY2(result, result ? "" : qPrintable(result.error().what));
        QVERIFY2(result->problems.isEmpty(), qPrintable(result->problems.join(u'\n')));
        // packit.yaml is the fifth name, and the spec file is looked for.
        const NotebookSettings like{.chroots = 2, .configLoad = 6};
        QCOMPARE(result->counted(), int(notebookCalls(like).total()));
        QCOMPARE(result->measured(CallKind::Config), int(result->predicted(CallKind::Config)));
        // What the run says it asked is what the server was asked; before, the pull request was
        // found. Requests of one moment may come in any order.
        QStringList said;
        QStringList asked;
        for (const CallRecord &call : result->calls)
            said << u"%1 %2 %3"_s.arg(QString::fromLatin1(call.method), call.path).arg(call.status);
        for (const FakeCall &call : github.calls().last(result->calls.size()))
            asked << u"%1 %2 %3"_s.arg(QString::fromLatin1(call.method), call.path)
                             .arg(call.status);
        said.sort();
        asked.sort();
        QCOMPARE(said, asked);
        repository.statuses.clear();
    }
    DryRunRequest request = requestOf(BudgetPolicy::Sluice, {});
    request.github = server.url();
    request.token = "wrong"_ba;
    const auto refused = runDry(request);
    QVERIFY(!refused);
    QVERIFY(!refused.error().what.contains("wrong"_L1)
            && !refused.error().detail.contains("wrong"_L1));
}

void DryRunTest::theJsonIsAsTheManualHasIt()
{
    const DryRunRequest request = requestOf(BudgetPolicy::SluiceLean, {.chroots = 2});
    const auto result = runDry(request);
    QVERIFY(result);
    const QJsonObject json = QJsonDocument::fromJson(dryRunJson(request, *result)).object();
    QCOMPARE(json.value("policy"_L1).toString(), u"sluice-lean"_s);
    QCOMPARE(json.value("requests"_L1).toInt(), 17);
    QCOMPARE(json.value("counted"_L1).toInt(), 17);
    QCOMPARE(json.value("totals"_L1).toObject().keys(), json.value("model"_L1).toObject().keys());
    QCOMPARE(json["totals"_L1]["set_status"_L1].toInt(), 16);
    const QJsonObject call = json["calls"_L1][0].toObject();
    QCOMPARE(call.keys(), (QStringList{u"cost"_s, u"kind"_s, u"method"_s, u"path"_s, u"resource"_s,
                                       u"status"_s, u"step"_s}));
    QCOMPARE(call.value("step"_L1).toString(), u"PR is updated"_s);
    QCOMPARE(json["flags"_L1].toArray().size(), 4);
    QCOMPARE(json["flags"_L1][0]["states"_L1].toArray().size(), 4);
    QCOMPARE(json["joined"_L1].toArray().size(), 4);
}

QTEST_GUILESS_MAIN(DryRunTest)
#include "tst_dryrun.moc"
