// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/github/fakegraphql.h"

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

QJsonObject actor(const QString &login)
{
    return {{u"__typename"_s, u"User"_s},
            {u"id"_s, QString(u"U_"_s + login)},
            {u"login"_s, login},
            {u"url"_s, QString(u"https://github.test/"_s + login)}};
}

QJsonObject entriesOf(const FakeFiles &files, const QString &folder)
{
    QJsonArray entries;
    for (const QString &entry : fakeEntries(files, folder)) {
        const bool isFolder = entry.endsWith(u'/');
        const QString name = isFolder ? entry.chopped(1) : entry;
        entries << QJsonObject{{u"__typename"_s, u"TreeEntry"_s},
                               {u"name"_s, name},
                               {u"path"_s, QString(folder + name)},
                               {u"type"_s, isFolder ? u"tree"_s : u"blob"_s},
                               {u"mode"_s, isFolder ? 040000 : 0100644},
                               {u"oid"_s, isFolder ? fakeTreeSha(files, folder + entry)
                                                   : fakeBlobSha(files.value(folder + entry))}};
    }
    return {{u"__typename"_s, u"Tree"_s},
            {u"oid"_s, fakeTreeSha(files, folder)},
            {u"entries"_s, entries}};
}

} // namespace

FakeGraphQlSchema::FakeGraphQlSchema(FakeContext &context, GraphQlExecutor &executor)
    : m_context(context)
    , m_executor(executor)
{}

GraphQlObject FakeGraphQlSchema::query()
{
    return {u"Query"_s,
            {{u"viewer"_s, actor(m_context.token.login)}},
            {{u"rateLimit"_s,
              [this](const GraphQlSelection &field) {
                  return m_executor.pick(rateLimit(), field.selections);
              }},
             {u"node"_s, [this](const GraphQlSelection &field) { return node(field); }},
             {u"search"_s, [this](const GraphQlSelection &field) { return search(field); }},
             {u"repositoryOwner"_s,
              [this](const GraphQlSelection &field) { return repositoryOwner(field); }},
             {u"repository"_s,
              [this](const GraphQlSelection &field) { return repository(field); }}}};
}

GraphQlObject FakeGraphQlSchema::rateLimit() const
{
    const FakeRateWindows::Window &window = m_context.window;
    const int used = window.used + m_executor.cost(); // this query among them
    return {u"RateLimit"_s,
            {{u"limit"_s, window.limit},
             {u"cost"_s, m_executor.cost()},
             {u"remaining"_s, std::max(0, window.limit - used)},
             {u"used"_s, used},
             {u"resetAt"_s, window.reset.toUTC().toString(Qt::ISODate)},
             {u"nodeCount"_s, m_executor.nodeCount()}},
            {}};
}

QJsonValue FakeGraphQlSchema::repository(const GraphQlSelection &field)
{
    const QString owner = field.arguments.value("owner"_L1).toString();
    const QString name = field.arguments.value("name"_L1).toString();
    FakeRepository *found = m_context.state.repository(owner, name);
    if (!found) {
        const QString moved = m_context.state.renamed(owner + u'/' + name); // "/repositories/7"
        found = m_context.state.repository(moved.section(u'/', -1).toLongLong());
    }
    if (found && found->refusal == "FORBIDDEN"_L1)
        return m_executor.error(field, found->refusal, u"Something stands in the way."_s);
    if (found && !found->isDeleted && found->isReadableBy(m_context.token))
        return m_executor.pick(ofRepository(*found), field.selections);
    return m_executor.error(
            field, u"NOT_FOUND"_s,
            u"Could not resolve to a Repository with the name '%1/%2'."_s.arg(owner, name));
}

/// Null, and no error, where there is no such owner.
QJsonValue FakeGraphQlSchema::repositoryOwner(const GraphQlSelection &field)
{
    const QString login = field.arguments.value("login"_L1).toString();
    QList<FakeRepository *> owned = m_context.state.repositories();
    owned.removeIf([&login](const FakeRepository *one) {
        return one->owner.compare(login, Qt::CaseInsensitive) != 0;
    });
    if (owned.isEmpty())
        return {};
    owned.removeIf([this](const FakeRepository *one) {
        return one->isDeleted || !one->isReadableBy(m_context.token);
    });
    const auto repositories = [this, &owned](const GraphQlSelection &below) {
        return m_executor.connection(below, u"Repository"_s, owned.size(),
                                     [&](qsizetype i) { return ofRepository(*owned.at(i)); });
    };
    return m_executor.pick({u"Organization"_s,
                            {{u"login"_s, login}, {u"id"_s, QString(u"O_"_s + login)}},
                            {{u"repositories"_s, repositories}}},
                           field.selections);
}

