// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/flakyserver.h"
#include "fakes/github/fakegithubserver.h"
#include "fakes/github/githubtester.h"

#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString kItemKeys = u"action delivered_at duration event guid id installation_id "
                          "redelivery repository_id status status_code throttled_at"_s;
const QString kWholeKeys = u"action delivered_at duration event guid id installation_id redelivery "
                           "repository_id request response status status_code throttled_at url"_s;

} // namespace

/// Holds the deliveries of hooks against the shapes that GitHub documents.
class TestFakeHooks final : public QObject
{
    Q_OBJECT

    std::unique_ptr<GithubTester> m_tester;
    FakeHook *m_hook = nullptr;
    QByteArray m_address;

    [[nodiscard]] QJsonArray deliveries(const QByteArray &query = {})
    {
        return GithubTester::json(m_tester->get(m_address + "/deliveries"_ba + query, "org"_ba))
                .array();
    }

private slots:
    void init()
    {
        m_tester = std::make_unique<GithubTester>();
        m_hook = &m_tester->github.state().addHook(m_tester->repository, {}, {u"*"_s},
                                                   m_tester->clock.now(), "s3cret"_ba);
        m_address = "/repos/org/tool/hooks/"_ba + QByteArray::number(m_hook->id);
    }

    void listsHooks()
    {
        const auto list
                = GithubTester::json(m_tester->get("/repos/org/tool/hooks"_ba, "org"_ba)).array();
        QCOMPARE(list.size(), 1);
        QCOMPARE(GithubTester::keys(list.at(0)),
                 u"active config created_at deliveries_url events id last_response name "
                 "ping_url test_url type updated_at url"_s);
        QCOMPARE(list.at(0)["config"_L1]["secret"_L1].toString(), u"********"_s);
        QCOMPARE(m_tester->get("/repos/org/tool/hooks"_ba).status, 404);
        QCOMPARE(m_tester->get("/repos/org/tool/hooks/1"_ba, "org"_ba).status, 404);
    }

    void makesAndRemovesHooks()
    {
        const QByteArray target = "/repos/org/tool/hooks"_ba;
        QCOMPARE(m_tester->ask("POST"_ba, target, {{u"name"_s, u"web"_s}}, "org"_ba).status, 422);
        const FakeAnswer made = m_tester->ask(
                "POST"_ba, target,
                {{u"config"_s, QJsonObject{{u"url"_s, u"http://127.0.0.1:1/"_s}}}}, "org"_ba);
        QCOMPARE(made.status, 201);
        const auto json = GithubTester::json(made);
        QCOMPARE(json["events"_L1].toArray(), QJsonArray{u"push"_s});
        const QByteArray own = target + '/' + QByteArray::number(json["id"_L1].toInteger());
        QCOMPARE(m_tester->ask("POST"_ba, own + "/pings"_ba, {}, "org"_ba).status, 204);
        QCOMPARE(GithubTester::json(m_tester->get(own + "/deliveries"_ba, "org"_ba)).array().size(),
                 2);
        QCOMPARE(m_tester->ask("DELETE"_ba, own, {}, "org"_ba).status, 204);
        QCOMPARE(m_tester->get(own, "org"_ba).status, 404);
    }

    void remembersWhatHappens()
    {
        FakeGithubState &state = m_tester->github.state();
        FakeRepository &repository = m_tester->repository;
        const QDateTime now = m_tester->clock.now();
        state.push(repository, repository.pulls.first(), {{u"b"_s, "c"_ba}}, now);
        state.addPull(repository, u"stranger"_s, {}, now);
        QCOMPARE(m_tester->ask("POST"_ba, "/repos/org/tool/issues/1/comments"_ba,
                               {{u"body"_s, u"/packit test"_s}})
                         .status,
                 201);
        const QJsonObject run{{u"name"_s, u"build"_s},
                              {u"head_sha"_s, m_tester->head},
                              {u"conclusion"_s, u"success"_s}};
        QCOMPARE(m_tester->ask("POST"_ba, "/repos/org/tool/check-runs"_ba, run, "app"_ba).status,
                 201);
        const QByteArray statuses = "/repos/org/tool/statuses/"_ba + m_tester->head.toLatin1();
        QCOMPARE(m_tester->ask("POST"_ba, statuses, {{u"state"_s, u"pending"_s}}).status, 201);
        state.close(repository, repository.pulls.first(), now);
        QStringList seen;
        for (const QJsonValue &one : deliveries()) {
            QCOMPARE(GithubTester::keys(one), kItemKeys);
            seen.prepend(one["event"_L1].toString() + u' ' + one["action"_L1].toString());
        }
        QCOMPARE(seen,
                 (QStringList{u"ping "_s, u"pull_request synchronize"_s, u"pull_request opened"_s,
                              u"issue_comment created"_s, u"check_run created"_s,
                              u"check_run completed"_s, u"status "_s, u"pull_request closed"_s}));
    }

