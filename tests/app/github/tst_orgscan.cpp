// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "github/orgscan.h"

#include "fakes/turnedgithub.h"
#include "github/githubclient.h"
#include "packit/chroottable.h"

#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QByteArray kThree
        = "specfile_path: a.spec\njobs:\n- job: copr_build\n  trigger: pull_request\n  targets: "
          "[fedora-43-x86_64, fedora-44-x86_64, fedora-45-x86_64]\n- job: tests\n  trigger: "
          "pull_request\n"_ba;

QByteArray withChroots(int count)
{
    QByteArrayList names;
    for (const char *name : {"fedora-43", "fedora-44", "fedora-45", "fedora-rawhide", "epel-9"})
        names << name + "-x86_64"_ba;
    return "specfile_path: a.spec\njobs:\n- job: copr_build\n  trigger: pull_request\n  targets: ["_ba
         + names.first(count).join(", ") + "]\n"_ba;
}

} // namespace

/// An organisation as a scan sees it.
class OrgScanTest final : public QObject
{
    Q_OBJECT

private:
    FakeRepository &add(const QString &name, const FakeFiles &files = {})
    {
        return m_world->github.state().addRepository(u"org/"_s + name, files);
    }
    void addPulls(FakeRepository &repository, int count, int daysAgo)
    {
        for (int i = 0; i < count; ++i)
            m_world->github.state().addPull(repository, u"maria"_s, {},
                                            m_world->timers.now().addDays(-daysAgo));
    }
    void scan(int limit = 0, const QByteArray &token = "scanner"_ba, const QString &name = u"org"_s)
    {
        PersonalToken tokens(u"the scan"_s, token);
        GithubOptions options = m_world->options;
        options.isCaching = options.isJoining = false;
        options.retries = 1;
        GithubClient client(options, m_world->transport, tokens, m_world->timers, nullptr, nullptr);
        OrgScan scan(client, ChrootTable::builtIn(),
                     {.organisation = name, .limit = limit, .now = m_world->timers.now()});
        m_error.reset();
        m_progress.clear();
        bool isFinished = false;
        connect(&scan, &OrgScan::finished, this, [&isFinished] { isFinished = true; });
        connect(&scan, &OrgScan::failed, this, [this](const Error &error) { m_error = error; });
        m_heldUntil.clear();
        connect(&scan, &OrgScan::held, this, [this, &scan](const QDateTime &until) {
            m_heldUntil << until;
            if (m_isEndedWhenHeld)
                scan.end({.cause = Cause::Upstream, .what = u"The limit is used up."_s});
        });
        connect(&scan, &OrgScan::progress, this,
                [this](int done, int total) { m_progress << std::pair(done, total); });
        scan.start();
        for (int i = 0; i < 20'000 && !isFinished && !m_error; ++i)
            m_world->timers.turn(1s);
        m_found = scan.findings();
    }
    [[nodiscard]] const OrgRepository *found(const QString &name) const
    {
        const auto it = std::ranges::find(m_found.repositories, name, &OrgRepository::name);
        return it == m_found.repositories.end() ? nullptr : &*it;
    }
    [[nodiscard]] qsizetype queries() const { return m_world->github.calls().size(); }

    std::unique_ptr<TurnedGithub> m_world;
    OrgFindings m_found;
    std::optional<Error> m_error;
    QList<std::pair<int, int>> m_progress;
    QList<QDateTime> m_heldUntil;
    bool m_isEndedWhenHeld = false;

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_isEndedWhenHeld = false;
        m_world = std::make_unique<TurnedGithub>();
        m_world->github.state().addToken("scanner"_ba, u"maria"_s);
        m_world->github.forgetCalls();
    }