GraphQlObject FakeGraphQlSchema::ofRepository(FakeRepository &repository)
{
    const auto pull = [this, &repository](const GraphQlSelection &field) -> QJsonValue {
        const int number = field.arguments.value("number"_L1).toInt();
        if (const FakePull *found = repository.pull(number))
            return m_executor.pick(ofPull(repository, *found), field.selections);
        return m_executor.error(
                field, u"NOT_FOUND"_s,
                u"Could not resolve to a PullRequest with the number of %1."_s.arg(number));
    };
    const auto branch = [this, &repository](const GraphQlSelection &field) {
        const auto target = [this, &repository](const GraphQlSelection &below) {
            const QString commit = repository.branches.value(repository.defaultBranch);
            return m_executor.pick(ofCommit(repository, commit), below.selections);
        };
        return m_executor.pick(
                {u"Ref"_s,
                 {{u"name"_s, repository.defaultBranch}, {u"prefix"_s, u"refs/heads/"_s}},
                 {{u"target"_s, target}}},
                field.selections);
    };
    return {u"Repository"_s,
            {{u"id"_s, repository.nodeId()},
             {u"databaseId"_s, repository.id},
             {u"name"_s, repository.name},
             {u"nameWithOwner"_s, repository.fullName()},
             {u"owner"_s, actor(repository.owner)},
             {u"url"_s, QString(u"https://github.test/"_s + repository.fullName())},
             {u"isArchived"_s, repository.isArchived},
             {u"isFork"_s, repository.isFork},
             {u"isPrivate"_s, repository.isPrivate},
             {u"visibility"_s, repository.isPrivate ? u"PRIVATE"_s : u"PUBLIC"_s}},
            {{u"object"_s,
              [this, &repository](const GraphQlSelection &field) {
                  return object(repository, field);
              }},
             {u"pullRequest"_s, pull},
             {u"pullRequests"_s,
              [this, &repository](const GraphQlSelection &field) {
                  return pulls(repository, field);
              }},
             {u"defaultBranchRef"_s, branch}}};
}

QJsonValue FakeGraphQlSchema::pulls(FakeRepository &repository, const GraphQlSelection &field)
{
    const QJsonValue states = field.arguments.value("states"_L1);
    const QJsonArray wanted = states.isString() ? QJsonArray{states} : states.toArray();
    const QJsonValue order = field.arguments.value("orderBy"_L1);
    QList<FakePull> found;
    for (const FakePull &pull : std::as_const(repository.pulls)) {
        if (wanted.isEmpty() || wanted.contains(pull.state.toUpper()))
            found << pull;
    }
    if (order.isObject()) {
        const bool isByUpdate = order["field"_L1] == u"UPDATED_AT"_s;
        std::ranges::stable_sort(found, {}, [isByUpdate](const FakePull &pull) {
            return isByUpdate ? pull.updatedAt : pull.createdAt;
        });
        if (order["direction"_L1] == u"DESC"_s)
            std::ranges::reverse(found);
    }
    return m_executor.connection(field, u"PullRequest"_s, found.size(), [&](qsizetype i) {
        return ofPull(repository, *repository.pull(found.at(i).number));
    });
}

GraphQlObject FakeGraphQlSchema::ofPull(FakeRepository &repository, const FakePull &pull)
{
    const QString head = pull.headSha;
    const auto commits = [this, &repository, head](const GraphQlSelection &field) {
        return m_executor.connection(field, u"PullRequestCommit"_s, 1, [&](qsizetype) {
            const auto commit = [this, &repository, head](const GraphQlSelection &below) {
                return m_executor.pick(ofCommit(repository, head), below.selections);
            };
            return GraphQlObject{u"PullRequestCommit"_s, {}, {{u"commit"_s, commit}}};
        });
    };
    const auto rollup = [this, &repository, head](const GraphQlSelection &field) {
        return this->rollup(repository, head, field);
    };
    const auto home = [this, &repository](const GraphQlSelection &field) {
        return m_executor.pick(ofRepository(repository), field.selections);
    };
    return {u"PullRequest"_s,
            {{u"id"_s, u"PR_%1_%2"_s.arg(repository.id).arg(pull.number)},
             {u"number"_s, pull.number},
             {u"title"_s, pull.title},
             {u"url"_s,
              u"https://github.test/%1/pull/%2"_s.arg(repository.fullName()).arg(pull.number)},
             {u"state"_s, pull.state.toUpper()},
             {u"closed"_s, pull.state == "closed"_L1},
             {u"author"_s, actor(pull.author)},
             {u"authorAssociation"_s, pull.authorAssociation},
             {u"headRefOid"_s, head},
             {u"headRefName"_s, pull.headRef},
             {u"baseRefName"_s, pull.baseRef},
             {u"baseRefOid"_s, repository.branches.value(pull.baseRef)},
             {u"isDraft"_s, false},
             {u"createdAt"_s, pull.createdAt.toString(Qt::ISODate)},
             {u"updatedAt"_s, pull.updatedAt.toString(Qt::ISODate)}},
            {{u"commits"_s, commits}, {u"repository"_s, home}, {u"statusCheckRollup"_s, rollup}}};
}

