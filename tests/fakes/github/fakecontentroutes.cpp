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

FakeAnswer contents(const FakeContext &context, const FakeRepository &repository, QString path)
{
    const FakeFiles *files
            = repository.files(context.request.query.queryItemValue(u"ref"_s, QUrl::FullyDecoded));
    if (!files)
        return fakeError(404, u"No commit found for the ref"_s);
    const QByteArray accept = context.request.headers.value("accept"_L1).toByteArray();
    while (path.endsWith(u'/'))
        path.chop(1);
    if (files->contains(path)) {
        const QByteArray content = files->value(path);
        if (accept.contains("raw"))
            return {.body = content};
        QJsonObject file
                = entryJson(*files, path.section(u'/', 0, -2, QString::SectionIncludeTrailingSep),
                            path.section(u'/', -1));
        file.insert(u"encoding"_s, u"base64"_s);
        file.insert(u"content"_s, QString::fromLatin1(wrappedBase64(content)));
        return fakeJson(file);
    }
    const QString folder = path.isEmpty() ? path : QString(path + u'/');
    QJsonArray entries;
    for (const QString &entry : fakeEntries(*files, folder))
        entries << entryJson(*files, folder, entry);
    if (entries.isEmpty() && !path.isEmpty())
        return fakeNotFound();
    if (!accept.contains("object"))
        return fakeJson(entries);
    return fakeJson(QJsonObject{{u"type"_s, u"dir"_s},
                                {u"path"_s, path},
                                {u"sha"_s, fakeTreeSha(*files, folder)},
                                {u"entries"_s, entries}});
}

/// A commit or the tree of one; folders other than the root by their own hash.
FakeAnswer tree(const FakeRepository &repository, const QString &reference)
{
    for (const auto &[commit, files] : repository.commits.asKeyValueRange()) {
        const QString root = fakeTreeSha(files, {});
        if (commit != repository.resolve(reference) && root != reference)
            continue;
        QJsonArray entries;
        for (const QString &entry : fakeEntries(files, {})) {
            const QJsonObject json = entryJson(files, {}, entry);
            const bool isFolder = entry.endsWith(u'/');
            entries << QJsonObject{{u"path"_s, json.value("name"_L1)},
                                   {u"mode"_s, isFolder ? u"040000"_s : u"100644"_s},
                                   {u"type"_s, isFolder ? u"tree"_s : u"blob"_s},
                                   {u"sha"_s, json.value("sha"_L1)}};
        }
        return fakeJson(
                QJsonObject{{u"sha"_s, root}, {u"tree"_s, entries}, {u"truncated"_s, false}});
    }
    return fakeNotFound();
}

FakeAnswer blob(const FakeRepository &repository, const QString &sha)
{
    for (const FakeFiles &files : repository.commits) {
        for (const QByteArray &content : files) {
            if (fakeBlobSha(content) == sha) {
                return fakeJson(
                        QJsonObject{{u"sha"_s, sha},
                                    {u"size"_s, content.size()},
                                    {u"encoding"_s, u"base64"_s},
                                    {u"content"_s, QString::fromLatin1(wrappedBase64(content))}});
            }
        }
    }
    return fakeNotFound();
}

QJsonObject commitJson(const FakeRepository &repository, const QString &sha)
{
    return {{u"sha"_s, sha},
            {u"commit"_s,
             QJsonObject{{u"tree"_s,
                          QJsonObject{{u"sha"_s, fakeTreeSha(*repository.files(sha), {})}}}}}};
}

FakeAnswer permission(const FakeRepository &repository, const QString &login)
{
    const QString level
            = repository.permissions.value(login, repository.isPrivate ? u"none"_s : u"read"_s);
    QJsonObject user = fakeUserJson(login);
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
        return tree(repository, rest.mid(11));
    if (rest.startsWith("/git/blobs/"_L1))
        return blob(repository, rest.mid(11));
    if (const auto match = permissionOf.match(rest); match.hasMatch())
        return permission(repository, match.captured(1));
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
