// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "github/accountbook.h"

#include "github/accountstore.h"
#include "github/watchrules.h"
#include "pipeline/wishdesk.h"
#include "store/asyncdatabase.h"
#include "store/database.h"

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

/// The settings as they are then.
Result<Settings> drive(SettingsFile file, const Account &account, const QStringList &driven)
{
    auto settings = file.load();
    if (!settings)
        return settings;
    const AccountsState state{.driving = settings->pipeline};
    const bool isDriver = state.isDriver(account);
    if (driven.isEmpty() && (!isDriver || settings->pipeline.repositories.isEmpty()))
        return settings;
    const bool isApp = account.kind == AccountKind::App;
    QList<std::pair<QString, QString>> values{{u"pipeline.repositories"_s, driven.join(", "_L1)}};
    if (!isDriver) {
        values << std::pair{u"github.url"_s, account.baseUrl}
               << std::pair{u"github.account"_s, account.name}
               << std::pair{u"github.token-file"_s, isApp ? QString() : account.secretFile}
               << std::pair{u"github.app-id"_s, isApp ? QString::number(account.app) : QString()}
               << std::pair{u"github.app-key-file"_s, isApp ? account.secretFile : QString()}
               << std::pair{u"github.installation"_s,
                            isApp ? QString::number(account.installation) : QString()};
    }
    return file.set(values).and_then([&file] { return file.load(); });
}

/// No other account goes on observing what is driven from now on. The settings as they are then.
Result<Settings> watchAs(AccountStore &store, const SettingsFile &file, const Account &account,
                         const QStringList &observed, const QStringList &driven)
{
    const auto before = file.load();
    if (!before)
        return before;
    PipelineSettings driving = before->pipeline;
    if (!driven.isEmpty() || AccountsState{.driving = driving}.isDriver(account))
        driving.repositories = driven;
    if (const auto may = mayObserve(driving, observed); !may)
        return std::unexpected(may.error());
    if (const auto set = store.setObserved(account.name, observed); !set)
        return std::unexpected(set.error());
    if (driving.flagPrefix.isEmpty()) {
        if (const auto stopped = store.stopObserving(driven); !stopped)
            return std::unexpected(stopped.error());
    }
    return drive(file, account, driven);
}

/// Whoever drives by the settings is an account like the others.
Result<void> keepDriver(AccountStore &store, const QList<Account> &known,
                        const PipelineSettings &driving)
{
    const bool isApp = driving.githubApp != 0;
    const bool isMeant
            = isApp || !driving.githubTokenFile.isEmpty() || !driving.repositories.isEmpty();
    const AccountsState state{.driving = driving};
    const bool isKnown = std::ranges::any_of(known, [&](const Account &account) {
        return account.name == driving.githubAccount || state.isDriver(account);
    });
    if (!isMeant || isKnown)
        return {};
    return store.save({.name = driving.githubAccount,
                       .kind = isApp ? AccountKind::App : AccountKind::Token,
                       .baseUrl = driving.github,
                       .secretFile = isApp ? driving.githubAppKeyFile : driving.githubTokenFile,
                       .app = driving.githubApp,
                       .installation = driving.githubInstallation});
}

Result<AccountsState> readState(Database &database, const Clock &clock, const SettingsFile &file)
{
    AccountStore store(database, clock);
    const auto settings = file.load();
    if (!settings)
        return std::unexpected(settings.error());
    AccountsState state{.driving = settings->pipeline};
    auto accounts = store.accounts();
    if (accounts) {
        if (auto kept = keepDriver(store, *accounts, settings->pipeline); !kept)
            return std::unexpected(kept.error());
        accounts = store.accounts();
    }
    if (!accounts)
        return std::unexpected(accounts.error());
    state.accounts = *accounts;
    for (const Account &account : *accounts) {
        const auto seen = store.seen(account.name);
        if (!seen)
            return std::unexpected(seen.error());
        state.seen.insert(account.name, *seen);
    }
    const auto observed = store.observed();
    if (!observed)
        return std::unexpected(observed.error());
    state.observed = *observed;
    const auto limits = LedgerStore(database, clock).limits();
    if (!limits)
        return std::unexpected(limits.error());
    state.limits = *limits;
    return state;
}

} // namespace

Result<Settings> stopDriving(SettingsFile file, const Account &gone)
{
    auto settings = file.load();
    if (!settings || !AccountsState{.driving = settings->pipeline}.isDriver(gone))
        return settings;
    const QList<std::pair<QString, QString>> values{
            {u"pipeline.repositories"_s, {}},
            {u"github.account"_s, PipelineSettings().githubAccount},
            {u"github.token-file"_s, {}},
            {u"github.app-id"_s, {}},
            {u"github.app-key-file"_s, {}},
            {u"github.installation"_s, {}}};
    return file.set(values).and_then([&file] { return file.load(); });
}