    void configurationsAndTrafficAreRead()
    {
        FakeRepository &tool
                = add(u"tool"_s, {{u".packit.yaml"_s, kThree}, {u"packit.yml"_s, "jobs: [}"_ba}});
        add(u"other"_s, {{u"packit.yml"_s, withChroots(1)}});
        add(u"plain"_s, {{u"README"_s, "hello"_ba}});
        add(u"old"_s, {{u".packit.yaml"_s, kThree}}).isArchived = true;
        add(u"copy"_s, {{u".packit.yaml"_s, kThree}}).isFork = true;
        addPulls(tool, 6, 3);
        addPulls(tool, 2, 200);
        for (int day : {1, 2, 3, 4, 5, 6, 7, 8, 200})
            tool.history << m_world->timers.now().addDays(-day);
        scan();
        QVERIFY(!m_error);
        QVERIFY(m_found.isWhole);
        QVERIFY(m_found.seesPrivate);
        QCOMPARE(m_found.visible, 5);
        QCOMPARE(m_found.archived, 1);
        QCOMPARE(m_found.forks, 1);
        QCOMPARE(m_found.repositories.size(), 3);
        QCOMPARE(m_found.configured(), 2);
        QCOMPARE(found(u"tool"_s)->facts->chroots, 3);
        QCOMPARE(found(u"tool"_s)->facts->title, u"tool/.packit.yaml"_s);
        QCOMPARE(found(u"tool"_s)->pulls, 6);
        QCOMPARE(found(u"tool"_s)->commits, 9); // the eight, and the one that it began with
        QCOMPARE(found(u"other"_s)->facts->chroots, 1);
        QVERIFY(!found(u"plain"_s)->isConfigured());
        QCOMPARE(m_found.pushesPerPull(), 1.5);
        QCOMPARE(m_found.points, 1);
        QCOMPARE(queries(), 1);
        QCOMPARE(notesOf(m_found).size(), 1); // of the two files
        BudgetSettings settings;
        applyPolicy(settings, BudgetPolicy::PackitToday);
        applyFindings(settings, m_found);
        QCOMPARE(settings.base.chroots, 3); // of those that have pull requests
        QCOMPARE(settings.configuredShare, 1.);
        QCOMPARE(settings.pushesPerPr, 1.5);
        QCOMPARE(settings.repositories, 3);
        QCOMPARE(settings.prsPerHour, 0.003); // 6 in 90 days
    }

    void withoutPullRequestsRepositoriesCountAlike()
    {
        add(u"a"_s, {{u".packit.yaml"_s, withChroots(1)}});
        add(u"b"_s, {{u".packit.yaml"_s, withChroots(5)}});
        add(u"c"_s);
        add(u"d"_s);
        scan();
        BudgetSettings settings;
        applyFindings(settings, m_found);
        QCOMPARE(settings.base.chroots, 3);
        QCOMPARE(settings.configuredShare, 0.5);
        QCOMPARE(settings.pushesPerPr, 1.);
        const QMap<int, int> chroots{{1, 1}, {5, 1}};
        QCOMPARE(m_found.distribution(&ConfigFacts::chroots), chroots);
    }

    void twoThousandRepositoriesAreFortyPoints()
    {
        for (int i = 0; i < 2000; ++i)
            add(u"r%1"_s.arg(i), i % 4 == 0 ? FakeFiles{{u".packit.yaml"_s, kThree}} : FakeFiles());
        scan();
        QVERIFY2(!m_error, m_error ? qPrintable(m_error->what + m_error->detail) : "");
        QCOMPARE(m_found.repositories.size(), 2000);
        QCOMPARE(m_found.configured(), 500);
        QCOMPARE(m_found.points, 40);
        QCOMPARE(queries(), 40);
        QCOMPARE(m_progress.size(), 40);
        QCOMPARE(m_progress.first(), std::pair(50, 2000));
        QCOMPARE(m_progress.last(), std::pair(2000, 2000));
    }

    void aLimitIsKept()
    {
        for (int i = 0; i < 120; ++i)
            add(u"r%1"_s.arg(i));
        scan(70);
        QCOMPARE(m_found.repositories.size(), 70);
        QCOMPARE(queries(), 2);
        QVERIFY(!m_found.isWhole);
        QCOMPARE(
                notesOf(m_found),
                QStringList{u"Not all repositories were looked at: the numbers are of the first 70 "
                            "of 120."_s});
        scan(120);
        QVERIFY(m_found.isWhole);
    }

    void aLimitOfPointsIsWaitedFor()
    {
        m_world->github.limits().graphql = 2;
        for (int i = 0; i < 200; ++i)
            add(u"r%1"_s.arg(i));
        scan();
        QVERIFY2(!m_error, m_error ? qPrintable(m_error->what) : "");
        QCOMPARE(m_found.repositories.size(), 200);
        QCOMPARE(m_heldUntil.size(), 3); // four points, one an hour beside the reserve
        QVERIFY(m_heldUntil.first() <= m_world->timers.now());
        QVERIFY(!m_found.ended.size());
    }

