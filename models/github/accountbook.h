// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/ledgerstore.h"
#include "clock.h"
#include "error.h"
#include "github/account.h"
#include "settings/secretstore.h"
#include "settings/settings.h"

#include <QHash>
#include <QObject>

#include <functional>

namespace sluice {

class AsyncDatabase;
class WishDesk;

/// What is known of accounts at one moment. A value.
struct AccountsState
{
    QList<Account> accounts;
    QHash<QString, QList<SeenRepository>> seen; ///< by account
    QList<ObservedRepository> observed;
    QList<LedgerLimit> limits; ///< of all tokens
    PipelineSettings driving; ///< as whom, and what, pipelines are driven

    /// The account that pipelines are driven as, if it is one of these.
    [[nodiscard]] bool isDriver(const Account &account) const;
    /// "token of NAME", "App 7, installation 9": as the ledger calls it.
    [[nodiscard]] static QString ledgerLabel(const Account &account);
};

/// The settings let go of an account that is gone: it would come back with them, without its token.
[[nodiscard]] Result<Settings> stopDriving(SettingsFile file, const Account &gone);

/// The accounts of a data directory for a window: reads them, changes them with their secrets in
/// the keyring, and has them checked by the engine. GUI thread, which it never holds up.
class AccountBook final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AccountBook)

public:
    using Done = std::function<void(Result<QString>)>; ///< a sentence

    /// All must outlive it.
    AccountBook(AsyncDatabase &store, const Clock &clock, WishDesk &desk,
                const QString &dataDirectory, QObject *parent = nullptr);

    void load(); ///< then loaded(); also after each change
    /// Adds or changes it. A secret that is given goes to the keyring first; where that does not
    /// take it, nothing changes. Then GitHub is asked who it is, and what it sees: `done` tells.
    void save(const Account &account, const QByteArray &secret, QObject *context, Done done);
    /// With its secret and all that it observes; what is driven as it is driven no more.
    void remove(const Account &account, QObject *context, Done done);
    void check(const QString &account, QObject *context, Done done);
    void listRepositories(const QString &account, QObject *context, Done done);
    /// What this account observes, and what is driven as it. Driving goes over to it where another
    /// one drove, and what that one drove is driven no more.
    void watch(const Account &account, const QStringList &observed, const QStringList &driven,
               QObject *context, Done done);

signals:
    void
    secretChanged(const QString &account); ///< in the keyring, of which the store knows nothing
    void loaded(const sluice::AccountsState &state);
    void failed(const sluice::Error &error);
    void
    changed(const sluice::Settings &settings); ///< as they are now; most changes are in the store

private:
    void saveToStore(const Account &account, QObject *context, const Done &done);
    void removeFromStore(const Account &account, QObject *context, const Done &done);

    AsyncDatabase &m_store;
    const Clock &m_clock;
    WishDesk &m_desk;
    SettingsFile m_settings;
    SecretStore m_secrets;
};

} // namespace sluice
