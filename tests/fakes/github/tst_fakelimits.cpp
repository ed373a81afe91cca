// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/github/githubtester.h"

#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Holds headers, conditional requests and limits against what GitHub documents.
class TestFakeLimits final : public QObject
{
    Q_OBJECT

    std::unique_ptr<GithubTester> m_tester;

    [[nodiscard]] static QByteArray header(const FakeAnswer &answer, QLatin1StringView name)
    {
        return GithubTester::header(answer, name);
    }
    [[nodiscard]] FakeAnswer write()
    {
        return m_tester->ask("POST"_ba, "/repos/org/tool/issues/1/comments"_ba,
                             {{u"body"_s, u"hello"_s}});
    }
    [[nodiscard]] int readsUntilRefused(int most)
    {
        for (int i = 0; i < most; ++i) {
            if (m_tester->get("/user"_ba).status != 200)
                return i;
        }
        return most;
    }

private slots:
    void init() { m_tester = std::make_unique<GithubTester>(); }

    void answersWhatDidNotChange_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::newRow("repository") << "/repos/org/tool"_ba;
        QTest::newRow("pull request") << "/repos/org/tool/pulls/1"_ba;
        QTest::newRow("contents") << "/repos/org/tool/contents/src/a.c?ref=refs/pull/1/head"_ba;
    }
    void answersWhatDidNotChange()
    {
        QFETCH(QByteArray, target);
        const FakeAnswer first = m_tester->get(target);
        const QByteArray modified = header(first, "last-modified"_L1);
        QVERIFY(modified.endsWith(" GMT"));
        const auto since = [&](const QByteArray &date, const QByteArray &tag = {}) {
            QList<std::pair<QByteArray, QByteArray>> headers{{"If-Modified-Since"_ba, date}};
            if (!tag.isEmpty())
                headers << std::pair("If-None-Match"_ba, tag);
            return m_tester->get(target, "writer"_ba, headers);
        };
        const FakeAnswer unchanged = since(modified);
        QCOMPARE(unchanged.status, 304);
        QVERIFY(unchanged.body.isEmpty());
        QCOMPARE(header(unchanged, "x-ratelimit-used"_L1), "1"_ba);
        QCOMPARE(since("Mon, 01 Jan 2001 00:00:00 GMT"_ba).status, 200);
        QCOMPARE(since(modified, "\"other\""_ba).status, 200); // a tag goes before a date
        QCOMPARE(since("never"_ba).status, 200);
        m_tester->clock.advance(1min);
        m_tester->github.state().push(m_tester->repository, m_tester->repository.pulls.first(),
                                      {{u"n"_s, "n"_ba}}, m_tester->clock.now());
        QCOMPARE(since(modified).status, 200);
    }

    void bindsTagsToTokenAndMediaType()
    {
        const QByteArray target = "/repos/org/tool"_ba;
        const QByteArray tag = header(m_tester->get(target), "etag"_L1);
        QVERIFY(tag.startsWith("W/\""));
        const auto with = [&](const QByteArray &token, const QByteArray &accept) {
            return m_tester->get(target, token, {{"If-None-Match"_ba, tag}, {"Accept"_ba, accept}})
                    .status;
        };
        QCOMPARE(with("writer"_ba, {}), 304);
        QCOMPARE(with("stranger"_ba, {}), 200);
        QCOMPARE(with("writer"_ba, "application/vnd.github.raw+json"_ba), 200);
    }

    void describesAnswers()
    {
        const FakeAnswer plain = m_tester->get("/repos/org/tool"_ba);
        QCOMPARE(header(plain, "x-github-media-type"_L1), "github.v3; format=json"_ba);
        QCOMPARE(header(plain, "x-github-api-version-selected"_L1), "2022-11-28"_ba);
        QVERIFY(header(plain, "vary"_L1).contains("Authorization"));
        QVERIFY(header(plain, "x-github-request-id"_L1)
                != header(m_tester->get("/user"_ba), "x-github-request-id"_L1));
        const FakeAnswer other = m_tester->get("/repos/org/tool"_ba, "writer"_ba,
                                               {{"Accept"_ba, "application/vnd.github.raw+json"_ba},
                                                {"X-GitHub-Api-Version"_ba, "2026-03-10"_ba}});
        QCOMPARE(header(other, "x-github-media-type"_L1), "github.v3; param=raw; format=json"_ba);
        QCOMPARE(header(other, "x-github-api-version-selected"_L1), "2026-03-10"_ba);
        QCOMPARE(m_tester->get("/user"_ba, "writer"_ba,
                               {{"X-GitHub-Api-Version"_ba, "1999-01-01"_ba}})
                         .status,
                 400);
    }

    void tellsWhatATokenMayDo()
    {
        m_tester->github.state().addToken("fine"_ba, u"writer"_s, FakeToken::Kind::FineGrained);
        const QByteArray target = "/repos/org/tool/issues/1/comments"_ba;
        const FakeAnswer classic = m_tester->get(target);
        QCOMPARE(header(classic, "x-oauth-scopes"_L1), "repo"_ba);
        QCOMPARE(header(classic, "x-accepted-oauth-scopes"_L1), "repo"_ba);
        QVERIFY(!classic.headers.contains("x-accepted-github-permissions"_L1));
        for (const QByteArray &token : {"fine"_ba, "app"_ba}) {
            const FakeAnswer answer = m_tester->get(target, token);
            QCOMPARE(header(answer, "x-accepted-github-permissions"_L1),
                     "issues=read; pull_requests=read"_ba);
            QVERIFY(!answer.headers.contains("x-oauth-scopes"_L1));
        }
    }

    void countsPerUserAndResource()
    {
        FakeGithubState &state = m_tester->github.state();
        state.addToken("second"_ba, u"writer"_s);
        state.addToken("large"_ba, u"big"_s).hourlyLimit = 15000;
        const auto used = [this](const QByteArray &token) {
            return header(m_tester->get("/repos/org/tool"_ba, token), "x-ratelimit-used"_L1)
                    .toInt();
        };
        QCOMPARE(used("writer"_ba), 1);
        QCOMPARE(used("second"_ba), 2); // one user, two tokens
        QCOMPARE(used("stranger"_ba), 1);
        QCOMPARE(used("org"_ba), 1);
        QCOMPARE(used("app"_ba), 1); // an installation is not its owner
        QCOMPARE(header(m_tester->get("/user"_ba, "large"_ba), "x-ratelimit-limit"_L1), "15000"_ba);
        const FakeAnswer query
                = m_tester->ask("POST"_ba, "/graphql"_ba, {{u"query"_s, u"{viewer{login}}"_s}});
        QCOMPARE(header(query, "x-ratelimit-resource"_L1), "graphql"_ba);
        QCOMPARE(header(query, "x-ratelimit-used"_L1), "1"_ba);
        const FakeAnswer search = m_tester->get("/search/issues?q=is:pr"_ba);
        QCOMPARE(header(search, "x-ratelimit-resource"_L1), "search"_ba);
        QCOMPARE(header(search, "x-ratelimit-limit"_L1), "30"_ba);
        const qint64 reset = header(search, "x-ratelimit-reset"_L1).toLongLong();
        QCOMPARE(reset - m_tester->clock.now().toSecsSinceEpoch(), 60);
    }

    void letsAnybodyReadALittle()
    {
        m_tester->github.limits().anonymous = 1;
        const FakeAnswer first = m_tester->get("/repos/org/tool"_ba, {});
        QCOMPARE(first.status, 200);
        QVERIFY(!first.headers.contains("x-oauth-scopes"_L1));
        QCOMPARE(m_tester->get("/repos/org/tool"_ba, {}).status, 403);
        m_tester->github.limits().anonymous = 60;
        QCOMPARE(m_tester->get("/user"_ba, {}).status, 401);
        QCOMPARE(m_tester->ask("POST"_ba, "/graphql"_ba, {{u"query"_s, u"{viewer{login}}"_s}}, {})
                         .status,
                 401);
        m_tester->repository.isPrivate = true;
        QCOMPARE(m_tester->get("/repos/org/tool"_ba, {}).status, 404);
    }

    void showsLimitsForNothing()
    {
        QCOMPARE(m_tester->get("/user"_ba).status, 200);
        const FakeAnswer answer = m_tester->get("/rate_limit"_ba);
        QCOMPARE(header(answer, "x-ratelimit-used"_L1), "1"_ba);
        const auto json = GithubTester::json(answer);
        QCOMPARE(GithubTester::keys(json["resources"_L1]),
                 u"actions_runner_registration code_scanning_upload code_search core "
                 "dependency_snapshots graphql integration_manifest scim search source_import"_s);
        QCOMPARE(GithubTester::keys(json["resources"_L1]["search"_L1]),
                 u"limit remaining reset resource used"_s);
        QCOMPARE(json["rate"_L1], json["resources"_L1]["core"_L1]);
        QCOMPARE(json["rate"_L1]["remaining"_L1].toInt(), 4999);
        const auto newer = GithubTester::json(m_tester->get(
                "/rate_limit"_ba, "writer"_ba, {{"X-GitHub-Api-Version"_ba, "2026-03-10"_ba}}));
        QVERIFY(newer["rate"_L1].isUndefined());
        m_tester->github.limits().core = 1;
        QCOMPARE(m_tester->get("/rate_limit"_ba).status, 200);
    }

    void canDoWithoutLimits()
    {
        m_tester->github.limits().isCounting = false;
        m_tester->github.limits().core = 0;
        const FakeAnswer answer = m_tester->get("/user"_ba);
        QCOMPARE(answer.status, 200);
        QVERIFY(!answer.headers.contains("x-ratelimit-limit"_L1));
        QCOMPARE(m_tester->get("/rate_limit"_ba).status, 404);
    }

    void refusesWithTheDocumentedWords_data()
    {
        QTest::addColumn<bool>("isWith429");
        QTest::addColumn<bool>("hasRetryAfter");
        QTest::newRow("403 with") << false << true;
        QTest::newRow("403 without") << false << false;
        QTest::newRow("429 with") << true << true;
        QTest::newRow("429 without") << true << false;
    }
    void refusesWithTheDocumentedWords()
    {
        QFETCH(bool, isWith429);
        QFETCH(bool, hasRetryAfter);
        FakeLimits &limits = m_tester->github.limits();
        limits.pointsPerMinute = 1;
        limits.isRefusedWith429 = isWith429;
        limits.hasRetryAfter = hasRetryAfter;
        QCOMPARE(readsUntilRefused(5), 1);
        const FakeAnswer refused = m_tester->get("/user"_ba);
        QCOMPARE(refused.status, isWith429 ? 429 : 403);
        QCOMPARE(refused.headers.contains("retry-after"_L1), hasRetryAfter);
        QCOMPARE(header(refused, "x-ratelimit-remaining"_L1), "4999"_ba);
        QVERIFY(GithubTester::json(refused)["message"_L1].toString().contains(
                "You have exceeded a secondary rate limit"_L1));
        m_tester->clock.advance(1min);
        QCOMPARE(m_tester->get("/user"_ba).status, 200);
    }

    void countsPoints()
    {
        m_tester->github.limits().setDocumented();
        for (int i = 0; i < 79; ++i)
            QCOMPARE(write().status, 201);
        QCOMPARE(readsUntilRefused(1000), 900 - 79 * 5);
        QCOMPARE(m_tester->get("/user"_ba, "stranger"_ba).status, 200);
        m_tester->github.limits().graphqlPointsPerMinute = 7;
        QCOMPARE(m_tester->query(u"{viewer{login}}"_s).value("data"_L1)["viewer"_L1]["login"_L1],
                 u"writer"_s);
        const QString mutation = u"mutation{x:updateCheckRun(input:{}){checkRun{id}}}"_s;
        QVERIFY(m_tester->query(mutation).contains("data"_L1));
        QVERIFY(m_tester->query(u"{viewer{login}}"_s).contains("data"_L1));
        QVERIFY(m_tester->query(u"{viewer{login}}"_s)
                        .value("message"_L1)
                        .toString()
                        .contains("secondary"_L1));
    }

    void countsContent()
    {
        m_tester->github.limits().setDocumented();
        int made = 0;
        for (int minute = 0; minute < 10; ++minute) {
            for (; write().status == 201; ++made) {}
            if (minute == 0)
                QCOMPARE(made, 80);
            QCOMPARE(m_tester->get("/user"_ba).status, 200); // reading goes on
            m_tester->clock.advance(1min);
        }
        QCOMPARE(made, 500);
        QCOMPARE(header(write(), "retry-after"_L1), "3000"_ba);
        m_tester->clock.advance(50min);
        QCOMPARE(write().status, 201);
    }

    void countsConcurrentRequests()
    {
        m_tester->github.limits().concurrent = 2;
        QHttpHeaders headers;
        headers.append("Authorization"_L1, "Bearer writer"_L1);
        const FakeRequest slow = FakeRequest::of("GET"_ba, "/user"_ba, headers, {});
        for (int i = 0; i < 3; ++i)
            m_tester->github.begin(slow);
        QCOMPARE(m_tester->get("/user"_ba).status, 403);
        QCOMPARE(m_tester->get("/user"_ba, "stranger"_ba).status, 200);
        m_tester->github.end(slow);
        QCOMPARE(m_tester->get("/user"_ba).status, 200);
    }
};

QTEST_GUILESS_MAIN(TestFakeLimits)
#include "tst_fakelimits.moc"
