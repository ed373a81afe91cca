// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "fakes/github/fakeapp.h"

#include <QDateTime>
#include <QHash>
#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QSet>
#include <QString>
#include <QUrl>

#include <functional>
#include <optional>

namespace sluice {

struct FakeWebhook;

/// A token that the server knows.
struct FakeToken
{
    enum class Kind { Personal, FineGrained, Installation, Anonymous };

    QByteArray secret;
    Kind kind = Kind::Personal;
    QString login; ///< whose it is; an installation's organisation
    QStringList scopes{QStringLiteral("repo")}; ///< classic scopes of a personal one
    /// Of a fine-grained one or an installation's: name -> "read", "write".
    QMap<QString, QString> permissions{{QStringLiteral("checks"), QStringLiteral("write")},
                                       {QStringLiteral("contents"), QStringLiteral("read")},
                                       {QStringLiteral("metadata"), QStringLiteral("read")},
                                       {QStringLiteral("pull_requests"), QStringLiteral("write")},
                                       {QStringLiteral("statuses"), QStringLiteral("write")}};
    int hourlyLimit = 0; ///< of REST, where it is not everybody's
    QDateTime expiresAt; ///< null: never
    bool isRevoked = false;

    /// Whose limits it spends: a user's tokens share them, as an installation's do.
    [[nodiscard]] QByteArray bucket() const;
};

struct FakePull
{
    int number = 0;
    QString title;
    QString author;
    QString authorAssociation; ///< "MEMBER", "NONE"
    QString headSha;
    QString headRef;
    QString baseRef;
    QString state = QStringLiteral("open");
    QDateTime createdAt;
    QDateTime updatedAt;
    QDateTime closedAt; ///< null while it is open
};

struct FakeStatus
{
    qint64 id = 0;
    QString sha;
    QString context;
    QString state;
    QString description;
    QString targetUrl;
    QString creator;
    QDateTime createdAt;
};

struct FakeCheckRun
{
    qint64 id = 0;
    QString headSha;
    QString name;
    QString status; ///< "queued", "in_progress", "completed"
    QString conclusion; ///< empty: none yet
    QString detailsUrl;
    QString externalId;
    QString app; ///< slug of who wrote it
    QJsonObject output;
    QDateTime startedAt;
    QDateTime completedAt;
};

struct FakeComment
{
    qint64 id = 0;
    int issue = 0;
    QString author;
    QString body;
    QDateTime createdAt;
};

/// What git knows: path -> text, for each commit.
using FakeFiles = QMap<QString, QByteArray>;

struct FakeRepository
{
    qint64 id = 0;
    QString owner;
    QString name;
    bool isPrivate = false;
    bool isDeleted = false;
    bool isArchived = false;
    bool isFork = false;
    QString defaultBranch = QStringLiteral("main");
    QMap<QString, QString> branches; ///< name -> commit
    QHash<QString, FakeFiles> commits;
    QHash<QString, QDateTime> commitTimes;
    QList<QDateTime> history; ///< of further commits on the default branch
    QDateTime updatedAt; ///< null: not since it was made
    QMap<QString, QString> permissions; ///< login -> "admin", "write", "read"
    QList<FakePull> pulls;
    QList<FakeStatus> statuses; ///< oldest first
    QList<FakeCheckRun> checkRuns;
    QList<FakeComment> comments;
    QList<FakeHook> hooks;
    qsizetype mostTreeEntries = 100'000; ///< of a recursive listing
    bool areFlagsHidden = false; ///< from tokens that lack the right to read checks
    QString refusal; ///< the type of error that GraphQL gives instead of it; empty: none
    QSet<QString> rerequestedSuites; ///< commits whose checks somebody asked for again

