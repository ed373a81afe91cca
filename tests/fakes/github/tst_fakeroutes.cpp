// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/github/githubtester.h"

#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Holds the REST routes against the shapes that GitHub documents.
class TestFakeRoutes final : public QObject
{
    Q_OBJECT

    std::unique_ptr<GithubTester> m_tester;

    [[nodiscard]] QJsonDocument json(const QByteArray &target, const QByteArray &token = "writer")
    {
        return GithubTester::json(m_tester->get(target, token));
    }
    [[nodiscard]] QByteArray ofHead(const QByteArray &rest) const
    {
        return "/repos/org/tool/commits/"_ba + m_tester->head.toLatin1() + rest;
    }
    qint64 addRun(const QString &name, const QString &conclusion = {})
    {
        QJsonObject body{{u"name"_s, name}, {u"head_sha"_s, m_tester->head}};
        if (!conclusion.isEmpty())
            body.insert(u"conclusion"_s, conclusion);
        const FakeAnswer made
                = m_tester->ask("POST"_ba, "/repos/org/tool/check-runs"_ba, body, "app"_ba);
        return GithubTester::json(made)["id"_L1].toInteger();
    }
    [[nodiscard]] static bool has(const QJsonValue &object, const QString &keys)
    {
        const QStringList all = keys.split(u' ');
        return std::ranges::all_of(
                all, [&](const QString &key) { return object.toObject().contains(key); });
    }
    static QStringList paths(const QJsonValue &entries)
    {
        QStringList all;
        for (const QJsonValue &entry : entries.toArray())
            all << entry["path"_L1].toString();
        return all;
    }

private slots:
    void init() { m_tester = std::make_unique<GithubTester>(); }

