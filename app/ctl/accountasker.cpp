// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/accountasker.h"

#include "ctl/keyring.h"
#include "github/appidentity.h"
#include "settings/secretstore.h"

#include <QEventLoop>

namespace sluice {
using namespace Qt::StringLiterals;

AccountSecrets keyringSecrets()
{
    return [keyring = std::make_shared<SecretStore>()](const Account &account, QObject *context,
                                                       const TokenSource::Done &done) {
        if (!hasKeyring()) {
            return done(failure(
                    Cause::Invalid,
                    u"There is no keyring here that could hold the token of %1: name a "
                    u"file with `sluicectl account add %1 --token-file FILE`."_s.arg(account.name),
                    {}, Who::Us));
        }
        const auto take = [name = account.name, done](const Result<QByteArray> &secret) {
            if (secret)
                return done(secret);
            done(failure(Cause::Storage,
                         u"The keyring does not give the token of %1: unlock it, or name a file "
                         u"with `sluicectl account add %1 --token-file FILE`."_s.arg(name),
                         secret.error().detail, Who::Us));
        };
        keyring->read(SecretStore::githubKey(account.baseUrl, account.name), context, take);
    };
}

AccountAsker::AccountAsker(Account account, Database &database, const QSslConfiguration &tls)
    : m_account(std::move(account))
    , m_ledger(database, m_timers)
    , m_transport(tls)
{}

Result<AccountProbe::Answer> AccountAsker::check() { return ask(&AccountProbe::check); }

Result<AccountProbe::Answer> AccountAsker::list() { return ask(&AccountProbe::list); }

Result<AccountProbe::Answer> AccountAsker::ask(void (AccountProbe::*question)(AccountProbe::Done))
{
    GithubOptions options;
    options.baseUrl = QUrl(m_account.baseUrl);
    const auto tokens = tokenSourceOf(m_account, options, keyringSecrets(), m_transport, m_timers);
    if (!tokens)
        return std::unexpected(tokens.error());
    GithubClient client(options, m_transport, **tokens, m_timers, &m_ledger, nullptr);
    std::unique_ptr<AppIdentity> identity;
    std::unique_ptr<GithubClient> asApp;
    if (m_account.kind == AccountKind::App) {
        const auto key = appKeyOf(m_account);
        if (!key)
            return std::unexpected(key.error());
        identity = std::make_unique<AppIdentity>(*key, m_timers);
        asApp = std::make_unique<GithubClient>(options, m_transport, *identity, m_timers, &m_ledger,
                                               nullptr);
    }
    Result<AccountProbe::Answer> result;
    QEventLoop loop;
    auto *probe = new AccountProbe(m_account, client, asApp.get(), &loop);
    (probe->*question)([&](const Result<AccountProbe::Answer> &answer) {
        result = answer;
        loop.quit();
    });
    // Nobody waits for an hour before a terminal.
    const auto giveUp = [&](const QDateTime &until) {
        result = std::unexpected(Error{
                .cause = Cause::Upstream,
                .what = u"GitHub's limit of the %1 is used up until %2: ask again then."_s.arg(
                        client.tokenLabel(), until.toLocalTime().toString(u"HH:mm"_s)),
                .retryAt = until});
        loop.quit();
    };
    QObject::connect(&client.governor(), &RateGovernor::waits, &loop, giveUp,
                     Qt::QueuedConnection); // the question itself may find that out
    loop.exec();
    return result;
}

} // namespace sluice
