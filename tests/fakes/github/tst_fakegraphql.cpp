// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/github/githubtester.h"

#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Holds GraphQL against what GitHub documents.
class TestFakeGraphQl final : public QObject
{
    Q_OBJECT

    std::unique_ptr<GithubTester> m_tester;

    [[nodiscard]] QJsonValue repository(const QString &fields)
    {
        const QString text = u"{repository(owner:\"org\",name:\"tool\"){%1}}"_s.arg(fields);
        return m_tester->query(text).value("data"_L1)["repository"_L1];
    }
    [[nodiscard]] static QJsonValue firstError(const QJsonObject &answer)
    {
        return answer.value("errors"_L1)[0];
    }
    [[nodiscard]] static QList<int> numbers(const QJsonValue &connection)
    {
        QList<int> all;
        for (const QJsonValue &node : connection["nodes"_L1].toArray())
            all << node["number"_L1].toInt();
        return all;
    }

private slots:
    void init() { m_tester = std::make_unique<GithubTester>(); }

    void nodesAreFoundByTheirIds()
    {
        const QString id = u"PR_%1_1"_s.arg(m_tester->repository.id);
        const QJsonObject found
                = m_tester->query(u"{node(id:\"%1\"){... on PullRequest{number}}}"_s.arg(id));
        QCOMPARE(found["data"_L1]["node"_L1]["number"_L1].toInt(), 1);
        const QJsonObject none
                = m_tester->query(u"{a: node(id:\"PR_0_9\"){... on PullRequest{number}}}"_s);
        QVERIFY(none["data"_L1]["a"_L1].isNull());
        QCOMPARE(none["errors"_L1][0]["type"_L1].toString(), u"NOT_FOUND"_s);
        QCOMPARE(none["errors"_L1][0]["path"_L1][0].toString(), u"a"_s);
    }

    void suitesCountOldRunsAsWell()
    {
        for (int i = 0; i < 3; ++i) {
            m_tester->repository.checkRuns << FakeCheckRun{
                    .id = i + 1, .headSha = m_tester->head, .name = u"build"_s, .app = u"packit"_s};
        }
        const QJsonObject answer = m_tester->query(
                u"{repository(owner:\"org\",name:\"tool\"){object(oid:\"%1\"){... on "
                "Commit{checkSuites(first:5){nodes{app{slug} all:checkRuns(first:1,filterBy:"
                "{checkType:ALL}){totalCount} latest:checkRuns(first:1){totalCount}}}}}}}"_s.arg(
                        m_tester->head));
        const QJsonValue suite
                = answer["data"_L1]["repository"_L1]["object"_L1]["checkSuites"_L1]["nodes"_L1][0];
        QCOMPARE(suite["app"_L1]["slug"_L1].toString(), u"packit"_s);
        QCOMPARE(suite["all"_L1]["totalCount"_L1].toInt(), 3);
        QCOMPARE(suite["latest"_L1]["totalCount"_L1].toInt(), 1);
    }

    void aWideQueryCostsMore()
    {
        const QJsonObject answer = m_tester->query(
                u"{rateLimit{cost} repository(owner:\"org\",name:\"tool\"){pullRequests(first:100)"
                "{nodes{a:commits(last:5){totalCount} b:commits(last:5){totalCount}}}}}"_s);
        QCOMPARE(answer["data"_L1]["rateLimit"_L1]["cost"_L1].toInt(), 2);
        QCOMPARE(m_tester->github.calls().last().cost, 2);
    }