bool AccountsState::isDriver(const Account &account) const
{
    if (account.baseUrl != driving.github)
        return false;
    if (account.kind == AccountKind::App)
        return account.app == driving.githubApp
            && account.installation == driving.githubInstallation;
    return driving.githubApp == 0 && account.name == driving.githubAccount
        && account.secretFile == driving.githubTokenFile;
}

QString AccountsState::ledgerLabel(const Account &account)
{
    return account.kind == AccountKind::App
                 ? u"App %1, installation %2"_s.arg(account.app).arg(account.installation)
                 : u"token of %1"_s.arg(account.name);
}

AccountBook::AccountBook(AsyncDatabase &store, const Clock &clock, WishDesk &desk,
                         const QString &dataDirectory, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_clock(clock)
    , m_desk(desk)
    , m_settings(dataDirectory)
{}

void AccountBook::load()
{
    m_store.run([clock = &m_clock, file = m_settings](
                        Database &database) { return readState(database, *clock, file); },
                this,
                [this](const Result<AccountsState> &state) {
                    if (state)
                        emit loaded(*state);
                    else
                        emit failed(state.error());
                });
}

void AccountBook::save(const Account &account, const QByteArray &secret, QObject *context,
                       Done done)
{
    if (secret.isEmpty())
        return saveToStore(account, context, done);
    m_secrets.write(SecretStore::githubKey(account.baseUrl, account.name), secret, context,
                    [this, account, context = QPointer(context),
                     done = std::move(done)](const Result<void> &written) {
                        if (!context)
                            return;
                        if (!written)
                            return done(std::unexpected(written.error()));
                        saveToStore(account, context, done);
                        emit secretChanged(account.name);
                    });
}

void AccountBook::saveToStore(const Account &account, QObject *context, const Done &done)
{
    m_store.run(
            [account, clock = &m_clock, file = m_settings](Database &database) -> Result<Settings> {
                if (auto saved = AccountStore(database, *clock).save(account); !saved)
                    return std::unexpected(saved.error());
                return file.load();
            },
            context,
            [this, account, context = QPointer(context), done](const Result<Settings> &settings) {
                if (!settings)
                    return done(std::unexpected(settings.error()));
                emit changed(*settings);
                load();
                check(account.name, context, done);
                listRepositories(account.name, this, [](const Result<QString> &) {});
            });
}

void AccountBook::remove(const Account &account, QObject *context, Done done)
{
    if (account.kind != AccountKind::Token || !account.secretFile.isEmpty()
        || !SecretStore::isAvailable())
        return removeFromStore(account, context, done);
    // Nothing: that removes the entry. Where the keyring does not let go of it, it is of no use.
    m_secrets.write(
            SecretStore::githubKey(account.baseUrl, account.name), {}, context,
            [this, account, context = QPointer(context), done = std::move(done)](Result<void>) {
                if (context)
                    removeFromStore(account, context, done);
            });
}

void AccountBook::removeFromStore(const Account &account, QObject *context, const Done &done)
{
    m_store.run(
            [account, clock = &m_clock, file = m_settings](Database &database) -> Result<Settings> {
                if (auto removed = AccountStore(database, *clock).remove(account.name); !removed)
                    return std::unexpected(removed.error());
                return stopDriving(file, account);
            },
            context,
            [this, name = account.name, done](const Result<Settings> &settings) {
                if (!settings)
                    return done(std::unexpected(settings.error()));
                emit changed(*settings);
                load();
                done(tr("%1 is removed.").arg(name));
            });
}

void AccountBook::check(const QString &account, QObject *context, Done done)
{
    m_desk.ask({.kind = WishKind::CheckAccount, .argument = account}, context,
               [this, done = std::move(done)](const Result<QString> &answer) {
                   load();
                   done(answer);
               });
}

void AccountBook::listRepositories(const QString &account, QObject *context, Done done)
{
    m_desk.ask({.kind = WishKind::ListRepositories, .argument = account}, context,
               [this, done = std::move(done)](const Result<QString> &answer) {
                   load();
                   done(answer);
               });
}

void AccountBook::watch(const Account &account, const QStringList &observed,
                        const QStringList &driven, QObject *context, Done done)
{
    m_store.run(
            [file = m_settings, clock = &m_clock, account, observed,
             driven](Database &database) -> Result<Settings> {
                AccountStore store(database, *clock);
                return watchAs(store, file, account, observed, driven);
            },
            context,
            [this, observed, driven, done = std::move(done)](const Result<Settings> &settings) {
                load();
                if (!settings)
                    return done(std::unexpected(settings.error()));
                emit changed(*settings);
                done(tr("%n observed, ", nullptr, int(observed.size()))
                     + tr("%n driven.", nullptr, int(driven.size())));
            });
}

} // namespace sluice
