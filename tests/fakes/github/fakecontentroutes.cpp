// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/github/fakegithub.h"

#include <QJsonArray>
#include <QRegularExpression>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

QByteArray wrappedBase64(const QByteArray &content) // as GitHub: a line end after 60 characters
{
    const QByteArray all = content.toBase64();
    QByteArray lines;
    for (qsizetype i = 0; i < all.size(); i += 60)
        lines += all.mid(i, 60) + '\n';
    return lines;
}

QJsonObject entryJson(const FakeFiles &files, const QString &folder, const QString &entry)
{
    const bool isFolder = entry.endsWith(u'/');
    const QString name = isFolder ? entry.chopped(1) : entry;
    return {{u"name"_s, name},
            {u"path"_s, QString(folder + name)},
            {u"sha"_s, isFolder ? fakeTreeSha(files, folder + entry)
                                : fakeBlobSha(files.value(folder + entry))},
            {u"size"_s, isFolder ? 0 : files.value(folder + entry).size()},
            {u"type"_s, isFolder ? u"dir"_s : u"file"_s}};
}

/// Adds where it is to be had; files alone can be downloaded.
QJsonObject addressed(QJsonObject entry, const FakeRepository &repository, const QString &ref)
{
    const QString name = repository.fullName();
    const QString path = entry.value("path"_L1).toString();
    const QString sha = entry.value("sha"_L1).toString();
    const bool isFile = entry.value("type"_L1).toString() == "file"_L1;
    const QString api = fakeApiUrl(u"/repos/%1/contents/%2?ref=%3"_s.arg(name, path, ref));
    const QString git
            = fakeApiUrl(u"/repos/%1/git/%2/%3"_s.arg(name, isFile ? u"blobs"_s : u"trees"_s, sha));
    const QString html = u"https://github.test/%1/%2/%3/%4"_s.arg(
            name, isFile ? u"blob"_s : u"tree"_s, ref, path);
    entry.insert(u"url"_s, api);
    entry.insert(u"git_url"_s, git);
    entry.insert(u"html_url"_s, html);
    entry.insert(u"download_url"_s,
                 isFile ? QJsonValue(u"https://raw.github.test/%1/%2/%3"_s.arg(name, ref, path))
                        : QJsonValue());
    entry.insert(u"_links"_s, QJsonObject{{u"self"_s, api}, {u"git"_s, git}, {u"html"_s, html}});
    return entry;
}

FakeAnswer contents(const FakeContext &context, const FakeRepository &repository, QString path)
{
    const QString asked = context.request.query.queryItemValue(u"ref"_s, QUrl::FullyDecoded);
    const FakeFiles *files = repository.files(asked);
    if (!files)
        return fakeError(404, u"No commit found for the ref"_s);
    const QString ref = asked.isEmpty() ? repository.defaultBranch : asked;
    const QByteArray accept = context.request.headers.value("accept"_L1).toByteArray();
    while (path.endsWith(u'/'))
        path.chop(1);
    if (files->contains(path)) {
        const QByteArray content = files->value(path);
        if (accept.contains("raw"))
            return {.body = content};
        QJsonObject file = addressed(
                entryJson(*files, path.section(u'/', 0, -2, QString::SectionIncludeTrailingSep),
                          path.section(u'/', -1)),
                repository, ref);
        file.insert(u"encoding"_s, u"base64"_s);
        file.insert(u"content"_s, QString::fromLatin1(wrappedBase64(content)));
        return fakeJson(file);
    }
    const QString folder = path.isEmpty() ? path : QString(path + u'/');
    QJsonArray entries;
    for (const QString &entry : fakeEntries(*files, folder))
        entries << addressed(entryJson(*files, folder, entry), repository, ref);
    if (entries.isEmpty() && !path.isEmpty())
        return fakeNotFound();
    if (!accept.contains("object"))
        return fakeJson(entries);
    return fakeJson(QJsonObject{{u"type"_s, u"dir"_s},
                                {u"path"_s, path},
                                {u"sha"_s, fakeTreeSha(*files, folder)},
                                {u"entries"_s, entries}});
}