    [[nodiscard]] QString fullName() const { return owner + u'/' + name; }
    [[nodiscard]] QString nodeId() const { return QStringLiteral("R_%1").arg(id); }
    [[nodiscard]] bool isReadableBy(const FakeToken &token) const;
    [[nodiscard]] FakePull *pull(int number);
    [[nodiscard]] FakeCheckRun *checkRun(qint64 runId);
    /// A branch, a whole commit or the head of "pull/N/head"; empty where there is none.
    [[nodiscard]] QString resolve(const QString &reference) const;
    [[nodiscard]] const FakeFiles *files(const QString &reference) const;
    /// How many statuses of this context the commit has. Each status is looked at once.
    [[nodiscard]] int statusCount(const QString &sha, const QString &context);

private:
    QHash<QString, int> m_statusCounts;
    qsizetype m_counted = 0;
};

/// Everything that the server remembers. A value with helpers to set it up.
class FakeGithubState final
{
public:
    QMap<QString, QStringList> organisations; ///< name -> logins of members
    std::optional<FakeApp> app; ///< the one that may sign in with a JWT
    /// Carries a delivery to its hook's address; answered() of that delivery tells what came of it.
    std::function<void(qint64 id, const QUrl &url, const FakeWebhook &sent)> onDelivery;

    /// A public repository with one commit on its default branch; its owner may write.
    FakeRepository &addRepository(const QString &fullName, const FakeFiles &files);
    /// A pull request of `author` whose head commit holds the repository's files and these.
    FakePull &addPull(FakeRepository &repository, const QString &author, const FakeFiles &files,
                      const QDateTime &at);
    /// Another push to it.
    void push(FakeRepository &repository, FakePull &pull, const FakeFiles &files,
              const QDateTime &at);
    void close(FakeRepository &repository, FakePull &pull, const QDateTime &at);
    void reopen(FakeRepository &repository, FakePull &pull, const QDateTime &at);
    const FakeComment &addComment(FakeRepository &repository, int issue, const QString &author,
                                  const QString &body, const QDateTime &at);
    /// As a click on "Re-run" does it.
    void rerequest(FakeRepository &repository, const FakeCheckRun &run, const QString &sender,
                   const QDateTime &at);
    FakeToken &addToken(const QByteArray &secret, const QString &login,
                        FakeToken::Kind kind = FakeToken::Kind::Personal);

    /// Pinged at once, as GitHub does.
    FakeHook &addHook(FakeRepository &repository, const QString &url, const QStringList &events,
                      const QDateTime &at, const QByteArray &secret = {});
    void ping(const FakeRepository &repository, FakeHook &hook, const QDateTime &at);
    /// Delivers the event to every hook of the repository and to the App, where they want it.
    void happened(FakeRepository &repository, const QString &event, const QJsonObject &payload,
                  const QDateTime &at);
    void redeliver(FakeHook &hook, FakeDelivery delivery, const QDateTime &at);
    [[nodiscard]] FakeDelivery *delivery(qint64 id); ///< of any hook

    [[nodiscard]] FakeRepository *repository(const QString &owner, const QString &name);
    [[nodiscard]] FakeRepository *repository(qint64 id);
    /// The full name that a former one leads to, or empty.
    [[nodiscard]] QString renamed(const QString &formerName) const;
    void rename(FakeRepository &repository, const QString &name);
    [[nodiscard]] FakeToken *token(const QByteArray &secret);
    [[nodiscard]] qint64 nextId() { return ++m_lastId; }
    [[nodiscard]] QList<FakeRepository *> repositories();

private:
    void commit(FakeRepository &repository, FakePull &pull, const FakeFiles &files,
                const QDateTime &at);
    [[nodiscard]] QString newGuid();
    void record(FakeHook &hook, FakeDelivery delivery);

    QList<std::shared_ptr<FakeRepository>> m_repositories;
    QList<std::shared_ptr<FakeToken>> m_tokens;
    QHash<QString, qint64> m_formerNames;
    qint64 m_lastId = 1000;
};

[[nodiscard]] QString fakeBlobSha(const QByteArray &content);
/// Of a folder ("" is the root), as git computes it.
[[nodiscard]] QString fakeTreeSha(const FakeFiles &files, const QString &folder);
/// Names directly in a folder; folders end with '/'.
[[nodiscard]] QStringList fakeEntries(const FakeFiles &files, const QString &folder);

} // namespace sluice
