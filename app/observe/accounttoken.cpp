// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "observe/accounttoken.h"

#include "github/apptoken.h"
#include "github/personaltoken.h"

#include <QFile>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kMostKeyBytes = 64 * 1024;

} // namespace

void AccountToken::token(QObject *context, Done done)
{
    if (!m_token.isEmpty())
        return done(m_token);
    if (!m_account.secretFile.isEmpty())
        return done(taken(PersonalToken::fromFile(m_account.secretFile)));
    m_secrets(m_account, context, [this, done = std::move(done)](const Result<QByteArray> &secret) {
        done(taken(secret));
    });
}

Result<QByteArray> AccountToken::taken(const Result<QByteArray> &secret)
{
    if (secret && secret->isEmpty()) {
        return failure(Cause::Invalid,
                       u"The keyring has no token for the account %1: store one with `sluicectl "
                       u"account add %1`, or name a file with --token-file."_s.arg(m_account.name),
                       {}, Who::Us);
    }
    if (!secret)
        return secret;
    auto good = PersonalToken::checked(*secret,
                                       u"The secret of the account %1"_s.arg(m_account.name));
    if (good)
        m_token = *good;
    return good;
}

bool AccountToken::refused(const QByteArray &)
{
    m_token.clear();
    return false;
}

Result<std::unique_ptr<TokenSource>> tokenSourceOf(const Account &account,
                                                   const GithubOptions &options,
                                                   const AccountSecrets &secrets,
                                                   HttpTransport &transport, Timers &timers)
{
    if (account.kind == AccountKind::Token)
        return std::make_unique<AccountToken>(account, secrets);
    return appKeyOf(account).transform([&](const AppKey &key) -> std::unique_ptr<TokenSource> {
        return std::make_unique<AppToken>(options, key, account.installation, transport, timers);
    });
}

Result<AppKey> appKeyOf(const Account &account)
{
    QFile file(account.secretFile);
    if (!file.open(QIODevice::ReadOnly)) {
        return failure(Cause::Invalid,
                       u"The key of the App in the account %1 cannot be read from %2: correct its "
                       u"name or its rights."_s.arg(account.name, account.secretFile),
                       file.errorString(), Who::Us);
    }
    return AppKey::fromPem(account.app, file.read(kMostKeyBytes));
}

} // namespace sluice