    void fillsPayloads()
    {
        FakeGithubState &state = m_tester->github.state();
        FakeRepository &repository = m_tester->repository;
        const QDateTime now = m_tester->clock.now();
        state.reopen(repository, repository.pulls.first(), now);
        state.addComment(repository, 1, u"stranger"_s, u"/packit build"_s, now);
        QCOMPARE(m_tester->ask("POST"_ba, "/repos/org/tool/check-runs"_ba,
                               {{u"name"_s, u"build"_s}, {u"head_sha"_s, m_tester->head}}, "app"_ba)
                         .status,
                 201);
        QCOMPARE(m_tester->ask("POST"_ba,
                               "/repos/org/tool/statuses/"_ba + m_tester->head.toLatin1(),
                               {{u"state"_s, u"error"_s}})
                         .status,
                 201);
        const QMap<QString, QString> keys{
                {u"ping"_s, u"hook hook_id repository zen"_s},
                {u"pull_request"_s, u"action number pull_request repository sender"_s},
                {u"issue_comment"_s, u"action comment issue repository sender"_s},
                {u"check_run"_s, u"action check_run repository sender"_s},
                {u"status"_s, u"branches commit context created_at description id name repository "
                              "sender sha state target_url updated_at"_s}};
        QCOMPARE(m_hook->deliveries.size(), keys.size());
        for (const FakeDelivery &delivery : std::as_const(m_hook->deliveries)) {
            QCOMPARE(GithubTester::keys(delivery.payload), keys.value(delivery.event));
            QCOMPARE(delivery.payload["repository"_L1]["full_name"_L1].toString(), u"org/tool"_s);
        }
        const QJsonObject &comment = m_hook->deliveries.at(2).payload;
        QCOMPARE(comment["comment"_L1]["body"_L1].toString(), u"/packit build"_s);
        QCOMPARE(comment["comment"_L1]["author_association"_L1].toString(), u"NONE"_s);
        QVERIFY(comment["issue"_L1]["pull_request"_L1]["url"_L1].isString());
        QCOMPARE(comment["sender"_L1]["login"_L1].toString(), u"stranger"_s);
    }

    void showsAWholeDelivery()
    {
        FakeRepository &repository = m_tester->repository;
        m_tester->github.state().push(repository, repository.pulls.first(), {},
                                      m_tester->clock.now());
        const QJsonObject item = deliveries().at(0).toObject();
        QCOMPARE(item["status"_L1].toString(), u"failed to connect"_s);
        QCOMPARE(item["status_code"_L1].toInt(), 502);
        QCOMPARE(item["repository_id"_L1].toInteger(), repository.id);
        QVERIFY(item["installation_id"_L1].isNull());
        QVERIFY(item["throttled_at"_L1].isNull());
        const QByteArray id = QByteArray::number(item["id"_L1].toInteger());
        const auto whole
                = GithubTester::json(m_tester->get(m_address + "/deliveries/"_ba + id, "org"_ba));
        QCOMPARE(GithubTester::keys(whole.object()), kWholeKeys);
        const QJsonValue headers = whole["request"_L1]["headers"_L1];
        QCOMPARE(headers["X-GitHub-Event"_L1].toString(), u"pull_request"_s);
        QCOMPARE(headers["X-GitHub-Delivery"_L1].toString(), item["guid"_L1].toString());
        QCOMPARE(headers["X-GitHub-Hook-ID"_L1].toString(), QString::number(m_hook->id));
        QCOMPARE(headers["X-GitHub-Hook-Installation-Target-Type"_L1].toString(), u"repository"_s);
        QVERIFY(headers["X-Hub-Signature-256"_L1].toString().startsWith("sha256="_L1));
        const QJsonValue payload = whole["request"_L1]["payload"_L1];
        QCOMPARE(payload["before"_L1].toString(), m_tester->head);
        QCOMPARE(payload["after"_L1].toString(), repository.pulls.first().headSha);
        QCOMPARE(payload["pull_request"_L1]["head"_L1]["sha"_L1], payload["after"_L1]);
        QVERIFY(whole["response"_L1]["payload"_L1].isNull());
        QCOMPARE(m_tester->get(m_address + "/deliveries/1"_ba, "org"_ba).status, 404);
    }

    void pagesByCursor()
    {
        FakeRepository &repository = m_tester->repository;
        for (int i = 0; i < 4; ++i) {
            m_tester->github.state().push(repository, repository.pulls.first(), {},
                                          m_tester->clock.now());
        }
        QList<qint64> ids;
        QByteArray target = m_address + "/deliveries?per_page=2"_ba;
        int pages = 0;
        FakeAnswer page;
        for (; !target.isEmpty(); ++pages) {
            page = m_tester->get(target, "org"_ba);
            for (const QJsonValue &one : GithubTester::json(page).array())
                ids << one["id"_L1].toInteger();
            target = GithubTester::link(page, "next"_ba);
        }
        QCOMPARE(pages, 3);
        QCOMPARE(ids.size(), 5);
        QVERIFY(std::ranges::is_sorted(ids, std::greater()));
        const auto before = m_tester->get(GithubTester::link(page, "prev"_ba), "org"_ba);
        QCOMPARE(GithubTester::json(before)[0]["id"_L1].toInteger(), ids.at(2));
        QCOMPARE(m_tester->get(m_address + "/deliveries?cursor=x"_ba, "org"_ba).status, 400);
        QCOMPARE(deliveries("?status=success"_ba).size(), 0);
        QCOMPARE(deliveries("?status=failure"_ba).size(), 5);
    }