    void tellsWhatAnOwnerHas()
    {
        FakeGithubState &state = m_tester->github.state();
        FakeRepository &old = state.addRepository(u"org/old"_s, {});
        old.isArchived = old.isFork = true;
        old.history = {m_tester->clock.now().addDays(-1), m_tester->clock.now().addDays(-100)};
        state.addRepository(u"org/secret"_s, {}).isPrivate = true;
        const QString text = u"{repositoryOwner(login:\"Org\"){repositories(first:9){totalCount "
                             "nodes{name isArchived isFork defaultBranchRef{target{... on "
                             "Commit{history(since:\"%1\"){totalCount}}}}}}}}"_s.arg(
                                     m_tester->clock.now().addDays(-50).toString(Qt::ISODate));
        const auto ask = [&](const QByteArray &token) {
            return m_tester->query(text, token)["data"_L1]["repositoryOwner"_L1]["repositories"_L1];
        };
        const QJsonValue seen = ask("stranger");
        QCOMPARE(seen["totalCount"_L1].toInt(), 2);
        QCOMPARE(seen["nodes"_L1][1]["name"_L1].toString(), u"old"_s);
        QVERIFY(seen["nodes"_L1][1]["isArchived"_L1].toBool()
                && seen["nodes"_L1][1]["isFork"_L1].toBool());
        QCOMPARE(seen["nodes"_L1][1]["defaultBranchRef"_L1]["target"_L1]["history"_L1]
                     ["totalCount"_L1]
                             .toInt(),
                 2);
        QCOMPARE(ask("org")["totalCount"_L1].toInt(), 3);
        state.token("org")->scopes = {u"public_repo"_s};
        QCOMPARE(ask("org")["totalCount"_L1].toInt(), 2);
        const QJsonObject nobody = m_tester->query(u"{repositoryOwner(login:\"x\"){login}}"_s);
        QVERIFY(nobody["data"_L1]["repositoryOwner"_L1].isNull() && !nobody.contains("errors"_L1));
    }

    void tellsTheRate()
    {
        m_tester->github.limits().graphql = 100;
        const QString text = u"{rateLimit{limit cost remaining used resetAt nodeCount} "
                             "search(type:ISSUE,query:\"is:pr\",first:7){issueCount}}"_s;
        const QJsonValue first = m_tester->query(text).value("data"_L1)["rateLimit"_L1];
        QCOMPARE(GithubTester::keys(first), u"cost limit nodeCount remaining resetAt used"_s);
        QCOMPARE(first["limit"_L1].toInt(), 100);
        QCOMPARE(first["remaining"_L1].toInt(), 99);
        QCOMPARE(first["used"_L1].toInt(), 1);
        QCOMPARE(first["cost"_L1].toInt(), 1);
        QCOMPARE(first["nodeCount"_L1].toInt(), 7);
        QCOMPARE(QDateTime::fromString(first["resetAt"_L1].toString(), Qt::ISODate),
                 QDateTime::fromSecsSinceEpoch(m_tester->clock.now().toSecsSinceEpoch() + 3600));
        QCOMPARE(m_tester->query(text).value("data"_L1)["rateLimit"_L1]["used"_L1].toInt(), 2);
    }

    void namesWhatIsNotThere()
    {
        const QJsonObject answer
                = m_tester->query(u"{\n  a: repository(owner:\"org\",name:\"none\"){id}\n}"_s);
        QVERIFY(answer.value("data"_L1)["a"_L1].isNull());
        const QJsonValue error = firstError(answer);
        QCOMPARE(GithubTester::keys(error), u"locations message path type"_s);
        QCOMPARE(error["type"_L1].toString(), u"NOT_FOUND"_s);
        QCOMPARE(error["path"_L1].toArray(), QJsonArray{u"a"_s});
        QCOMPARE(error["locations"_L1][0]["line"_L1].toInt(), 2);
        QCOMPARE(error["locations"_L1][0]["column"_L1].toInt(), 3);
        QCOMPARE(error["message"_L1].toString(),
                 u"Could not resolve to a Repository with the name 'org/none'."_s);
        const QJsonObject pull = m_tester->query(
                u"{repository(owner:\"org\",name:\"tool\"){pullRequest(number:9){id}}}"_s);
        QCOMPARE(firstError(pull)["path"_L1].toArray(),
                 (QJsonArray{u"repository"_s, u"pullRequest"_s}));
    }