    void whatIsHeldCanBeEnded()
    {
        m_world->github.limits().graphql = 3;
        m_isEndedWhenHeld = true;
        for (int i = 0; i < 200; ++i)
            add(u"r%1"_s.arg(i));
        scan();
        QVERIFY(m_error);
        QCOMPARE(m_found.repositories.size(), 100);
        QCOMPARE(notesOf(m_found),
                 (QStringList{u"Not all repositories were looked at: the numbers are of the first "
                              "100 of 200."_s,
                              u"The limit is used up."_s}));
    }

    void singleSignOnIsSaid()
    {
        const QByteArray refusal
                = "{\"type\": \"FORBIDDEN\", \"path\": [\"repositoryOwner\"], \"message\": "
                  "\"Resource protected by organization SAML enforcement.\"}"_ba;
        const auto answer = [&](const QByteArray &data) {
            const FakeAnswer given{.body = "{\"data\": {\"repositoryOwner\": "_ba + data
                                         + "}, \"errors\": ["_ba + refusal + "]}"_ba};
            m_world->github.fail(
                    {.method = "POST", .pathPart = u"/graphql"_s, .answer = given, .times = 1});
            scan();
        };
        for (const QByteArray &data : {"null"_ba, "{\"repositories\": null}"_ba}) {
            answer(data);
            QVERIFY(m_error);
            QCOMPARE(m_error->cause, Cause::Forbidden);
            QCOMPARE(m_error->what,
                     u"github.test does not show the repositories of org to the token (Resource "
                     "protected by organization SAML enforcement.): allow it for this "
                     "organisation, where single sign-on asks for that."_s);
        }
        answer("{\"repositories\": {\"totalCount\": 2, \"pageInfo\": {\"hasNextPage\": false}, "
               "\"nodes\": [null, {\"name\": \"open\"}]}}"_ba);
        QVERIFY(!m_error);
        QCOMPARE(m_found.repositories.size(), 1);
        QCOMPARE(notesOf(m_found),
                 QStringList{u"GitHub refused 1 of them (Resource protected by organization SAML "
                             "enforcement.): allow the token for this organisation, where single "
                             "sign-on asks for that."_s});
    }

    void aSecondConfigurationIsSaid()
    {
        add(u"two"_s, {{u".packit.yaml"_s, kThree}, {u"packit.yml"_s, kThree}});
        scan();
        QCOMPARE(found(u"two"_s)->facts->chroots, 3);
        QCOMPARE(notesOf(m_found),
                 QStringList{u"two: .packit.yaml is read and packit.yml is not: keep one of "
                             "them."_s});
    }

    void whatIsTooMuchIsAskedForInParts()
    {
        for (int i = 0; i < 60; ++i)
            add(u"r%1"_s.arg(i), {{u".packit.yaml"_s, kThree}});
        const FakeAnswer tooLong{.status = 502, .body = "{}"};
        m_world->github.fail({.method = "POST",
                              .pathPart = u"/graphql"_s,
                              .answer = tooLong,
                              .times = 4}); // each is repeated once: 50, 25
        scan();
        QVERIFY2(!m_error, m_error ? qPrintable(m_error->what) : "");
        QCOMPARE(m_found.repositories.size(), 60);
        QVERIFY(m_found.unknown.isEmpty());
    }

    void aRepositoryThatIsTooMuchByItselfIsLeftOut()
    {
        for (int i = 0; i < 3; ++i)
            add(u"r%1"_s.arg(i));
        const FakeAnswer tooLong{.status = 502, .body = "{}"};
        m_world->github.fail({.method = "POST",
                              .pathPart = u"/graphql"_s,
                              .answer = tooLong,
                              .times = 12}); // 50, 25, 12, 6, 3 and 1
        scan();
        QVERIFY2(!m_error, m_error ? qPrintable(m_error->what) : "");
        QCOMPARE(m_found.unknown, QStringList{u"r0"_s});
        QCOMPARE(m_found.repositories.size(), 2);
        QVERIFY(notesOf(m_found).first().startsWith(u"GitHub did not tell about 1 of them, r0"_s));
    }

