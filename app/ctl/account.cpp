// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/accountasker.h"
#include "ctl/accountoptions.h"
#include "ctl/commands.h"
#include "ctl/keyring.h"
#include "ctl/output.h"
#include "github/accountbook.h"
#include "github/accountstore.h"
#include "github/personaltoken.h"
#include "github/watchrules.h"
#include "settings/secretstore.h"
#include "settings/settings.h"
#include "settings/settingstext.h"
#include "sources/tlstrust.h"
#include "store/database.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

/// The store, opened for one command.
struct Desk
{
    SystemClock clock;
    std::unique_ptr<Database> database;
    std::unique_ptr<AccountStore> accounts;
    QSslConfiguration tls;
};

Result<std::unique_ptr<Desk>> openDesk(const Context &context)
{
    if (auto made = makeDataDirectory(context.dataDirectory); !made)
        return std::unexpected(made.error());
    const auto settings = SettingsFile(context.dataDirectory).load();
    if (!settings)
        return std::unexpected(settings.error());
    const auto tls = tlsTrusting(settings->trustedCertificates);
    if (!tls)
        return std::unexpected(tls.error());
    auto database = Database::open(context.dataDirectory + u"/queue.sqlite"_s);
    if (!database)
        return std::unexpected(database.error());
    auto desk = std::make_unique<Desk>();
    desk->tls = *tls;
    desk->database = *std::move(database);
    desk->accounts = std::make_unique<AccountStore>(*desk->database, desk->clock);
    return desk;
}

Result<Account> find(Desk &desk, const QString &name)
{
    const auto account = desk.accounts->account(name);
    if (!account)
        return std::unexpected(account.error());
    if (!*account) {
        return failure(
                Cause::NotFound,
                u"There is no account \"%1\": see `sluicectl account list`."_s.arg(name.left(80)),
                {}, Who::Us);
    }
    return **account;
}

ExitCode failedWith(const Error &error)
{
    complain(oneLine(error.what));
    return error.cause == Cause::Storage || error.cause == Cause::StorageFull ? ExitCode::Stopped
                                                                              : ExitCode::Failed;
}

ExitCode checkAccount(const Context &context, Desk &desk, const Account &account)
{
    const auto answer = AccountAsker(account, *desk.database, desk.tls).check();
    const auto noted = answer ? desk.accounts->noteCheck(account.name, answer->login,
                                                         answer->scopes, answer->warning)
                              : desk.accounts->noteProblem(account.name, answer.error().what);
    if (!noted)
        return stopped(noted.error());
    if (!answer)
        return failedWith(answer.error());
    context.output.line(oneLine(u"%1: %2; scopes: %3; %4"_s.arg(
            account.name, answer->login, answer->scopes.isEmpty() ? u"none"_s : answer->scopes,
            answer->limits)));
    if (!answer->warning.isEmpty())
        complain(oneLine(answer->warning));
    return ExitCode::Succeeded;
}

ExitCode addAccount(const Context &context, const Arguments &arguments)
{
    const auto account = accountFrom(arguments);
    if (!account)
        return usageError(account.error());
    if (account->kind == AccountKind::App) {
        if (const auto key = appKeyOf(*account); !key)
            return usageError(key.error());
    } else if (!account->secretFile.isEmpty()) {
        if (const auto token = PersonalToken::fromFile(account->secretFile); !token)
            return usageError(token.error());
    } else if (const auto kept = keepToken(*account); !kept) {
        return kept.error().cause == Cause::Invalid ? usageError(kept.error())
                                                    : stopped(kept.error());
    }
    const auto desk = openDesk(context);
    if (!desk)
        return stopped(desk.error());
    if (const auto saved = (*desk)->accounts->save(*account); !saved)
        return stopped(saved.error());
    const ExitCode checked = checkAccount(context, **desk, *account);
    if (checked != ExitCode::Succeeded) {
        complain(u"The account %1 is kept: `sluicectl account check %1` asks again, `sluicectl "
                 u"account remove %1` forgets it."_s.arg(account->name));
    }
    return checked;
}

