// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/accountoptions.h"

#include "ctl/keyring.h"
#include "ctl/secretinput.h"
#include "github/personaltoken.h"
#include "settings/secretstore.h"

#include <QFileInfo>
#include <QRegularExpression>
#include <QUrl>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kMostNumber = 1'000'000'000'000;

Result<qint64> numberOf(const Arguments &arguments, QLatin1StringView option)
{
    bool isNumber = false;
    const qint64 number = arguments.value(option).toLongLong(&isNumber);
    if (isNumber && number > 0 && number <= kMostNumber)
        return number;
    return failure(Cause::Invalid, u"%1 takes the number that GitHub shows for it."_s.arg(option));
}

} // namespace

Result<Account> accountFrom(const Arguments &arguments)
{
    Account account{.name = arguments.operands.at(0)};
    static const QRegularExpression form(u"^[A-Za-z0-9@._-]{1,60}\\z"_s);
    if (!form.match(account.name).hasMatch()) {
        return failure(Cause::Invalid, u"An account is named by letters, digits and @._-, at most "
                                       u"60 of them."_s);
    }
    if (arguments.has("--github"_L1)) {
        account.baseUrl = arguments.value("--github"_L1);
        const QUrl url(account.baseUrl, QUrl::StrictMode);
        if (!url.isValid() || url.host().isEmpty()
            || (url.scheme() != "https"_L1 && url.scheme() != "http"_L1))
            return failure(Cause::Invalid, u"--github takes the address of an API, such as "
                                           u"https://git.example.com/api/v3."_s);
    }
    const bool isApp = arguments.has("--app"_L1);
    if (isApp != arguments.has("--key-file"_L1) || isApp != arguments.has("--installation"_L1)
        || (isApp && arguments.has("--token-file"_L1))) {
        return failure(Cause::Invalid, u"An App takes --app, --key-file and --installation, a "
                                       u"person --token-file or none of them."_s);
    }
    const QString file = arguments.value(isApp ? "--key-file"_L1 : "--token-file"_L1);
    if (!file.isEmpty() && file != "-"_L1)
        account.secretFile = QFileInfo(file).absoluteFilePath();
    if (!isApp)
        return account;
    account.kind = AccountKind::App;
    const auto app = numberOf(arguments, "--app"_L1);
    const auto installation = numberOf(arguments, "--installation"_L1);
    if (!app || !installation)
        return std::unexpected(app ? installation.error() : app.error());
    account.app = *app;
    account.installation = *installation;
    return account;
}

Result<void> keepToken(const Account &account)
{
    if (!hasKeyring()) {
        return failure(Cause::Storage,
                       u"There is no keyring here that could hold a token: write "
                       u"it to a file that only you can read, and name that with "
                       u"--token-file."_s,
                       {}, Who::Us);
    }
    const auto line = readSecretLine("Token for " + account.baseUrl.toUtf8() + ": ");
    if (!line)
        return std::unexpected(line.error());
    const auto token = PersonalToken::checked(*line, u"Standard input"_s);
    if (!token)
        return std::unexpected(token.error());
    return writeKeyring(SecretStore::githubKey(account.baseUrl, account.name), *token);
}

} // namespace sluice