QJsonValue FakeGraphQlSchema::object(FakeRepository &repository, const GraphQlSelection &field)
{
    const QString expression = field.arguments.contains("oid"_L1)
                                     ? field.arguments.value("oid"_L1).toString()
                                     : field.arguments.value("expression"_L1).toString();
    const qsizetype colon = expression.indexOf(u':');
    const QString commit = repository.resolve(colon < 0 ? expression : expression.first(colon));
    const FakeFiles *files = repository.files(commit);
    if (!files)
        return {};
    if (colon < 0)
        return m_executor.pick(ofCommit(repository, commit), field.selections);
    const QString path = expression.mid(colon + 1);
    if (files->contains(path)) {
        const QByteArray content = files->value(path);
        const bool isBinary = content.contains('\0');
        return m_executor.pick({u"Blob"_s,
                                {{u"oid"_s, fakeBlobSha(content)},
                                 {u"byteSize"_s, content.size()},
                                 {u"isBinary"_s, isBinary},
                                 {u"isTruncated"_s, false},
                                 {u"text"_s, isBinary ? QJsonValue() : QString::fromUtf8(content)}},
                                {}},
                               field.selections);
    }
    const QString folder = path.isEmpty() ? path : QString(path + u'/');
    if (fakeEntries(*files, folder).isEmpty())
        return {};
    return m_executor.pick({u"Tree"_s, entriesOf(*files, folder), {}}, field.selections);
}

GraphQlObject FakeGraphQlSchema::ofCommit(FakeRepository &repository, const QString &commit)
{
    // The commit itself, and those before it.
    const auto history = [this, &repository, commit](const GraphQlSelection &field) {
        const auto since
                = QDateTime::fromString(field.arguments.value("since"_L1).toString(), Qt::ISODate);
        QList<QDateTime> times = repository.history;
        times << repository.commitTimes.value(commit);
        times.removeIf([&since](const QDateTime &at) { return at.isValid() && at < since; });
        return m_executor.pick(
                {u"CommitHistoryConnection"_s, {{u"totalCount"_s, times.size()}}, {}},
                field.selections);
    };
    return {u"Commit"_s,
            {{u"id"_s, QString(u"C_"_s + commit)},
             {u"oid"_s, commit},
             {u"abbreviatedOid"_s, commit.first(7)},
             {u"tree"_s, entriesOf(*repository.files(commit), {})}},
            {{u"history"_s, history},
             {u"statusCheckRollup"_s,
              [this, &repository, commit](const GraphQlSelection &field) {
                  return rollup(repository, commit, field);
              }},
             {u"checkSuites"_s, [this, &repository, commit](const GraphQlSelection &field) {
                  return suites(repository, commit, field);
              }}}};
}

FakeAnswer fakeGraphQl(FakeContext context)
{
    if (context.token.kind == FakeToken::Kind::Anonymous)
        return fakeError(401, u"This endpoint requires you to be authenticated."_s);
    if (context.request.method != "POST")
        return fakeNotFound();
    const QJsonDocument json = QJsonDocument::fromJson(context.request.body);
    if (!json.isObject())
        return fakeError(400, u"Problems parsing JSON"_s);
    const QJsonObject body = json.object();
    if (!body.value("query"_L1).isString()) {
        const QJsonObject error{
                {u"message"_s, u"A query attribute must be specified and must be a string."_s}};
        return fakeJson(QJsonObject{{u"errors"_s, QJsonArray{error}}});
    }
    const auto document = parseGraphQl(body.value("query"_L1).toString(),
                                       body.value("variables"_L1).toObject());
    if (!document) {
        const GraphQlFault &fault = document.error();
        const QJsonObject place{{u"line"_s, fault.line}, {u"column"_s, fault.column}};
        const QJsonObject error{{u"message"_s, fault.message}, {u"locations"_s, QJsonArray{place}}};
        return fakeJson(QJsonObject{{u"errors"_s, QJsonArray{error}}});
    }
    GraphQlExecutor executor(*document);
    FakeGraphQlSchema schema(context, executor);
    FakeAnswer answer
            = fakeJson(executor.run(document->isMutation ? schema.mutation() : schema.query()));
    answer.cost = document->isMutation ? 1 : executor.cost();
    return answer;
}

} // namespace sluice