/// Everything below a folder, or only what is directly in it.
void addEntries(QJsonArray &entries, const FakeRepository &repository, const FakeFiles &files,
                const QString &root, const QString &folder, bool isRecursive)
{
    for (const QString &entry : fakeEntries(files, folder)) {
        const QJsonObject json = entryJson(files, folder, entry);
        const bool isFolder = entry.endsWith(u'/');
        const QString sha = json.value("sha"_L1).toString();
        const QString kind = isFolder ? u"tree"_s : u"blob"_s;
        QJsonObject one{{u"path"_s, json.value("path"_L1).toString().mid(root.size())},
                        {u"mode"_s, isFolder ? u"040000"_s : u"100644"_s},
                        {u"type"_s, kind},
                        {u"sha"_s, sha},
                        {u"url"_s, fakeApiUrl(u"/repos/%1/git/%2s/%3"_s.arg(repository.fullName(),
                                                                            kind, sha))}};
        if (!isFolder)
            one.insert(u"size"_s, json.value("size"_L1));
        entries << one;
        if (isFolder && isRecursive)
            addEntries(entries, repository, files, root, folder + entry, true);
    }
}

QStringList foldersOf(const FakeFiles &files)
{
    QStringList folders{QString()};
    for (const QString &path : files.keys()) {
        for (qsizetype slash = path.indexOf(u'/'); slash >= 0;
             slash = path.indexOf(u'/', slash + 1)) {
            if (!folders.contains(path.first(slash + 1)))
                folders << path.first(slash + 1);
        }
    }
    return folders;
}

/// Of a branch, a commit or any folder by its own hash.
FakeAnswer tree(const FakeContext &context, const FakeRepository &repository,
                const QString &reference)
{
    const bool isRecursive = context.request.query.hasQueryItem(u"recursive"_s);
    const auto answer = [&](const FakeFiles &files, const QString &folder) {
        QJsonArray entries;
        addEntries(entries, repository, files, folder, folder, isRecursive);
        const bool isTruncated = isRecursive && entries.size() > repository.mostTreeEntries;
        while (isTruncated && entries.size() > repository.mostTreeEntries)
            entries.removeLast();
        const QString sha = fakeTreeSha(files, folder);
        return fakeJson(QJsonObject{
                {u"sha"_s, sha},
                {u"url"_s, fakeApiUrl(u"/repos/%1/git/trees/%2"_s.arg(repository.fullName(), sha))},
                {u"tree"_s, entries},
                {u"truncated"_s, isTruncated}});
    };
    if (const FakeFiles *files = repository.files(reference))
        return answer(*files, {});
    for (const FakeFiles &files : repository.commits) {
        for (const QString &folder : foldersOf(files)) {
            if (fakeTreeSha(files, folder) == reference)
                return answer(files, folder);
        }
    }
    return fakeNotFound();
}

FakeAnswer blob(const FakeContext &context, const FakeRepository &repository, const QString &sha)
{
    for (const FakeFiles &files : repository.commits) {
        for (const QByteArray &content : files) {
            if (fakeBlobSha(content) != sha)
                continue;
            if (context.request.headers.value("accept"_L1).toByteArray().contains("raw"))
                return {.body = content};
            return fakeJson(QJsonObject{
                    {u"sha"_s, sha},
                    {u"node_id"_s, QString(u"B_"_s + sha)},
                    {u"size"_s, content.size()},
                    {u"url"_s,
                     fakeApiUrl(u"/repos/%1/git/blobs/%2"_s.arg(repository.fullName(), sha))},
                    {u"encoding"_s, u"base64"_s},
                    {u"content"_s, QString::fromLatin1(wrappedBase64(content))}});
        }
    }
    return fakeNotFound();
}

