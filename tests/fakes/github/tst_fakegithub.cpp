// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/github/fakewebhook.h"
#include "fakes/github/githubtester.h"

#include <QMessageAuthenticationCode>
#include <QTest>

#include <memory>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Holds the fake against the shapes that GitHub documents.
class TestFakeGithub final : public QObject
{
    Q_OBJECT

    HandClock m_clock;
    std::unique_ptr<FakeGithub> m_github;
    FakeRepository *m_repository = nullptr;
    QString m_head;

    FakeAnswer ask(const QByteArray &method, const QByteArray &target, const QJsonObject &body = {},
                   const QByteArray &token = "writer"_ba, const QByteArray &etag = {})
    {
        QHttpHeaders headers;
        headers.append("User-Agent"_L1, "test"_L1);
        headers.append("Host"_L1, "api.test"_L1);
        headers.append("Authorization"_L1, "Bearer "_ba + token);
        if (!etag.isEmpty())
            headers.append("If-None-Match"_L1, etag);
        return m_github->answer(
                FakeRequest::of(method, target, headers,
                                body.isEmpty() ? QByteArray() : QJsonDocument(body).toJson()));
    }
    static QJsonDocument json(const FakeAnswer &answer)
    {
        return QJsonDocument::fromJson(answer.body);
    }
    static QByteArray header(const FakeAnswer &answer, QLatin1StringView name)
    {
        return answer.headers.value(name).toByteArray();
    }
    QByteArray remaining(const FakeAnswer &answer)
    {
        return header(answer, "x-ratelimit-remaining"_L1);
    }

private slots:
    void init()
    {
        m_github = std::make_unique<FakeGithub>(m_clock);
        FakeGithubState &state = m_github->state();
        m_repository = &state.addRepository(u"org/tool"_s, {{u".packit.yaml"_s, "jobs: []\n"_ba},
                                                            {u"src/a.c"_s, "int a;\n"_ba}});
        m_repository->permissions.insert(u"writer"_s, u"write"_s);
        m_head = state.addPull(*m_repository, u"writer"_s, {}, m_clock.now()).headSha;
        state.addToken("writer"_ba, u"writer"_s);
        state.addToken("stranger"_ba, u"stranger"_s);
        state.addToken("app"_ba, u"org"_s, FakeToken::Kind::Installation);
    }

    void refusesWhoIsUnknown()
    {
        const FakeAnswer answer = ask("GET"_ba, "/user"_ba, {}, "wrong"_ba);
        QCOMPARE(answer.status, 401);
        QCOMPARE(json(answer)["message"_L1].toString(), u"Bad credentials"_s);
        QVERIFY(json(answer)["documentation_url"_L1].isString());
        QCOMPARE(m_github->answer(FakeRequest::of("GET"_ba, "/user"_ba, {}, {})).status, 403);
    }

    void hashesAsGit()
    {
        QCOMPARE(fakeBlobSha({}), u"e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"_s);
        QCOMPARE(fakeTreeSha({}, {}), u"4b825dc642cb6eb9a060e54bf8d69288fbee4904"_s);
    }

    void readsContents()
    {
        const auto file = json(ask("GET"_ba, "/repos/org/tool/contents/.packit.yaml"_ba));
        QCOMPARE(file["type"_L1].toString(), u"file"_s);
        QCOMPARE(QByteArray::fromBase64(file["content"_L1].toString().toLatin1()), "jobs: []\n"_ba);
        QCOMPARE(
                GithubTester::keys(file.object()),
                u"_links content download_url encoding git_url html_url name path sha size type url"_s);
        const auto folder = json(ask("GET"_ba, "/repos/org/tool/contents/"_ba)).array();
        QCOMPARE(folder.size(), 2);
        QCOMPARE(ask("GET"_ba, "/repos/org/tool/contents/none"_ba).status, 404);
        const auto ofPull = ask("GET"_ba, "/repos/org/tool/contents/src?ref=refs/pull/1/head"_ba);
        QCOMPARE(ofPull.status, 200);
    }

    void doesNotCountWhatIsUnchanged()
    {
        const FakeAnswer first = ask("GET"_ba, "/repos/org/tool"_ba);
        const QByteArray tag = header(first, "etag"_L1);
        const FakeAnswer second = ask("GET"_ba, "/repos/org/tool"_ba, {}, "writer"_ba, tag);
        QCOMPARE(second.status, 304);
        QVERIFY(second.body.isEmpty());
        QCOMPARE(remaining(second), remaining(first));
        QCOMPARE(ask("GET"_ba, "/repos/org/tool"_ba, {}, "stranger"_ba, tag).status, 200);
        QCOMPARE(m_github->calls().at(1).cost, 0);
    }