    void refusesUnknownFields()
    {
        const QJsonObject answer = m_tester->query(
                u"query Q{repository(owner:\"org\",name:\"tool\"){owner{colour} id}}"_s);
        QVERIFY(!answer.contains("data"_L1));
        const QJsonValue error = firstError(answer);
        QCOMPARE(error["path"_L1].toArray(),
                 (QJsonArray{u"query Q"_s, u"repository"_s, u"owner"_s, u"colour"_s}));
        QCOMPARE(error["extensions"_L1].toObject(), (QJsonObject{{u"code"_s, u"undefinedField"_s},
                                                                 {u"typeName"_s, u"User"_s},
                                                                 {u"fieldName"_s, u"colour"_s}}));
        QVERIFY(error["locations"_L1][0]["column"_L1].toInt() > 1);
        const QString write
                = u"mutation{createCheckRun(input:{repositoryId:\"%1\",headSha:\"%2\",name:\"b\"})"
                  "{checkRun{colour}}}"_s.arg(m_tester->repository.nodeId(), m_tester->head);
        QVERIFY(!m_tester->query(write, "app"_ba).contains("data"_L1));
        QVERIFY(m_tester->repository.checkRuns.isEmpty()); // refused before anything is done
    }

    void showsWhereADocumentBreaks()
    {
        const QJsonValue error = firstError(m_tester->query(u"{\n viewer { login ) }"_s));
        QVERIFY(error["message"_L1].toString().startsWith("Parse error on"_L1));
        QCOMPARE(error["locations"_L1][0]["line"_L1].toInt(), 2);
    }

    void pagesFlags()
    {
        const QString fields
                = u"object(expression:\"%1\"){...on Commit{statusCheckRollup{state "
                  "contexts(first:2%2){totalCount pageInfo{hasNextPage endCursor} "
                  "nodes{__typename ...on StatusContext{context} ...on CheckRun{name}}}}}}"_s;
        QVERIFY(repository(
                        fields.arg(m_tester->head, QString()))["object"_L1]["statusCheckRollup"_L1]
                        .isNull());
        for (int i = 0; i < 3; ++i) {
            m_tester->repository.statuses << FakeStatus{.id = i,
                                                        .sha = m_tester->head,
                                                        .context = QString::number(i),
                                                        .state = u"success"_s};
        }
        m_tester->repository.checkRuns << FakeCheckRun{
                .id = 9, .headSha = m_tester->head, .name = u"build"_s, .status = u"queued"_s};
        QStringList seen;
        QString after;
        for (int page = 0; page < 2; ++page) {
            const QJsonValue rollup = repository(
                    fields.arg(m_tester->head, after))["object"_L1]["statusCheckRollup"_L1];
            QCOMPARE(rollup["state"_L1].toString(), u"PENDING"_s);
            const QJsonValue contexts = rollup["contexts"_L1];
            QCOMPARE(contexts["totalCount"_L1].toInt(), 4);
            QCOMPARE(contexts["pageInfo"_L1]["hasNextPage"_L1].toBool(), page == 0);
            after = u",after:\"%1\""_s.arg(contexts["pageInfo"_L1]["endCursor"_L1].toString());
            for (const QJsonValue &node : contexts["nodes"_L1].toArray())
                seen << node["context"_L1].toString() + node["name"_L1].toString();
        }
        QCOMPARE(seen, (QStringList{u"2"_s, u"1"_s, u"0"_s, u"build"_s}));
    }

    void listsPulls()
    {
        FakeGithubState &state = m_tester->github.state();
        FakeRepository &tool = m_tester->repository;
        for (int i = 0; i < 3; ++i) {
            m_tester->clock.advance(1min);
            state.addPull(tool, u"writer"_s, {}, m_tester->clock.now());
        }
        m_tester->clock.advance(1min);
        state.push(tool, *tool.pull(2), {}, m_tester->clock.now());
        state.close(tool, *tool.pull(3), m_tester->clock.now());
        const auto list = [this](const QString &arguments) {
            return repository(u"pullRequests(%1){totalCount pageInfo{endCursor hasNextPage} "
                              "nodes{number}}"_s.arg(arguments))["pullRequests"_L1];
        };
        QCOMPARE(numbers(list(u"first:9"_s)), (QList{1, 2, 3, 4}));
        QCOMPARE(numbers(list(u"last:2"_s)), (QList{3, 4}));
        QCOMPARE(numbers(list(u"first:9,states:[OPEN]"_s)), (QList{1, 2, 4}));
        QCOMPARE(numbers(list(u"first:9,states:CLOSED"_s)), (QList{3}));
        const QString newest = u"states:OPEN,orderBy:{field:UPDATED_AT,direction:DESC},first:2"_s;
        const QJsonValue first = list(newest);
        QCOMPARE(numbers(first), (QList{2, 4}));
        QVERIFY(first["pageInfo"_L1]["hasNextPage"_L1].toBool());
        const QString cursor = first["pageInfo"_L1]["endCursor"_L1].toString();
        QCOMPARE(numbers(list(newest + u",after:\""_s + cursor + u'"')), (QList{1}));
        QCOMPARE(firstError(m_tester->query(u"{repository(owner:\"org\",name:\"tool\")"
                                            "{pullRequests{totalCount}}}"_s))["type"_L1]
                         .toString(),
                 u"MISSING_PAGINATION_BOUNDARIES"_s);
        QCOMPARE(firstError(m_tester->query(u"{repository(owner:\"org\",name:\"tool\")"
                                            "{pullRequests(first:101){totalCount}}}"_s))["type"_L1]
                         .toString(),
                 u"EXCESSIVE_PAGINATION"_s);
    }