QJsonObject commitJson(const FakeRepository &repository, const QString &sha)
{
    const QString address = u"/repos/%1/commits/%2"_s.arg(repository.fullName(), sha);
    const QJsonObject person{
            {u"name"_s, repository.owner},
            {u"email"_s, QString(repository.owner + u"@users.noreply.github.test"_s)},
            {u"date"_s, repository.commitTimes.value(sha).toString(Qt::ISODate)}};
    const QString root = fakeTreeSha(*repository.files(sha), {});
    const QJsonObject tree{
            {u"sha"_s, root},
            {u"url"_s, fakeApiUrl(u"/repos/%1/git/trees/%2"_s.arg(repository.fullName(), root))}};
    return {{u"sha"_s, sha},
            {u"node_id"_s, QString(u"C_"_s + sha)},
            {u"url"_s, fakeApiUrl(address)},
            {u"html_url"_s, u"https://github.test/%1/commit/%2"_s.arg(repository.fullName(), sha)},
            {u"author"_s, fakeUserJson(repository.owner)},
            {u"committer"_s, fakeUserJson(repository.owner)},
            {u"parents"_s, QJsonArray()},
            {u"commit"_s, QJsonObject{{u"author"_s, person},
                                      {u"committer"_s, person},
                                      {u"message"_s, u"Change"_s},
                                      {u"comment_count"_s, 0},
                                      {u"tree"_s, tree}}}};
}

FakeAnswer branches(const FakeContext &context, const FakeRepository &repository)
{
    QJsonArray all;
    for (const auto &[name, sha] : repository.branches.asKeyValueRange()) {
        const QString address
                = fakeApiUrl(u"/repos/%1/commits/%2"_s.arg(repository.fullName(), sha));
        all << QJsonObject{{u"name"_s, name},
                           {u"commit"_s, QJsonObject{{u"sha"_s, sha}, {u"url"_s, address}}},
                           {u"protected"_s, false}};
    }
    return fakePage(context.request, all);
}

FakeAnswer permission(const FakeRepository &repository, const QString &login)
{
    const QString level
            = repository.permissions.value(login, repository.isPrivate ? u"none"_s : u"read"_s);
    const bool mayWrite = level == "admin"_L1 || level == "write"_L1;
    QJsonObject user = fakeUserJson(login);
    user.insert(u"role_name"_s, level);
    user.insert(u"permissions"_s, QJsonObject{{u"admin"_s, level == "admin"_L1},
                                              {u"maintain"_s, level == "admin"_L1},
                                              {u"push"_s, mayWrite},
                                              {u"triage"_s, mayWrite},
                                              {u"pull"_s, level != "none"_L1}});
    return fakeJson(
            QJsonObject{{u"permission"_s, level}, {u"role_name"_s, level}, {u"user"_s, user}});
}

} // namespace

std::optional<FakeAnswer> fakeContentRoutes(FakeContext context, FakeRepository &repository,
                                            const QString &rest)
{
    static const QRegularExpression permissionOf(u"^/collaborators/([^/]+)/permission$"_s);
    if (context.request.method != "GET")
        return {};
    if (rest == "/contents"_L1 || rest.startsWith("/contents/"_L1))
        return fakeDated(
                contents(context, repository, rest.mid(10)),
                repository.commitTimes.value(repository.resolve(
                        context.request.query.queryItemValue(u"ref"_s, QUrl::FullyDecoded))));
    if (rest.startsWith("/git/trees/"_L1))
        return tree(context, repository, rest.mid(11));
    if (rest.startsWith("/git/blobs/"_L1))
        return blob(context, repository, rest.mid(11));
    if (const auto match = permissionOf.match(rest); match.hasMatch())
        return permission(repository, match.captured(1));
    if (rest == "/branches"_L1)
        return branches(context, repository);
    if (rest.startsWith("/branches/"_L1)) {
        const QString name = rest.mid(10);
        if (!repository.branches.contains(name))
            return fakeError(404, u"Branch not found"_s);
        return fakeJson(
                QJsonObject{{u"name"_s, name},
                            {u"commit"_s, commitJson(repository, repository.branches.value(name))},
                            {u"protected"_s, false}});
    }
    if (rest.startsWith("/commits/"_L1) && !rest.mid(9).contains(u'/')) {
        const QString sha = repository.resolve(rest.mid(9));
        if (sha.isEmpty())
            return fakeError(422, u"No commit found for SHA: %1"_s.arg(rest.mid(9)));
        return fakeJson(commitJson(repository, sha));
    }
    return {};
}

} // namespace sluice
