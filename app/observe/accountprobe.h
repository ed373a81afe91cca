// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "github/account.h"
#include "github/githubclient.h"

#include <QSet>

namespace sluice {

/// Asks GitHub who an account is, what it may do and which repositories it can see. Calls back once
/// and deletes itself. The client's thread.
class AccountProbe final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AccountProbe)

public:
    struct Answer
    {
        QString login;
        QString scopes; ///< as GitHub names them; of an App: its permissions
        QString warning; ///< what will not work, a sentence; or empty
        QString limits; ///< "4999 of 5000 requests left this hour"
        QList<SeenRepository> repositories;
    };
    using Done = std::function<void(Result<Answer>)>;

    /// `asApp` signs in as the App itself; null for tokens. Both clients must outlive it.
    AccountProbe(Account account, GithubClient &client, GithubClient *asApp, QObject *parent);

    void check(Done done);
    void list(Done done);

private:
    void askForUser();
    void askForInstallation();
    void askForLimits();
    void takeLimits(const ApiAnswer &answer);
    void listOwn();
    void listOrganisations();
    void listNext();
    void warn(const QString &sentence);
    void add(const QList<ApiAnswer> &pages, bool isInstallation);
    [[nodiscard]] QString missingScopes(const QStringList &scopes) const;
    [[nodiscard]] ApiRequest request(const QString &path, const QString &why) const;
    void get(const QString &path, const QString &why,
             const std::function<void(const ApiAnswer &)> &take);
    void end(Result<Answer> result);

    const Account m_account;
    GithubClient &m_client;
    GithubClient *m_asApp;
    Done m_done;
    Answer m_answer;
    QStringList m_organisations; ///< still to be listed
    QMap<QString, SeenRepository> m_seen; ///< by name in lower case
};

} // namespace sluice