    void deliversAgain()
    {
        const QJsonValue first = deliveries().at(0);
        const QByteArray attempts = m_address + "/deliveries/"_ba
                                  + QByteArray::number(first["id"_L1].toInteger()) + "/attempts"_ba;
        m_tester->clock.advance(1min);
        const FakeAnswer accepted = m_tester->ask("POST"_ba, attempts, {}, "org"_ba);
        QCOMPARE(accepted.status, 202);
        QCOMPARE(accepted.body, "{}"_ba);
        const QJsonValue again = deliveries("?redelivery=true"_ba).at(0);
        QCOMPARE(again["guid"_L1], first["guid"_L1]);
        QVERIFY(again["id"_L1] != first["id"_L1]);
        QVERIFY(again["redelivery"_L1].toBool());
        QVERIFY(again["delivered_at"_L1].toString() > first["delivered_at"_L1].toString());
        QCOMPARE(deliveries().size(), 2);
    }

    void tellsTheApp()
    {
        const FakeAppKey key;
        const QByteArray jwt = m_tester->installApp(key);
        FakeRepository &repository = m_tester->repository;
        FakeGithubState &state = m_tester->github.state();
        state.push(repository, repository.pulls.first(), {}, m_tester->clock.now());
        repository.checkRuns << FakeCheckRun{
                .id = 5, .headSha = m_tester->head, .name = u"build"_s, .status = u"completed"_s};
        QCOMPARE(m_tester->ask("POST"_ba, "/repos/org/tool/check-runs/5/rerequest"_ba, {}, "app"_ba)
                         .status,
                 201);
        FakeRepository &other = state.addRepository(u"else/where"_s, {});
        state.addPull(other, u"else"_s, {}, m_tester->clock.now());
        const auto list = GithubTester::json(m_tester->get("/app/hook/deliveries"_ba, jwt)).array();
        QCOMPARE(list.size(), 2);
        QCOMPARE(GithubTester::keys(list.at(0)), kItemKeys);
        QCOMPARE(list.at(0)["action"_L1].toString(), u"rerequested"_s);
        QCOMPARE(list.at(0)["installation_id"_L1].toInt(), 9);
        const QByteArray own
                = "/app/hook/deliveries/"_ba + QByteArray::number(list.at(1)["id"_L1].toInteger());
        const auto whole = GithubTester::json(m_tester->get(own, jwt));
        QCOMPARE(GithubTester::keys(whole.object()), kWholeKeys);
        const QJsonValue request = whole["request"_L1];
        QCOMPARE(request["payload"_L1]["installation"_L1]["id"_L1].toInt(), 9);
        QCOMPARE(request["headers"_L1]["X-GitHub-Hook-Installation-Target-Type"_L1].toString(),
                 u"integration"_s);
        QCOMPARE(m_tester->ask("POST"_ba, own + "/attempts"_ba, {}, jwt).status, 202);
        QCOMPARE(GithubTester::json(
                         m_tester->get("/app/hook/deliveries?per_page=1"_ba, jwt))[0]["guid"_L1],
                 list.at(1)["guid"_L1]);
        QCOMPARE(m_tester->get("/app/hook/deliveries"_ba).status, 401);
        for (const QJsonValue &one : deliveries())
            QVERIFY(one["action"_L1].toString() != "rerequested"_L1);
    }

    void deliversToWhoListens()
    {
        const FakeGithubServer server(m_tester->github);
        FlakyServer listener;
        listener.script("/good"_ba, {FlakyAnswer::ok("thanks"_ba)});
        listener.script("/bad"_ba, {FlakyAnswer::error(500)});
        FakeGithubState &state = m_tester->github.state();
        const QDateTime now = m_tester->clock.now();
        FakeRepository &other = state.addRepository(u"org/other"_s, {});
        state.addHook(other, listener.url(u"/good"_s).toString(), {}, now, "s3cret"_ba);
        state.addHook(other, listener.url(u"/bad"_s).toString(), {}, now);
        const FakeDelivery &good = other.hooks.at(0).deliveries.at(0);
        const FakeDelivery &bad = other.hooks.at(1).deliveries.at(0);
        QTRY_COMPARE(good.status, u"OK"_s);
        QTRY_COMPARE(bad.status, u"Invalid HTTP Response: 500"_s);
        QCOMPARE(good.statusCode, 200);
        QCOMPARE(good.responsePayload, u"thanks"_s);
        QVERIFY(good.responseHeaders.contains("Content-Length"_L1)
                || good.responseHeaders.contains("content-length"_L1));
        QCOMPARE(listener.requests().at(0).headers.value("x-github-event"), "ping"_ba);
        QVERIFY(listener.requests().at(0).headers.contains("x-hub-signature-256"));
    }
};

QTEST_GUILESS_MAIN(TestFakeHooks)
#include "tst_fakehooks.moc"
