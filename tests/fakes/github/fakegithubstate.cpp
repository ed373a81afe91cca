// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/github/fakegithubstate.h"

#include "fakes/github/fakewebhook.h"

#include <QCryptographicHash>
#include <QRegularExpression>

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

QByteArray objectHash(const QByteArray &type, const QByteArray &content)
{
    const QByteArray object = type + ' ' + QByteArray::number(content.size()) + '\0' + content;
    return QCryptographicHash::hash(object, QCryptographicHash::Sha1);
}

QByteArray treeHash(const FakeFiles &files, const QString &folder)
{
    QByteArray tree;
    for (const QString &entry : fakeEntries(files, folder)) {
        const bool isFolder = entry.endsWith(u'/');
        tree += isFolder ? "40000 "_ba : "100644 "_ba;
        tree += (isFolder ? entry.chopped(1) : entry).toUtf8() + '\0';
        tree += isFolder ? treeHash(files, folder + entry)
                         : objectHash("blob"_ba, files.value(folder + entry));
    }
    return objectHash("tree"_ba, tree);
}

QString commitSha(const FakeFiles &files, const QString &what)
{
    const QByteArray commit = "tree "_ba + treeHash(files, {}).toHex() + '\n' + what.toUtf8();
    return QString::fromLatin1(objectHash("commit"_ba, commit).toHex());
}

} // namespace

QString fakeBlobSha(const QByteArray &content)
{
    return QString::fromLatin1(objectHash("blob"_ba, content).toHex());
}

QString fakeTreeSha(const FakeFiles &files, const QString &folder)
{
    return QString::fromLatin1(treeHash(files, folder).toHex());
}

QStringList fakeEntries(const FakeFiles &files, const QString &folder)
{
    QStringList entries; // in git's order: folders sort as if they ended with '/'
    for (const auto &[path, content] : files.asKeyValueRange()) {
        if (!path.startsWith(folder))
            continue;
        const QString rest = path.mid(folder.size());
        const qsizetype slash = rest.indexOf(u'/');
        const QString entry = slash < 0 ? rest : rest.first(slash + 1);
        if (!entries.contains(entry))
            entries << entry;
    }
    entries.sort();
    return entries;
}

QByteArray FakeToken::bucket() const
{
    switch (kind) {
    case Kind::Personal:
    case Kind::FineGrained:
        return "user "_ba + login.toUtf8();
    case Kind::Installation:
        return "installation "_ba + login.toUtf8();
    case Kind::Anonymous:
        return "anonymous"_ba;
    }
    Q_UNREACHABLE_RETURN({});
}

bool FakeRepository::isReadableBy(const FakeToken &token) const
{
    if (!isPrivate)
        return true;
    if (token.kind == FakeToken::Kind::Personal && !token.scopes.contains(u"repo"_s))
        return false;
    if (owner == token.login)
        return true;
    return token.kind != FakeToken::Kind::Installation && permissions.contains(token.login);
}

FakePull *FakeRepository::pull(int number)
{
    const auto found = std::ranges::find(pulls, number, &FakePull::number);
    return found == pulls.end() ? nullptr : &*found;
}

FakeCheckRun *FakeRepository::checkRun(qint64 runId)
{
    const auto found = std::ranges::find(checkRuns, runId, &FakeCheckRun::id);
    return found == checkRuns.end() ? nullptr : &*found;
}

QString FakeRepository::resolve(const QString &reference) const
{
    if (commits.contains(reference))
        return reference;
    QString branch = reference.isEmpty() || reference == "HEAD"_L1 ? defaultBranch : reference;
    if (branch.startsWith("refs/heads/"_L1))
        branch.remove(0, 11);
    static const QRegularExpression headOfPull(u"^(?:refs/)?pull/(\\d+)/head$"_s);
    if (const auto match = headOfPull.match(reference); match.hasMatch()) {
        const auto found = std::ranges::find(pulls, match.captured(1).toInt(), &FakePull::number);
        return found == pulls.end() ? QString() : found->headSha;
    }
    return branches.value(branch);
}

const FakeFiles *FakeRepository::files(const QString &reference) const
{
    const auto found = commits.constFind(resolve(reference));
    return found == commits.constEnd() ? nullptr : &*found;
}

