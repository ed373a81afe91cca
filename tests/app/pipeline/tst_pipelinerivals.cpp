// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/servicescene.h"

#include <QTest>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString kBuildFlag = u"rpm-build:fedora-43-x86_64"_s;

} // namespace

/// A commit on which another service writes flags of the same names.
class TestPipelineRivals : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"."_s)); }

    void cleanup() { m_scene.reset(); }

    void drivingIsRefusedBesideAnother_data()
    {
        QTest::addColumn<bool>("isCheckRun");
        QTest::addColumn<int>("policy");
        QTest::addColumn<int>("before"); // flags that are listed before it
        for (const auto policy : {BudgetPolicy::Sluice, BudgetPolicy::PackitToday}) {
            for (const bool isCheckRun : {false, true}) {
                QTest::addRow("%s, %s", qPrintable(policyName(policy)),
                              isCheckRun ? "check run" : "commit status")
                        << isCheckRun << int(policy) << 0;
            }
            QTest::addRow("%s, third page", qPrintable(policyName(policy)))
                    << true << int(policy) << 205;
        }
    }

    void drivingIsRefusedBesideAnother()
    {
        QFETCH(const bool, isCheckRun);
        QFETCH(const int, policy);
        QFETCH(const int, before);
        open(BudgetPolicy(policy), {});
        for (int i = 0; i < before; ++i)
            write(true, u"ci-%1"_s.arg(i), u"github-actions"_s);
        write(isCheckRun, kBuildFlag, u"packit-as-a-service"_s);
        watch();
        QVERIFY(m_scene->goesOnUntil(
                [this] { return m_scene->newest().state == PipelineState::Refused; }));
        QCOMPARE(m_scene->newest().problem,
                 u"packit-as-a-service writes rpm-build:fedora-43-x86_64 on this commit already: "
                 "observe fedora/hello instead of driving it, or set pipeline.flag-prefix, for "
                 "instance to sluice/."_s);
        m_scene->turn(1min);
        QVERIFY(m_scene->copr.builds.isEmpty());
        for (const FakeCall &call : m_scene->world.github.calls())
            QVERIFY2(call.method == "GET" || call.path == "/graphql"_L1, qPrintable(call.path));
        QCOMPARE(m_scene->shown().size(), before + 1); // not a word of ours
    }

    void aPrefixKeepsThemApart()
    {
        open(BudgetPolicy::Sluice, u"sluice/"_s);
        write(true, kBuildFlag, u"packit-as-a-service"_s);
        watch();
        QVERIFY(m_scene->goesOnUntil(
                [this] { return m_scene->newest().state == PipelineState::Done; }));
        QVERIFY(m_scene->shown().contains(QString(u"sluice/"_s + kBuildFlag)));
    }

    void otherFlagsAreNoRivals()
    {
        open(BudgetPolicy::Sluice, {});
        write(true, u"lint"_s, u"github-actions"_s);
        write(false, kBuildFlag, u"fedora"_s); // ourselves, on the same commit before
        watch();
        QVERIFY(m_scene->goesOnUntil([this] {
            return m_scene->newest().state == PipelineState::Done
                && m_scene->shown().value(kBuildFlag) == "success"_L1;
        }));
    }

private:
    void open(BudgetPolicy policy, const QString &prefix)
    {
        m_scene = std::make_unique<ServiceScene>();
        m_scene->adapt = [policy, prefix](PipelineServiceOptions &options) {
            options.policy = PipelinePolicy::named(policy);
            options.policy.setMindingOthers(true);
            options.flagPrefix = prefix;
        };
        m_scene->open();
    }

    void watch() { m_scene->service->watch({u"fedora/hello"_s}); }

    void write(bool isCheckRun, const QString &name, const QString &writer)
    {
        FakeRepository &repository = *m_scene->world.repository;
        const QString sha = m_scene->pull().headSha;
        const QDateTime now = m_scene->world.timers.now();
        if (isCheckRun) {
            repository.checkRuns << FakeCheckRun{.id = m_scene->world.github.state().nextId(),
                                                 .headSha = sha,
                                                 .name = name,
                                                 .status = u"queued"_s,
                                                 .app = writer,
                                                 .startedAt = now};
        } else {
            repository.statuses << FakeStatus{.id = 901,
                                              .sha = sha,
                                              .context = name,
                                              .state = u"pending"_s,
                                              .creator = writer,
                                              .createdAt = now};
        }
    }

    std::unique_ptr<ServiceScene> m_scene;
};

} // namespace sluice

QTEST_GUILESS_MAIN(sluice::TestPipelineRivals)
#include "tst_pipelinerivals.moc"