    void anOutageEndsIt()
    {
        add(u"r"_s);
        m_world->github.fail({.method = "POST",
                              .pathPart = u"/graphql"_s,
                              .answer = {.status = 503, .body = "{}"},
                              .times = 1000});
        scan();
        QVERIFY(m_error);
        QCOMPARE(m_error->cause, Cause::Upstream);
        QCOMPARE(m_found.looked(), 0);
    }

    void aWrongTokenIsSaid()
    {
        add(u"r"_s);
        scan(0, "wrong"_ba);
        QVERIFY(m_error);
        QCOMPARE(m_error->cause, Cause::Forbidden);
        QVERIFY2(m_error->what.contains(u"does not accept the token of the scan"_s),
                 qPrintable(m_error->what));
        QVERIFY(!m_error->what.contains(u"wrong"_s));
    }

    void anOrganisationThatIsNotThereIsSaid()
    {
        scan(0, "scanner"_ba, u"nobody"_s);
        QVERIFY(m_error);
        QCOMPARE(m_error->cause, Cause::NotFound);
        QCOMPARE(m_error->what, u"github.test has no organisation or user \"nobody\", or does not "
                                "show it to the token: check the name."_s);
    }

    void tooFewScopesAreSaid()
    {
        add(u"open"_s);
        FakeRepository &secret = add(u"secret"_s, {{u".packit.yaml"_s, kThree}});
        secret.isPrivate = true;
        secret.permissions.insert(u"maria"_s, u"write"_s);
        scan();
        QCOMPARE(m_found.repositories.size(), 2);
        QVERIFY(m_found.seesPrivate);
        m_world->github.state().addToken("narrow"_ba, u"maria"_s).scopes = {u"public_repo"_s};
        scan(0, "narrow"_ba);
        QCOMPARE(m_found.repositories.size(), 1);
        QCOMPARE(notesOf(m_found), QStringList{u"The token has no scope repo: private repositories "
                                               "are not among them."_s});
    }

    void badConfigurationsAreNamed_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("problem");
        QByteArray bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"_ba;
        for (int i = 1; i < 9; ++i) {
            const QByteArray before = "*a"_ba + QByteArray::number(i - 1);
            const QByteArray name = "a"_ba + QByteArray::number(i);
            bomb += name + ": &"_ba + name + " ["_ba + QByteArrayList(10, before).join(", ")
                  + "]\n"_ba;
        }
        QTest::newRow("five megabytes")
                << QByteArray(5'000'000, '#') << u".packit.yaml has 5000000 bytes"_s;
        QTest::newRow("bomb") << bomb << u"there are more than 50000 values"_s;
        QTest::newRow("tabs") << "jobs:\n\t- job: tests\n"_ba << u"a tab is used to indent"_s;
        QTest::newRow("binary") << QByteArray(10, '\0')
                                << u".packit.yaml has 10 bytes that are no text"_s;
    }
    void badConfigurationsAreNamed()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const QString, problem);
        add(u"bad"_s, {{u".packit.yaml"_s, text}});
        add(u"good"_s, {{u".packit.yaml"_s, kThree}});
        scan();
        QVERIFY(!m_error);
        QCOMPARE(m_found.configured(), 2);
        QVERIFY(!found(u"bad"_s)->facts);
        QVERIFY2(found(u"bad"_s)->problem.contains(problem), qPrintable(found(u"bad"_s)->problem));
        QVERIFY(found(u"good"_s)->facts);
        QVERIFY(notesOf(m_found).first().startsWith(u"bad: "_s));
    }

    void moreThanAQueryShowsIsTold()
    {
        FakeRepository &busy = add(u"busy"_s);
        for (int i = 0; i < 180; ++i) // two a day
            m_world->github.state().addPull(busy, u"maria"_s, {},
                                            m_world->timers.now().addSecs(-i * 43'200));
        scan();
        QVERIFY2(std::abs(found(u"busy"_s)->pulls - 180) <= 2,
                 qPrintable(QString::number(found(u"busy"_s)->pulls)));
    }
};

QTEST_GUILESS_MAIN(OrgScanTest)
#include "tst_orgscan.moc"