    void leadsFromAFormerName()
    {
        m_github->state().rename(*m_repository, u"gadget"_s);
        const FakeAnswer answer = ask("GET"_ba, "/repos/org/tool/pulls/1"_ba);
        QCOMPARE(answer.status, 301);
        QVERIFY(header(answer, "location"_L1)
                        .endsWith(QByteArray("/repositories/"_ba
                                             + QByteArray::number(m_repository->id)
                                             + "/pulls/1"_ba)));
        m_repository->isDeleted = true;
        QCOMPARE(ask("GET"_ba, "/repos/org/gadget"_ba).status, 404);
    }

    void exhaustsThePrimaryLimit()
    {
        m_github->limits().core = 1;
        QCOMPARE(remaining(ask("GET"_ba, "/user"_ba)), "0"_ba);
        const FakeAnswer refused = ask("GET"_ba, "/user"_ba);
        QCOMPARE(refused.status, 403);
        QCOMPARE(remaining(refused), "0"_ba);
        QVERIFY(json(refused)["message"_L1].toString().startsWith("API rate limit exceeded"_L1));
        QCOMPARE(ask("GET"_ba, "/user"_ba, {}, "stranger"_ba).status, 200);
        m_github->limits().isRefusedWith429 = true;
        QCOMPARE(ask("GET"_ba, "/user"_ba).status, 429);
        m_clock.advance(1h);
        QCOMPARE(ask("GET"_ba, "/user"_ba).status, 200);
        m_github->limits().graphql = 0;
        const FakeAnswer query
                = ask("POST"_ba, "/graphql"_ba, {{u"query"_s, u"{viewer{login}}"_s}});
        QCOMPARE(query.status, 200);
        QCOMPARE(json(query)["errors"_L1][0]["type"_L1].toString(), u"RATE_LIMITED"_s);
    }

    void hasSecondaryLimits()
    {
        m_github->limits().pointsPerMinute = 1;
        QCOMPARE(ask("GET"_ba, "/user"_ba).status, 200);
        const FakeAnswer refused = ask("GET"_ba, "/user"_ba);
        QCOMPARE(refused.status, 403);
        QCOMPARE(header(refused, "retry-after"_L1), "60"_ba);
        QVERIFY(remaining(refused) != "0"_ba);
        m_github->limits().hasRetryAfter = false;
        QVERIFY(!ask("GET"_ba, "/user"_ba).headers.contains("retry-after"_L1));
    }

    void checksStatuses_data()
    {
        QTest::addColumn<QString>("state");
        QTest::addColumn<int>("length");
        QTest::addColumn<QByteArray>("token");
        QTest::addColumn<int>("status");
        QTest::newRow("good") << u"pending"_s << 140 << "writer"_ba << 201;
        QTest::newRow("unknown state") << u"canceled"_s << 1 << "writer"_ba << 422;
        QTest::newRow("long description") << u"pending"_s << 141 << "writer"_ba << 422;
        QTest::newRow("may not write") << u"pending"_s << 1 << "stranger"_ba << 404;
    }
    void checksStatuses()
    {
        QFETCH(QString, state);
        QFETCH(int, length);
        QFETCH(QByteArray, token);
        const QByteArray target = "/repos/org/tool/statuses/"_ba + m_head.toLatin1();
        const QJsonObject body{{u"state"_s, state}, {u"description"_s, QString(length, u'x')}};
        QTEST(ask("POST"_ba, target, body, token).status, "status");
    }

    void bindsStatusesOfAContext()
    {
        const QByteArray target = "/repos/org/tool/statuses/"_ba + m_head.toLatin1();
        for (int i = 0; i < 1000; ++i)
            QCOMPARE(ask("POST"_ba, target, {{u"state"_s, u"success"_s}}).status, 201);
        QCOMPARE(ask("POST"_ba, target, {{u"state"_s, u"success"_s}}).status, 422);
        const QJsonObject other{{u"state"_s, u"success"_s}, {u"context"_s, u"other"_s}};
        QCOMPARE(ask("POST"_ba, target, other).status, 201);
    }

    void keepsCheckRunsForApps()
    {
        const QJsonObject body{{u"name"_s, u"build"_s}, {u"head_sha"_s, m_head}};
        QCOMPARE(ask("POST"_ba, "/repos/org/tool/check-runs"_ba, body).status, 403);
        const FakeAnswer made = ask("POST"_ba, "/repos/org/tool/check-runs"_ba, body, "app"_ba);
        QCOMPARE(made.status, 201);
        const QByteArray one = "/repos/org/tool/check-runs/"_ba
                             + QByteArray::number(json(made)["id"_L1].toInteger());
        const auto done = json(ask("PATCH"_ba, one, {{u"conclusion"_s, u"success"_s}}, "app"_ba));
        QCOMPARE(done["status"_L1].toString(), u"completed"_s);
        QVERIFY(done["completed_at"_L1].isString());
    }