    void searches()
    {
        FakeGithubState &state = m_tester->github.state();
        FakeRepository &hidden = state.addRepository(u"org/hidden"_s, {});
        hidden.isPrivate = true;
        state.addPull(hidden, u"org"_s, {}, m_tester->clock.now());
        FakeRepository &other = state.addRepository(u"else/tool"_s, {});
        state.addPull(other, u"else"_s, {}, m_tester->clock.now());
        const auto found = [this](const QString &query, const QByteArray &token) {
            const QString text = u"{search(type:ISSUE,query:\"%1\",first:10){issueCount "
                                 "edges{node{...on PullRequest{repository{nameWithOwner}}}}}}"_s;
            QStringList names;
            for (const QJsonValue &edge : m_tester->query(text.arg(query), token)
                                                  .value("data"_L1)["search"_L1]["edges"_L1]
                                                  .toArray())
                names << edge["node"_L1]["repository"_L1]["nameWithOwner"_L1].toString();
            return names.join(u' ');
        };
        const QString ofOrg = u"org:org is:pr is:open"_s;
        QCOMPARE(found(ofOrg, "writer"_ba), u"org/tool"_s);
        QCOMPARE(found(ofOrg, "app"_ba), u"org/tool org/hidden"_s);
        QCOMPARE(found(u"is:pr is:closed"_s, "app"_ba), QString());
        QCOMPARE(found(u"repo:else/tool"_s, "app"_ba), u"else/tool"_s);
        const auto rest
                = GithubTester::json(m_tester->get("/search/issues?q=org:org+is:pr+is:open"_ba));
        QCOMPARE(rest["total_count"_L1].toInt(), 1);
        QVERIFY(!rest["incomplete_results"_L1].toBool(true));
        QCOMPARE(rest["items"_L1][0]["number"_L1].toInt(), 1);
        QCOMPARE(m_tester->get("/search/issues"_ba).status, 422);
    }

    void addsComments()
    {
        const QJsonValue pull = repository(u"pullRequest(number:1){id}"_s)["pullRequest"_L1];
        const QString text = u"mutation{addComment(input:{subjectId:\"%1\",body:\"hello\","
                             "clientMutationId:\"m\"}){clientMutationId commentEdge{node{body "
                             "author{login}}}}}"_s;
        const QJsonValue made = m_tester->query(text.arg(pull["id"_L1].toString()))
                                        .value("data"_L1)["addComment"_L1];
        QCOMPARE(made["clientMutationId"_L1].toString(), u"m"_s);
        const QJsonValue node = made["commentEdge"_L1]["node"_L1];
        QCOMPARE(node["body"_L1].toString(), u"hello"_s);
        QCOMPARE(node["author"_L1]["login"_L1].toString(), u"writer"_s);
        QCOMPARE(m_tester->repository.comments.size(), 1);
        QCOMPARE(firstError(m_tester->query(text.arg(u"PR_1_1"_s)))["type"_L1].toString(),
                 u"NOT_FOUND"_s);
    }
};

QTEST_GUILESS_MAIN(TestFakeGraphQl)
#include "tst_fakegraphql.moc"