int FakeRepository::statusCount(const QString &sha, const QString &context)
{
    if (m_counted > statuses.size()) { // somebody took some away
        m_statusCounts.clear();
        m_counted = 0;
    }
    for (; m_counted < statuses.size(); ++m_counted) {
        const FakeStatus &status = statuses.at(m_counted);
        ++m_statusCounts[status.sha + u' ' + status.context.toLower()];
    }
    return m_statusCounts.value(sha + u' ' + context.toLower());
}

FakeRepository &FakeGithubState::addRepository(const QString &fullName, const FakeFiles &files)
{
    auto made = std::make_shared<FakeRepository>();
    made->id = nextId();
    made->owner = fullName.section(u'/', 0, 0);
    made->name = fullName.section(u'/', 1);
    const QString commit = commitSha(files, fullName);
    made->commits.insert(commit, files);
    made->branches.insert(made->defaultBranch, commit);
    made->permissions.insert(made->owner, u"admin"_s);
    m_repositories << made;
    return *made;
}

FakePull &FakeGithubState::addPull(FakeRepository &repository, const QString &author,
                                   const FakeFiles &files, const QDateTime &at)
{
    FakePull pull;
    pull.number = int(repository.pulls.size()) + 1;
    pull.title = u"Change number %1"_s.arg(pull.number);
    pull.author = author;
    pull.authorAssociation = repository.permissions.contains(author) ? u"MEMBER"_s : u"NONE"_s;
    pull.headRef = u"change-%1"_s.arg(pull.number);
    pull.baseRef = repository.defaultBranch;
    pull.createdAt = at;
    repository.pulls << pull;
    FakePull &opened = repository.pulls.last();
    commit(repository, opened, files, at);
    happened(repository, u"pull_request"_s, fakePullPayload(u"opened"_s, repository, opened), at);
    return opened;
}

void FakeGithubState::push(FakeRepository &repository, FakePull &pull, const FakeFiles &files,
                           const QDateTime &at)
{
    const QString before = pull.headSha;
    commit(repository, pull, files, at);
    QJsonObject payload = fakePullPayload(u"synchronize"_s, repository, pull);
    payload.insert(u"before"_s, before);
    payload.insert(u"after"_s, pull.headSha);
    happened(repository, u"pull_request"_s, payload, at);
}

void FakeGithubState::commit(FakeRepository &repository, FakePull &pull, const FakeFiles &files,
                             const QDateTime &at)
{
    FakeFiles all = *repository.files({});
    all.insert(files);
    pull.headSha = commitSha(
            all, u"%1 %2 %3"_s.arg(pull.title).arg(nextId()).arg(at.toMSecsSinceEpoch()));
    pull.updatedAt = at;
    repository.commits.insert(pull.headSha, all);
    repository.commitTimes.insert(pull.headSha, at);
    repository.updatedAt = at;
}

FakeToken &FakeGithubState::addToken(const QByteArray &secret, const QString &login,
                                     FakeToken::Kind kind)
{
    m_tokens << std::make_shared<FakeToken>(
            FakeToken{.secret = secret, .kind = kind, .login = login});
    return *m_tokens.last();
}

FakeRepository *FakeGithubState::repository(const QString &owner, const QString &name)
{
    for (const auto &repository : m_repositories) {
        if (repository->owner.compare(owner, Qt::CaseInsensitive) == 0
            && repository->name.compare(name, Qt::CaseInsensitive) == 0)
            return repository.get();
    }
    return nullptr;
}

FakeRepository *FakeGithubState::repository(qint64 id)
{
    const auto found = std::ranges::find_if(
            m_repositories, [id](const auto &repository) { return repository->id == id; });
    return found == m_repositories.end() ? nullptr : found->get();
}

QString FakeGithubState::renamed(const QString &formerName) const
{
    const auto id = m_formerNames.constFind(formerName.toLower());
    return id == m_formerNames.constEnd() ? QString() : u"/repositories/%1"_s.arg(*id);
}

void FakeGithubState::rename(FakeRepository &repository, const QString &name)
{
    m_formerNames.insert(repository.fullName().toLower(), repository.id);
    repository.name = name;
}

FakeToken *FakeGithubState::token(const QByteArray &secret)
{
    const auto found = std::ranges::find_if(
            m_tokens, [&secret](const auto &token) { return token->secret == secret; });
    return found == m_tokens.end() ? nullptr : found->get();
}

QList<FakeRepository *> FakeGithubState::repositories()
{
    QList<FakeRepository *> all;
    for (const auto &repository : m_repositories) {
        if (!repository->isDeleted)
            all << repository.get();
    }
    return all;
}

} // namespace sluice