    void answersGraphQlInParts()
    {
        const QString query = u"query($o:String!){a:repository(owner:$o,name:\"tool\"){isPrivate "
                              "object(expression:\"HEAD:.packit.yaml\"){...on Blob{text}}}"
                              "b:repository(owner:$o,name:\"none\"){id}}"_s;
        const auto answer = json(
                ask("POST"_ba, "/graphql"_ba,
                    {{u"query"_s, query}, {u"variables"_s, QJsonObject{{u"o"_s, u"org"_s}}}}));
        QCOMPARE(answer["data"_L1]["a"_L1]["object"_L1]["text"_L1].toString(), u"jobs: []\n"_s);
        QVERIFY(answer["data"_L1]["b"_L1].isNull());
        QCOMPARE(answer["errors"_L1][0]["path"_L1].toArray(), QJsonArray{u"b"_s});
    }

    void writesCheckRunsByGraphQl()
    {
        const QString query
                = u"mutation{a:createCheckRun(input:{repositoryId:\"%1\",headSha:"
                  "\"%2\",name:\"build\",status:QUEUED}){checkRun{status conclusion}}}"_s.arg(
                          m_repository->nodeId(), m_head);
        const QJsonObject body{{u"query"_s, query}};
        const auto made = json(ask("POST"_ba, "/graphql"_ba, body, "app"_ba));
        const QJsonValue run = made["data"_L1]["a"_L1]["checkRun"_L1];
        QCOMPARE(run["status"_L1].toString(), u"QUEUED"_s);
        QVERIFY(run["conclusion"_L1].isNull());
        const auto refused = json(ask("POST"_ba, "/graphql"_ba, body));
        QCOMPARE(refused["errors"_L1][0]["type"_L1].toString(), u"FORBIDDEN"_s);
        QCOMPARE(m_repository->checkRuns.size(), 1);
    }

    void failsOnDemand()
    {
        m_github->fail({.pathPart = u"/user"_s, .answer = {.status = 500}});
        m_github->fail({.answer = {.status = 0, .delay = 5s, .cutAfter = 3}});
        QCOMPARE(ask("GET"_ba, "/user"_ba).status, 500);
        const FakeAnswer cut = ask("GET"_ba, "/user"_ba);
        QCOMPARE(cut.status, 200);
        QCOMPARE(cut.cutAfter, 3);
        QCOMPARE(cut.delay, 5s);
        QCOMPARE(ask("GET"_ba, "/user"_ba).cutAfter, -1);
    }

    void signsInAnApp()
    {
        const FakeAppKey key;
        const qint64 now = m_clock.now().toSecsSinceEpoch();
        m_github->state().app = FakeApp{.id = 7,
                                        .slug = u"sluice"_s,
                                        .publicKey = key.publicPem(),
                                        .installations = {{.id = 9, .account = u"org"_s}}};
        const QByteArray good = key.jwt(u"7"_s, now - 60, now + 540);
        const QByteArray tokens = "/app/installations/9/access_tokens"_ba;
        for (const QByteArray &bad :
             {"writer"_ba, FakeAppKey().jwt(u"7"_s, now - 60, now + 540),
              key.jwt(u"8"_s, now - 60, now + 540), key.jwt(u"7"_s, now + 60, now + 540),
              key.jwt(u"7"_s, now - 60, now), key.jwt(u"7"_s, now, now + 601)})
            QCOMPARE(ask("POST"_ba, tokens, {}, bad).status, 401);
        QCOMPARE(json(ask("GET"_ba, "/repos/org/tool/installation"_ba, {}, good))["id"_L1].toInt(),
                 9);
        const FakeAnswer made = ask("POST"_ba, tokens, {}, good);
        QCOMPARE(made.status, 201);
        const QByteArray token = json(made)["token"_L1].toString().toLatin1();
        const auto list = json(ask("GET"_ba, "/installation/repositories"_ba, {}, token));
        QCOMPARE(list["total_count"_L1].toInt(), 1);
        m_clock.advance(1h);
        QCOMPARE(ask("GET"_ba, "/installation/repositories"_ba, {}, token).status, 401);
    }

    void signsWebhooks()
    {
        const FakeWebhook hook = makeWebhook(
                u"pull_request"_s, u"guid"_s,
                fakePullPayload(u"opened"_s, *m_repository, m_repository->pulls.at(0)),
                "secret"_ba);
        QCOMPARE(hook.headers.value("X-Hub-Signature-256"_L1).toByteArray(),
                 "sha256="_ba
                         + QMessageAuthenticationCode::hash(hook.body, "secret"_ba,
                                                            QCryptographicHash::Sha256)
                                   .toHex());
        const auto payload = QJsonDocument::fromJson(hook.body);
        QCOMPARE(payload["pull_request"_L1]["head"_L1]["sha"_L1].toString(), m_head);
    }
};

QTEST_GUILESS_MAIN(TestFakeGithub)
#include "tst_fakegithub.moc"