QByteArray accountJson(const Account &account, const QStringList &observed)
{
    const QJsonObject object{
            {u"name"_s, account.name},
            {u"kind"_s, account.kind == AccountKind::App ? u"app"_s : u"token"_s},
            {u"github"_s, account.baseUrl},
            {u"login"_s, account.login.isEmpty() ? QJsonValue() : QJsonValue(account.login)},
            {u"scopes"_s, account.scopes},
            {u"note"_s, account.note.isEmpty() ? QJsonValue() : QJsonValue(account.note)},
            {u"problem"_s, account.problem.isEmpty() ? QJsonValue() : QJsonValue(account.problem)},
            {u"checked_at"_s, account.checkedAt.isValid()
                                      ? QJsonValue(account.checkedAt.toString(Qt::ISODateWithMs))
                                      : QJsonValue()},
            {u"observed"_s, QJsonArray::fromStringList(observed)}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

ExitCode listAccounts(const Context &context, const Arguments &arguments)
{
    const auto desk = openDesk(context);
    if (!desk)
        return stopped(desk.error());
    const auto all = (*desk)->accounts->accounts();
    const auto observed = (*desk)->accounts->observed();
    if (!all || !observed)
        return stopped(all ? observed.error() : all.error());
    const bool isJson = arguments.has("--json"_L1);
    if (all->isEmpty() && !isJson)
        context.output.line(u"There is no account yet: see `sluicectl account add --help`."_s);
    for (const Account &account : *all) {
        QStringList own;
        for (const ObservedRepository &one : *observed) {
            if (one.account == account.name)
                own << one.repository;
        }
        if (isJson) {
            context.output.line(accountJson(account, own));
            continue;
        }
        context.output.line(oneLine(u"%1  %2  observes %3  %4"_s.arg(
                account.name, account.login.isEmpty() ? u"not checked"_s : account.login,
                own.isEmpty() ? u"nothing"_s : own.join(u' '),
                account.problem.isEmpty() ? account.note : account.problem)));
        for (const ObservedRepository &one : *observed) {
            if (one.account == account.name && !one.problem.isEmpty())
                context.output.line(oneLine(u"  %1: %2"_s.arg(one.repository, one.problem)));
        }
    }
    return ExitCode::Succeeded;
}

/// Opens the store and has something done with the account that is named.
ExitCode withAccount(const Context &context, const Arguments &arguments,
                     const std::function<ExitCode(Desk &, const Account &)> &work)
{
    const auto desk = openDesk(context);
    if (!desk)
        return stopped(desk.error());
    const auto account = find(**desk, arguments.operands.at(0));
    return account ? work(**desk, *account) : failedWith(account.error());
}

ExitCode check(const Context &context, const Arguments &arguments)
{
    return withAccount(context, arguments, [&](Desk &desk, const Account &account) {
        return checkAccount(context, desk, account);
    });
}

ExitCode listRepositories(const Context &context, const Arguments &arguments)
{
    return withAccount(context, arguments, [&](Desk &desk, const Account &account) {
        const auto answer = AccountAsker(account, *desk.database, desk.tls).list();
        if (!answer)
            return failedWith(answer.error());
        if (auto kept = desk.accounts->setSeen(account.name, answer->repositories); !kept)
            return stopped(kept.error());
        if (!answer->warning.isEmpty())
            complain(oneLine(answer->warning));
        for (const SeenRepository &seen : answer->repositories) {
            if (!arguments.has("--json"_L1)) {
                context.output.line(oneLine(seen.repository));
                continue;
            }
            const QJsonObject object{{u"repository"_s, seen.repository},
                                     {u"can_push"_s, seen.canPush},
                                     {u"private"_s, seen.isPrivate}};
            context.output.json(object);
        }
        return ExitCode::Succeeded;
    });
}

ExitCode observe(const Context &context, const Arguments &arguments)
{
    const QStringList repositories = arguments.operands.mid(1);
    for (const QString &repository : repositories) {
        if (!isRepositoryName(repository)) {
            return usageError({.cause = Cause::Invalid,
                               .what = u"\"%1\" is no repository: name one as OWNER/REPO."_s.arg(
                                       repository.left(80))});
        }
    }
    const auto settings = SettingsFile(context.dataDirectory).load();
    if (!settings)
        return stopped(settings.error());
    if (const auto may = mayObserve(settings->pipeline, repositories); !may)
        return usageError(may.error());
    return withAccount(context, arguments, [&](Desk &desk, const Account &account) {
        const auto before = desk.accounts->observed();
        if (!before)
            return stopped(before.error());
        if (const auto done = desk.accounts->setObserved(account.name, repositories); !done)
            return stopped(done.error());
        for (const ObservedRepository &one : *before) {
            if (one.account != account.name
                && repositories.contains(one.repository, Qt::CaseInsensitive)) {
                complain(u"%1 is observed with %2 from now on, no more with %3."_s.arg(
                        one.repository, account.name, one.account));
            }
        }
        return ExitCode::Succeeded;
    });
}

ExitCode removeAccount(const Context &context, const Arguments &arguments)
{
    return withAccount(context, arguments, [&](Desk &desk, const Account &account) {
        if (const auto done = desk.accounts->remove(account.name); !done)
            return stopped(done.error());
        if (const auto let = stopDriving(SettingsFile(context.dataDirectory), account); !let)
            return stopped(let.error());
        const bool hasEntry = account.kind == AccountKind::Token && account.secretFile.isEmpty();
        if (!hasEntry || !hasKeyring())
            return ExitCode::Succeeded;
        const auto gone = writeKeyring(SecretStore::githubKey(account.baseUrl, account.name), {});
        return gone ? ExitCode::Succeeded : stopped(gone.error());
    });
}

} // namespace

QList<Command> accountCommands()
{
    const Option json{"--json"_L1, {}, "One JSON object per line."};
    return {
            {.name = "account add"_L1,
             .operands = "NAME"_L1,
             .summary = "Adds an account of GitHub to observe with, or changes it, and checks it "
                        "at once.\nWithout a file, the token is asked for and goes into the "
                        "keyring.",
             .options
             = {{"--token-file"_L1, "FILE"_L1,
                 "A file that holds a token; - takes it from standard input."},
                {"--app"_L1, "ID"_L1, "A GitHub App instead of a person."},
                {"--key-file"_L1, "FILE"_L1, "The App's private key."},
                {"--installation"_L1, "N"_L1, "Where the App is installed."},
                {"--github"_L1, "URL"_L1, "Another GitHub's API (https://api.github.com)."}},
             .leastOperands = 1,
             .mostOperands = 1,
             .run = addAccount},
            {.name = "account list"_L1,
             .summary = "Lists the accounts, who they are and what they observe.",
             .options = {json},
             .run = listAccounts},
            {.name = "account check"_L1,
             .operands = "NAME"_L1,
             .summary = "Asks GitHub who an account is, which scopes it has and what it may "
                        "spend.",
             .leastOperands = 1,
             .mostOperands = 1,
             .run = check},
            {.name = "account repositories"_L1,
             .operands = "NAME"_L1,
             .summary = "Lists the repositories that an account can see.",
             .options = {json},
             .leastOperands = 1,
             .mostOperands = 1,
             .run = listRepositories},
            {.name = "account observe"_L1,
             .operands = "NAME [OWNER/REPO]..."_L1,
             .summary = "Observes exactly these repositories with the account; without any, none.",
             .leastOperands = 1,
             .mostOperands = kAnyNumber,
             .run = observe},
            {.name = "account remove"_L1,
             .operands = "NAME"_L1,
             .summary = "Forgets an account with all that it observes, and its token in the "
                        "keyring.",
             .leastOperands = 1,
             .mostOperands = 1,
             .run = removeAccount},
    };
}

} // namespace sluice
