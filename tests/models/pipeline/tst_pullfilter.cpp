// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/handclock.h"
#include "pipeline/checkname.h"
#include "pipeline/pullfilter.h"

#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What is known of one pull request by itself: names, stands, what is stuck, what a filter takes.
class PullFilterTest final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"."_s)); }
    void namesTellKindAndChroot_data();
    void namesTellKindAndChroot();
    void filtersTake_data();
    void filtersTake();
    void badFiltersNameWhatIsKnown_data();
    void badFiltersNameWhatIsKnown();
    void whoIsBehind_data();
    void whoIsBehind();
    void stuckIsThreeTimesTheUsual();
    void withoutAPastManyOthersOfItsKindTell();
    void withoutExperiencePackitsAimsCount();
    void anOldRunIsNeverStuck();

private:
    [[nodiscard]] PullCheck check(CheckKind kind, FlagState state,
                                  const QString &chroot = u"fedora-43-x86_64"_s) const
    {
        return {.id = 1,
                .flag = 1,
                .kind = kind,
                .name = u"name"_s,
                .chroot = chroot,
                .state = state,
                .since = m_clock.now()};
    }
    [[nodiscard]] PullRow pull(const QList<PullCheck> &checks) const
    {
        return {.key = {PullSource::Driven, 1},
                .repository = u"oamg/leapp"_s,
                .number = 12,
                .title = u"Ask for the reboot once"_s,
                .author = u"pirat"_s,
                .headSha = u"77aa01f"_s,
                .state = PipelineState::Running,
                .createdAt = m_clock.now(),
                .checks = checks};
    }

    HandClock m_clock;
};

void PullFilterTest::namesTellKindAndChroot_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<CheckName>("expected");
    const auto row = [](const char *name, const CheckName &expected) {
        QTest::newRow(name) << QString::fromLatin1(name) << expected;
    };
    row("rpm-build:fedora-43-x86_64", {CheckKind::Build, u"fedora-43-x86_64"_s, {}});
    row("rpm-build:main:fedora-40-x86_64", {CheckKind::Build, u"fedora-40-x86_64"_s, {}});
    row("rpm-build:release-1-2:fedora-40-x86_64", {CheckKind::Build, u"fedora-40-x86_64"_s, {}});
    row("testing-farm:centos-stream-9-x86_64:full",
        {CheckKind::Test, u"centos-stream-9-x86_64"_s, u"full"_s});
    row("testing-farm:fedora-43-x86_64:a:b", {CheckKind::Test, u"fedora-43-x86_64"_s, u"a:b"_s});
    row("koji-build:rawhide", {});
    row("propose-downstream:f43", {});
    row("DCO", {});
    row("ci/fedora-43-x86_64", {});
    row("rpm-build", {});
    row("rpm-build:--", {});
    row("", {});
}

void PullFilterTest::namesTellKindAndChroot()
{
    QFETCH(const QString, name);
    QFETCH(const CheckName, expected);
    QCOMPARE(parseCheckName(name), expected);
}

void PullFilterTest::filtersTake_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<bool>("isTaken");
    const auto row = [](const char *line, bool isTaken) {
        QTest::newRow(line) << QString::fromLatin1(line) << isTaken;
    };
    row("", true);
    row("leapp", true);
    row("REBOOT pirat", true);
    row("leapp nothing", false);
    row("#12", true);
    row("77aa", true);
    row("repo:oamg/*", true);
    row("repo:o*/leapp", true);
    row("repo:oamg", false);
    row("author:PI*", true);
    row("author:maria,pirat", true);
    row("state:failed", true);
    row("state:running", true); // tests go on while a build has failed
    row("state:queued", false);
    row("state:passed", false);
    row("state:failed chroot:fedora-*", false); // it failed elsewhere
    row("state:running chroot:fedora-*", true);
    row("chroot:*-s390x", false);
    row("behind:testing-farm", true);
    row("behind:copr,author", false);
    row("stuck:", false);
}

void PullFilterTest::filtersTake()
{
    QFETCH(const QString, line);
    QFETCH(const bool, isTaken);
    const PullRow row
            = pull({check(CheckKind::Build, FlagState::Failure, u"centos-stream-10-x86_64"_s),
                    check(CheckKind::Build, FlagState::Success),
                    check(CheckKind::Test, FlagState::Running)});
    ChrootNumbers chroots;
    const PullSummary summary = summarize(row, {}, chroots, m_clock.now());
    const auto filter = parsePullFilter(line);
    QVERIFY(filter);
    QCOMPARE(filter->takes(row, summary), isTaken);
}

void PullFilterTest::badFiltersNameWhatIsKnown_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("named");
    QTest::newRow("key") << u"colour:red"_s << u"use state, repo, author"_s;
    QTest::newRow("state") << u"state:green"_s << u"use failed, running"_s;
    QTest::newRow("who") << u"behind:me"_s << u"use nobody, author, copr"_s;
    QTest::newRow("nothing") << u"repo:"_s << u"after \"repo:\""_s;
    QTest::newRow("quote") << u"\"a b"_s << u"not closed"_s;
}