    void pagesLists_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("token");
        QTest::addColumn<QString>("list");
        const auto row = [](const char *name, const QByteArray &target, const QString &list = {},
                            const QByteArray &token = "org"_ba) {
            QTest::newRow(name) << target << token << list;
        };
        row("repositories of an organisation", "/orgs/org/repos"_ba);
        row("repositories of a user", "/users/org/repos"_ba);
        row("own repositories", "/user/repos"_ba);
        row("of an installation", "/installation/repositories"_ba, u"repositories"_s, "app"_ba);
        row("branches", "/repos/org/tool/branches"_ba);
        row("pull requests", "/repos/org/tool/pulls"_ba);
        row("comments", "/repos/org/tool/issues/1/comments"_ba);
        row("statuses", "/repos/org/tool/commits/pull/1/head/statuses"_ba);
        row("combined status", "/repos/org/tool/commits/pull/1/head/status"_ba, u"statuses"_s);
        row("check runs", "/repos/org/tool/commits/pull/1/head/check-runs"_ba, u"check_runs"_s);
        row("found", "/search/issues?q=is:pr"_ba, u"items"_s);
    }
    void pagesLists()
    {
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, token);
        QFETCH(QString, list);
        FakeGithubState &state = m_tester->github.state();
        FakeRepository &tool = m_tester->repository;
        const QDateTime now = m_tester->clock.now();
        for (int i = 1; i < 5; ++i) {
            const QString name = QString::number(i);
            state.addRepository(u"org/"_s + name, {});
            tool.branches.insert(name, tool.branches.value(u"main"_s));
            state.addPull(tool, u"writer"_s, {}, now);
        }
        for (int i = 0; i < 5; ++i) {
            state.addComment(tool, 1, u"writer"_s, u"text"_s, now);
            tool.statuses << FakeStatus{.id = i,
                                        .sha = m_tester->head,
                                        .context = QString::number(i),
                                        .state = u"success"_s};
            addRun(QString::number(i));
        }
        const QByteArray mark = target.contains('?') ? "&"_ba : "?"_ba;
        QByteArray next = target + mark + "per_page=2"_ba;
        QList<qsizetype> sizes;
        FakeAnswer page;
        for (; !next.isEmpty(); next = GithubTester::link(page, "next"_ba)) {
            page = m_tester->get(next, token);
            const auto body = GithubTester::json(page);
            const QJsonArray part = list.isEmpty() ? body.array() : body[list].toArray();
            sizes << part.size();
            if (!list.isEmpty())
                QCOMPARE(body["total_count"_L1].toInt(), 5);
            QCOMPARE(GithubTester::link(page, "last"_ba).isEmpty(), sizes.size() == 3);
            QCOMPARE(GithubTester::link(page, "first"_ba).isEmpty(), sizes.size() == 1);
        }
        QCOMPARE(sizes, (QList<qsizetype>{2, 2, 1}));
        QVERIFY(GithubTester::link(page, "prev"_ba).contains("page=2"));
        QVERIFY(!m_tester->get(target, token).headers.contains("Link"_L1));
    }

    void describesPeopleAndRepositories()
    {
        QVERIFY(has(json("/user"_ba).object(),
                    u"login id node_id avatar_url url html_url type site_admin"_s));
        QVERIFY(has(json("/repos/org/tool"_ba).object(),
                    u"id node_id name full_name private visibility owner html_url url fork "
                    "archived disabled default_branch clone_url pushed_at description"_s));
        const auto permission = json("/repos/org/tool/collaborators/writer/permission"_ba);
        QCOMPARE(GithubTester::keys(permission.object()), u"permission role_name user"_s);
        QCOMPARE(permission["permission"_L1].toString(), u"write"_s);
        QVERIFY(permission["user"_L1]["permissions"_L1]["push"_L1].toBool());
        QVERIFY(!permission["user"_L1]["permissions"_L1]["admin"_L1].toBool());
        QCOMPARE(json("/repos/org/tool/collaborators/stranger/permission"_ba)["permission"_L1]
                         .toString(),
                 u"read"_s);
        QCOMPARE(json("/user/repos"_ba, "stranger"_ba).array().size(), 0);
        QCOMPARE(m_tester->get("/installation/repositories"_ba).status, 403);
        QCOMPARE(m_tester->get("/user"_ba, "app"_ba).status, 403);
    }

    void readsTrees()
    {
        const auto root = json("/repos/org/tool/git/trees/main"_ba);
        QCOMPARE(GithubTester::keys(root.object()), u"sha tree truncated url"_s);
        QCOMPARE(paths(root["tree"_L1]), (QStringList{u".packit.yaml"_s, u"src"_s}));
        QCOMPARE(GithubTester::keys(root["tree"_L1][0]), u"mode path sha size type url"_s);
        QCOMPARE(GithubTester::keys(root["tree"_L1][1]), u"mode path sha type url"_s);
        const auto whole = json("/repos/org/tool/git/trees/main?recursive=1"_ba);
        QCOMPARE(paths(whole["tree"_L1]), (QStringList{u".packit.yaml"_s, u"src"_s, u"src/a.c"_s}));
        const QByteArray folder = root["tree"_L1][1]["sha"_L1].toString().toLatin1();
        const auto below = json("/repos/org/tool/git/trees/"_ba + folder);
        QCOMPARE(below["sha"_L1].toString().toLatin1(), folder);
        QCOMPARE(paths(below["tree"_L1]), QStringList{u"a.c"_s});
        m_tester->repository.mostTreeEntries = 2;
        const auto cut = json("/repos/org/tool/git/trees/main?recursive=1"_ba);
        QVERIFY(cut["truncated"_L1].toBool());
        QCOMPARE(cut["tree"_L1].toArray().size(), 2);
        QCOMPARE(m_tester->get("/repos/org/tool/git/trees/none"_ba).status, 404);
    }

    void readsBlobsBranchesAndCommits()
    {
        const QByteArray sha = fakeBlobSha("int a;\n"_ba).toLatin1();
        const auto blob = json("/repos/org/tool/git/blobs/"_ba + sha);
        QCOMPARE(GithubTester::keys(blob.object()), u"content encoding node_id sha size url"_s);
        QCOMPARE(QByteArray::fromBase64(blob["content"_L1].toString().toLatin1()), "int a;\n"_ba);
        QCOMPARE(m_tester->get("/repos/org/tool/git/blobs/"_ba + sha, "writer"_ba,
                               {{"Accept"_ba, "application/vnd.github.raw+json"_ba}})
                         .body,
                 "int a;\n"_ba);
        const auto branch = json("/repos/org/tool/branches/main"_ba);
        QVERIFY(has(branch["commit"_L1], u"sha node_id url html_url author committer parents"_s));
        QVERIFY(has(branch["commit"_L1]["commit"_L1], u"author committer message tree"_s));
        QCOMPARE(m_tester->get("/repos/org/tool/branches/none"_ba).status, 404);
        QCOMPARE(json(ofHead({}))["sha"_L1].toString(), m_tester->head);
        QCOMPARE(m_tester->get("/repos/org/tool/commits/none"_ba).status, 422);
    }

    void keepsComments()
    {
        const QByteArray target = "/repos/org/tool/issues/1/comments"_ba;
        const FakeAnswer made = m_tester->ask("POST"_ba, target, {{u"body"_s, u"hello"_s}});
        QCOMPARE(made.status, 201);
        const QString keys = u"author_association body created_at html_url id issue_url node_id "
                             "updated_at url user"_s;
        QCOMPARE(GithubTester::keys(GithubTester::json(made).object()), keys);
        const auto list = json(target);
        QCOMPARE(GithubTester::keys(list[0]), keys);
        QCOMPARE(list[0]["user"_L1]["login"_L1].toString(), u"writer"_s);
        QCOMPARE(json(target + "?since=2100-01-01T00:00:00Z"_ba).array().size(), 0);
        QCOMPARE(m_tester->ask("POST"_ba, target, {{u"text"_s, 1}}).status, 422);
        QCOMPARE(m_tester->get("/repos/org/tool/issues/9/comments"_ba).status, 404);
    }

    void combinesStatuses_data()
    {
        QTest::addColumn<QStringList>("states");
        QTest::addColumn<QString>("combined");
        QTest::newRow("none") << QStringList() << u"pending"_s;
        QTest::newRow("one pending") << QStringList{u"success"_s, u"pending"_s} << u"pending"_s;
        QTest::newRow("one failed") << QStringList{u"pending"_s, u"failure"_s} << u"failure"_s;
        QTest::newRow("one error") << QStringList{u"success"_s, u"error"_s} << u"failure"_s;
        QTest::newRow("good") << QStringList{u"success"_s, u"success"_s} << u"success"_s;
    }
    void combinesStatuses()
    {
        QFETCH(QStringList, states);
        QFETCH(QString, combined);
        for (const QString &state : std::as_const(states)) {
            const QJsonObject body{{u"state"_s, state},
                                   {u"context"_s, QString(state + u"-flag"_s)}};
            QCOMPARE(m_tester->ask("POST"_ba,
                                   "/repos/org/tool/statuses/"_ba + m_tester->head.toLatin1(), body)
                             .status,
                     201);
        }
        const auto status = json(ofHead("/status"_ba));
        QCOMPARE(GithubTester::keys(status.object()),
                 u"commit_url repository sha state statuses total_count url"_s);
        QCOMPARE(status["state"_L1].toString(), combined);
    }

    void contextsHaveNoCase()
    {
        const QByteArray target = "/repos/org/tool/statuses/"_ba + m_tester->head.toLatin1();
        for (const auto &[state, context] :
             {std::pair(u"failure"_s, u"CI/a"_s), std::pair(u"success"_s, u"ci/A"_s)}) {
            const FakeAnswer made = m_tester->ask("POST"_ba, target,
                                                  {{u"state"_s, state}, {u"context"_s, context}});
            QCOMPARE(GithubTester::keys(GithubTester::json(made).object()),
                     u"avatar_url context created_at creator description id node_id state "
                     "target_url updated_at url"_s);
        }
        const auto combined = json(ofHead("/status"_ba));
        QCOMPARE(combined["state"_L1].toString(), u"success"_s);
        QCOMPARE(combined["total_count"_L1].toInt(), 1);
        QCOMPARE(json(ofHead("/statuses"_ba)).array().size(), 2);
    }

    void refusesWhatIsNoRequest_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QJsonObject>("body");
        QTest::addColumn<int>("status");
        const QByteArray checks = "/repos/org/tool/check-runs"_ba;
        const QJsonObject run{{u"name"_s, u"x"_s}, {u"head_sha"_s, m_tester->head}};
        const auto with = [&run](const QString &key, const QJsonValue &value) {
            QJsonObject object = run;
            object.insert(key, value);
            return object;
        };
        const QJsonObject action{{u"label"_s, QString(21, u'x')},
                                 {u"identifier"_s, u"i"_s},
                                 {u"description"_s, u"d"_s}};
        QTest::newRow("no such method") << "DELETE"_ba << "/user"_ba << QJsonObject() << 404;
        QTest::newRow("nothing to post") << "POST"_ba << "/rate_limit"_ba << QJsonObject() << 404;
        QTest::newRow("a check") << "POST"_ba << checks << run << 201;
        QTest::newRow("unknown state")
                << "POST"_ba << checks << with(u"status"_s, u"bogus"_s) << 422;
        QTest::newRow("no summary") << "POST"_ba << checks
                                    << with(u"output"_s, QJsonObject{{u"title"_s, u"t"_s}}) << 422;
        QTest::newRow("a long label")
                << "POST"_ba << checks << with(u"actions"_s, QJsonArray{action}) << 422;
    }
    void refusesWhatIsNoRequest()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, target);
        QFETCH(QJsonObject, body);
        QFETCH(int, status);
        const QByteArray token = target.endsWith("check-runs") ? "app"_ba : "writer"_ba;
        QCOMPARE(m_tester->ask(method, target, body, token).status, status);
    }

    void refusesBodiesThatAreNoObjects_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("message");
        const QString statuses = u"/repos/org/tool/statuses/"_s + m_tester->head;
        QTest::newRow("no JSON") << statuses << "not json"_ba << 400 << u"Problems parsing JSON"_s;
        QTest::newRow("a list") << statuses << "[1]"_ba << 400 << u"Body should be a JSON object"_s;
        QTest::newRow("no query") << u"/graphql"_s << "{}"_ba << 200 << u"A query attribute"_s;
        QTest::newRow("no JSON for GraphQL")
                << u"/graphql"_s << "garbage"_ba << 400 << u"Problems parsing JSON"_s;
    }
    void refusesBodiesThatAreNoObjects()
    {
        QFETCH(QString, path);
        QFETCH(QByteArray, body);
        QFETCH(int, status);
        QFETCH(QString, message);
        FakeRequest request{.method = "POST"_ba, .path = path, .body = body};
        request.headers.append("user-agent"_L1, "test"_L1);
        request.headers.append("authorization"_L1, "Bearer writer"_L1);
        const FakeAnswer answer = m_tester->github.answer(request);
        QCOMPARE(answer.status, status);
        QVERIFY2(answer.body.contains(message.toUtf8()), answer.body.constData());
        QVERIFY(!answer.body.contains("\"data\""));
    }

    void filtersCheckRuns()
    {
        addRun(u"build"_s);
        const qint64 newest = addRun(u"build"_s, u"failure"_s);
        addRun(u"test"_s);
        FakeAppKey key;
        m_tester->installApp(key);
        const auto count = [this](const QByteArray &query) {
            return json(ofHead("/check-runs"_ba + query))["total_count"_L1].toInt();
        };
        QCOMPARE(count({}), 2);
        QCOMPARE(count("?filter=all"_ba), 3);
        QCOMPARE(count("?check_name=build"_ba), 1);
        QCOMPARE(count("?status=completed"_ba), 1);
        QCOMPARE(count("?app_id=7"_ba), 2);
        QCOMPARE(count("?app_id=8"_ba), 0);
        const auto build = json(ofHead("/check-runs?check_name=build"_ba));
        QCOMPARE(build["check_runs"_L1][0]["id"_L1].toInteger(), newest);
    }

    void asksForChecksAgain()
    {
        const qint64 run = addRun(u"build"_s, u"failure"_s);
        const auto suite = [this] {
            return json(ofHead("/check-suites"_ba))["check_suites"_L1][0].toObject();
        };
        QCOMPARE(suite().value("status"_L1).toString(), u"completed"_s);
        QCOMPARE(suite().value("conclusion"_L1).toString(), u"failure"_s);
        const QByteArray own = "/repos/org/tool/check-runs/"_ba + QByteArray::number(run);
        QCOMPARE(m_tester->ask("POST"_ba, own + "/rerequest"_ba, {}, "app"_ba).status, 201);
        QCOMPARE(suite().value("status"_L1).toString(), u"queued"_s);
        QVERIFY(suite().value("conclusion"_L1).isNull());
        QCOMPARE(json(own)["status"_L1].toString(), u"completed"_s); // the App decides of the run
        QCOMPARE(m_tester->ask("PATCH"_ba, own, {{u"status"_s, u"in_progress"_s}}, "app"_ba).status,
                 200);
        QCOMPARE(suite().value("status"_L1).toString(), u"in_progress"_s);
        const QByteArray ofSuite = "/repos/org/tool/check-suites/"_ba
                                 + QByteArray::number(suite().value("id"_L1).toInteger());
        QCOMPARE(json(ofSuite)["head_sha"_L1].toString(), m_tester->head);
        QCOMPARE(json(ofSuite + "/check-runs"_ba)["total_count"_L1].toInt(), 1);
        QCOMPARE(m_tester->ask("POST"_ba, ofSuite + "/rerequest"_ba, {}, "app"_ba).status, 201);
        QCOMPARE(suite().value("status"_L1).toString(), u"queued"_s);
        QCOMPARE(m_tester->get("/repos/org/tool/check-suites/1"_ba).status, 404);
    }

    void checksPermissions()
    {
        FakeAppKey key;
        const QByteArray jwt = m_tester->installApp(key);
        const QByteArray tokens = "/app/installations/9/access_tokens"_ba;
        const QJsonObject wanted{{u"permissions"_s, QJsonObject{{u"contents"_s, u"read"_s}}}};
        const auto made = GithubTester::json(m_tester->ask("POST"_ba, tokens, wanted, jwt));
        QCOMPARE(GithubTester::keys(made["permissions"_L1]), u"contents"_s);
        const QByteArray token = made["token"_L1].toString().toLatin1();
        const QJsonObject body{{u"name"_s, u"build"_s}, {u"head_sha"_s, m_tester->head}};
        const FakeAnswer refused
                = m_tester->ask("POST"_ba, "/repos/org/tool/check-runs"_ba, body, token);
        QCOMPARE(refused.status, 403);
        QCOMPARE(GithubTester::json(refused)["message"_L1].toString(),
                 u"Resource not accessible by integration"_s);
        QCOMPARE(m_tester->get("/repos/org/tool/pulls"_ba, token).status, 200); // public
        m_tester->repository.isPrivate = true;
        QCOMPARE(m_tester->get("/repos/org/tool/pulls"_ba, token).status, 403);
        QCOMPARE(m_tester->get("/repos/org/tool/contents/"_ba, token).status, 200);
        QCOMPARE(m_tester->get("/repos/org/tool/hooks"_ba, token).status, 403);
        const QJsonObject tooMuch{{u"permissions"_s, QJsonObject{{u"actions"_s, u"read"_s}}}};
        QCOMPARE(m_tester->ask("POST"_ba, tokens, tooMuch, jwt).status, 422);
    }

    void describesPullRequests()
    {
        const auto pull = json("/repos/org/tool/pulls/1"_ba);
        QVERIFY(has(pull.object(),
                    u"id node_id number state title body user author_association url html_url "
                    "labels draft locked created_at updated_at closed_at merged_at head base "
                    "statuses_url"_s));
        QVERIFY(has(pull["head"_L1], u"label ref sha user repo"_s));
        QCOMPARE(json("/repos/org/tool/pulls?base=other"_ba).array().size(), 0);
        QCOMPARE(json("/repos/org/tool/pulls?head=writer:change-1"_ba).array().size(), 1);
        m_tester->github.state().close(m_tester->repository, m_tester->repository.pulls.first(),
                                       m_tester->clock.now());
        QCOMPARE(json("/repos/org/tool/pulls"_ba).array().size(), 0);
        QVERIFY(json("/repos/org/tool/pulls?state=closed"_ba)[0]["closed_at"_L1].isString());
    }
};

QTEST_GUILESS_MAIN(TestFakeRoutes)
#include "tst_fakeroutes.moc"