void PullFilterTest::badFiltersNameWhatIsKnown()
{
    QFETCH(const QString, line);
    QFETCH(const QString, named);
    const auto filter = parsePullFilter(line);
    QVERIFY(!filter);
    QCOMPARE(filter.error().cause, Cause::Invalid);
    QVERIFY2(filter.error().what.contains(named), qPrintable(filter.error().what));
}

void PullFilterTest::whoIsBehind_data()
{
    QTest::addColumn<PullRow>("row");
    QTest::addColumn<Behind>("behind");
    const auto build = [this](FlagState state) { return check(CheckKind::Build, state); };
    const auto test = [this](FlagState state) { return check(CheckKind::Test, state); };
    QTest::newRow("building") << pull({build(FlagState::Running), test(FlagState::Queued)})
                              << Behind::Copr;
    QTest::newRow("testing") << pull({build(FlagState::Success), test(FlagState::Running)})
                             << Behind::TestingFarm;
    QTest::newRow("queued tests") << pull({build(FlagState::Success), test(FlagState::Queued)})
                                  << Behind::TestingFarm;
    QTest::newRow("failed") << pull({build(FlagState::Failure)}) << Behind::Author;
    QTest::newRow("passed") << pull({build(FlagState::Success)}) << Behind::Nobody;
    PullCheck unsent = build(FlagState::Success);
    unsent.isUnsent = true;
    QTest::newRow("unsent") << pull({unsent}) << Behind::GithubLimit;
    PullCheck refused = build(FlagState::Success);
    refused.problem = u"GitHub refuses it."_s;
    QTest::newRow("never to be sent") << pull({refused}) << Behind::Operator;
    PullRow closed = pull({build(FlagState::Running)});
    closed.state = PipelineState::Closed;
    QTest::newRow("closed") << closed << Behind::Nobody;
    PullRow waiting = pull({});
    waiting.state = PipelineState::Waiting;
    QTest::newRow("waiting") << waiting << Behind::Github;
}

void PullFilterTest::whoIsBehind()
{
    QFETCH(const PullRow, row);
    QFETCH(const Behind, behind);
    QCOMPARE(behindOf(row), behind);
}

void PullFilterTest::stuckIsThreeTimesTheUsual()
{
    const PullRow row = pull({check(CheckKind::Build, FlagState::Running)});
    UsualDurations usual;
    for (const auto stayed : {7min, 6min, 90min})
        usual.add(u"oamg/leapp"_s, row.checks.first(), stayed);
    usual.sum();
    QCOMPARE(usual.of(row.repository, row.checks.first()).median, std::optional(7min));
    m_clock.advance(20min);
    QVERIFY(!isStuck(row, row.checks.first(), usual, m_clock.now()));
    m_clock.advance(1min);
    QVERIFY(isStuck(row, row.checks.first(), usual, m_clock.now()));
    ChrootNumbers chroots;
    QCOMPARE(summarize(row, usual, chroots, m_clock.now()).stuck, 1);
}

void PullFilterTest::withoutAPastManyOthersOfItsKindTell()
{
    const PullRow row = pull({check(CheckKind::Build, FlagState::Running)});
    const PullCheck &build = row.checks.first();
    UsualDurations usual;
    for (int i = 1; i < UsualDurations::kFewestOfKind; ++i)
        usual.add(u"oamg/leapp"_s, build, i < 19 ? 7min : 200min);
    UsualDurations few = usual;
    few.sum();
    QVERIFY(!few.of(u"o/other"_s, build).median); // one repository's builds say little
    usual.add(u"oamg/leapp"_s, build, 90min);
    usual.sum();
    const auto other = usual.of(u"o/other"_s, build);
    QVERIFY(other.isOfKind);
    QCOMPARE(other.median, std::optional(7min));
    QCOMPARE(other.slow, 90min);
    QCOMPARE(usual.limit(u"o/other"_s, build), 270min); // a large package is not stuck
    QCOMPARE(usual.limit(u"oamg/leapp"_s, build), 21min);
}

void PullFilterTest::withoutExperiencePackitsAimsCount()
{
    const PullRow row = pull({check(CheckKind::Build, FlagState::Queued),
                              check(CheckKind::Test, FlagState::Running)});
    UsualDurations usual;
    usual.add(row.repository, row.checks.first(), 1min);
    usual.add(row.repository, row.checks.first(), 1min);
    usual.sum();
    QVERIFY(!usual.of(row.repository, row.checks.first()).median); // two are no experience
    QCOMPARE(usual.limit(row.repository, row.checks.at(0)), 10min);
    QCOMPARE(usual.limit(row.repository, row.checks.at(1)), 12h);
}

void PullFilterTest::anOldRunIsNeverStuck()
{
    PullRow row = pull({check(CheckKind::Build, FlagState::Running)});
    row.state = PipelineState::Superseded;
    m_clock.advance(100h);
    QVERIFY(!isStuck(row, row.checks.first(), {}, m_clock.now()));
}

QTEST_GUILESS_MAIN(PullFilterTest)
#include "tst_pullfilter.moc"
