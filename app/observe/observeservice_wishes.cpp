// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "observe/countquery.h"
#include "observe/observeservice.h"

#include "budget/orgfindings.h"
#include "budget/scenario.h"
#include "github/orgscan.h"
#include "packit/chroottable.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

// What an ObserveService does for people at a window, which may be another process.
namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr int kSaidSeconds = 300; // that what others read is not repeated

/// What is written on GitHub for everybody to see, and sets others to work.
bool isPublic(WishKind kind)
{
    return kind == WishKind::AskRebuildFailed || kind == WishKind::AskRetestFailed
        || kind == WishKind::RerequestCheck;
}

QString commandOf(const Wish &wish)
{
    return wish.kind == WishKind::AskRebuildFailed ? u"/packit rebuild-failed"_s
                                                   : u"/packit retest-failed"_s;
}

/// Refusals of what people ask for, in words that help them on.
Error refused(const Error &error, const QString &what)
{
    if (error.cause != Cause::Forbidden && error.cause != Cause::NotFound)
        return error;
    return {.cause = Cause::Forbidden, .what = what, .detail = error.detail, .who = Who::Us};
}

} // namespace

void ObserveService::takeWishes()
{
    const auto open = m_wishes.open();
    if (!open)
        return tell(u"store"_s, open.error());
    for (const Wish &wish : *open) {
        if (!isForObserver(wish.kind) || m_taken.contains(wish.id))
            continue;
        take(wish);
    }
}

void ObserveService::take(const Wish &wish)
{
    if (const auto marked = m_wishes.markTaken(wish.id); !marked)
        return tell(u"store"_s, marked.error());
    if (wish.kind >= WishKind::CheckAccount)
        takeForAccount(wish);
    else
        takeForPull(wish);
}

void ObserveService::answer(const Wish &wish, const Result<QString> &sentence)
{
    const auto answered = m_wishes.answer(wish.id, sentence.value_or(QString()),
                                          sentence ? QString() : sentence.error().what);
    if (!answered)
        tell(u"store"_s, answered.error());
    m_taken.remove(wish.id);
    emit wishDone(sentence ? *sentence : sentence.error().what);
}

void ObserveService::takeForPull(const Wish &wish)
{
    const auto found = m_store.pull(wish.subject);
    if (!found)
        return answer(wish, std::unexpected(found.error()));
    if (!*found) {
        return answer(wish, failure(Cause::NotFound, u"This pull request is observed no more."_s));
    }
    const ObservedPull pull = **found;
    Party *party = partyOf(pull.repository);
    if (!party) {
        return answer(wish, failure(Cause::NotFound,
                                    u"No account that works observes %1: see its problem under "
                                    u"Accounts."_s.arg(pull.repository)));
    }
    if (isPublic(wish.kind)) {
        if (const auto may = mayBeSaid(wish, pull); !may)
            return answer(wish, std::unexpected(may.error()));
    }
    m_taken.insert(wish.id, party->account.name);
    switch (wish.kind) {
    case WishKind::AskRebuildFailed:
    case WishKind::AskRetestFailed:
        return comment(wish, pull, *party);
    case WishKind::RerequestCheck:
        return rerequest(wish, pull, *party);
    case WishKind::EstimateSpending:
        return estimate(wish, pull, *party);
    default:
        party->watch->readNow(pull, this, [this, wish, pull](const Result<bool> &isNews) {
            answer(wish, isNews.transform([&pull](bool is) {
                return is ? u"%1 has changed."_s.arg(pull.label())
                          : u"%1 is read again: nothing has changed."_s.arg(pull.label());
            }));
        });
    }
}

/// Once is enough, whoever it was that did it.
Result<void> ObserveService::mayBeSaid(const Wish &wish, const ObservedPull &pull)
{
    if (wish.isTaken) { // by a process that ended before it knew
        return failure(Cause::Canceled,
                       u"Sluice ended while this was done on %1: see on GitHub whether it was, and "
                       u"ask again if not."_s.arg(pull.label()));
    }
    if (pull.state == PipelineState::Superseded || pull.state == PipelineState::Closed) {
        return failure(Cause::Invalid,
                       u"%1 is closed, or was pushed to since: nothing was asked for."_s.arg(
                               pull.label()));
    }
    const auto last = m_wishes.lastDone(wish);
    if (!last)
        return std::unexpected(last.error());
    if (!last->isValid() || last->addSecs(kSaidSeconds) <= m_timers.now())
        return {};
    const QString what = wish.kind == WishKind::RerequestCheck
                               ? u"%1 was asked for again"_s.arg(wish.argument)
                               : u"\"%1\" was written"_s.arg(commandOf(wish));
    return failure(Cause::Invalid,
                   u"%1 on %2 at %3 already: its service needs a while. Nothing was written "
                   u"again."_s.arg(what, pull.label(), last->toLocalTime().toString(u"HH:mm"_s)));
}

void ObserveService::comment(const Wish &wish, const ObservedPull &pull, Party &party)
{
    ApiRequest request;
    request.method = "POST"_ba;
    request.path = u"/repos/%1/issues/%2/comments"_s.arg(pull.repository).arg(pull.number);
    request.body = QJsonDocument(QJsonObject{{u"body"_s, commandOf(wish)}})
                           .toJson(QJsonDocument::Compact);
    request.urgency = Urgency::ReadForPerson;
    request.purpose = {.repository = pull.repository, .why = u"comment %1"_s.arg(commandOf(wish))};
    party.client->send(
            request, party.watch.get(),
            [this, wish, pull, watch = party.watch.get()](const Result<ApiAnswer> &done) {
                if (done) {
                    watch->expectNews(pull.nodeId);
                    return answer(wish, u"Commented \"%1\" on %2: its service takes that up."_s.arg(
                                                commandOf(wish), pull.label()));
                }
                answer(wish,
                       std::unexpected(refused(done.error(),
                                               u"GitHub does not let this account comment on %1: "
                                               u"its token needs the scope "
                                               u"public_repo, or the permission pull requests: "
                                               u"write. Write \"%2\" there "
                                               u"yourself."_s.arg(pull.label(), commandOf(wish)))));
            });
}

void ObserveService::rerequest(const Wish &wish, const ObservedPull &pull, Party &party)
{
    const auto checks = m_store.checks(pull.id);
    if (!checks)
        return answer(wish, std::unexpected(checks.error()));
    const auto isMeant = [&wish](const ObservedCheck &check) {
        return check.name == wish.argument && check.kind == FlagKind::CheckRun;
    };
    const auto check = std::ranges::find_if(*checks, isMeant);
    if (check == checks->end()) {
        return answer(wish,
                      failure(Cause::Invalid,
                              u"%1 is no check run of %2: a commit status cannot be asked "
                              u"for again, a comment can."_s.arg(wish.argument, pull.label())));
    }
    ApiRequest request;
    request.method = "POST"_ba;
    request.path = u"/repos/%1/check-runs/%2/rerequest"_s.arg(pull.repository).arg(check->number);
    request.urgency = Urgency::ReadForPerson;
    request.purpose
            = {.repository = pull.repository, .why = u"ask again for %1"_s.arg(wish.argument)};
    party.client->send(
            request, party.watch.get(),
            [this, wish, pull, watch = party.watch.get()](const Result<ApiAnswer> &done) {
                if (done) {
                    watch->expectNews(pull.nodeId);
                    return answer(wish,
                                  u"Asked again for %1 of %2."_s.arg(wish.argument, pull.label()));
                }
                answer(wish, std::unexpected(refused(
                                     done.error(),
                                     u"Only people with write access to %1 can have %2 run again: "
                                     u"comment "
                                     u"\"/packit rebuild-failed\" or \"/packit retest-failed\" "
                                     u"instead."_s.arg(pull.repository, wish.argument))));
            });
}

void ObserveService::estimate(const Wish &wish, const ObservedPull &pull, Party &party)
{
    const auto heads = m_store.heads(pull.repository, pull.number);
    if (!heads)
        return answer(wish, std::unexpected(heads.error()));
    QStringList old;
    for (const ObservedPull &head : *heads) {
        if (head.headSha != pull.headSha)
            old << head.headSha;
    }
    ApiRequest request;
    request.method = "POST"_ba;
    request.path = u"/graphql"_s;
    request.body = countQuery(pull, old);
    request.urgency = Urgency::ReadForPerson;
    request.purpose = {.repository = pull.repository, .why = u"count check runs of others"_s};
    party.client->send(request, this, [this, wish, pull](const Result<ApiAnswer> &given) {
        if (given)
            takeCounts(wish, pull, *given);
        else
            answer(wish, std::unexpected(given.error()));
    });
}

void ObserveService::takeCounts(const Wish &wish, const ObservedPull &pull, const ApiAnswer &given)
{
    const auto counts = m_store.checks(pull.id).and_then([&](const QList<ObservedCheck> &checks) {
        return countsIn(given.body, pull.headSha, checks);
    });
    if (!counts)
        return answer(wish, std::unexpected(counts.error()));
    QList<OthersSpending> all;
    QStringList said;
    for (const OthersCounts &one : *counts) {
        OthersSpending spending = estimateOthers(one);
        if (spending.writes == 0)
            continue;
        spending.requests = 1;
        if (const auto kept = m_store.noteRuns(pull.id, one.writer, one.runs); !kept)
            return answer(wish, std::unexpected(kept.error()));
        said << u"%1 spent an estimated %2 to %3 calls"_s.arg(spending.writer)
                        .arg(qRound64(spending.low))
                        .arg(qRound64(spending.high));
        all << spending;
    }
    if (const auto kept = m_others.set(pull.repository, pull.number, all); !kept)
        return answer(wish, std::unexpected(kept.error()));
    answer(wish, said.isEmpty() ? u"No App has written check runs on %1."_s.arg(pull.label())
                                : u"On %1 %2."_s.arg(pull.label(), said.join(", "_L1)));
}

void ObserveService::takeForAccount(const Wish &wish)
{
    const QString name = wish.argument.section(u' ', 0, 0);
    const auto found = m_parties.find(name);
    if (found == m_parties.end()) {
        const auto account = m_accounts.account(name);
        const QString problem = account && *account ? (*account)->problem : QString();
        return answer(wish, failure(Cause::NotFound,
                                    problem.isEmpty() ? u"There is no account %1."_s.arg(name)
                                                      : problem));
    }
    Party &party = found->second;
    m_taken.insert(wish.id, found->first);
    if (wish.kind == WishKind::ScanOrganisation)
        return scan(wish, party);
    auto *probe
            = new AccountProbe(party.account, *party.client, party.asApp.get(), party.watch.get());
    const Account account = party.account;
    if (wish.kind == WishKind::CheckAccount) {
        return probe->check([this, wish, account](const Result<AccountProbe::Answer> &given) {
            noteCheck(account, given);
            answer(wish, given.transform([](const AccountProbe::Answer &all) {
                const QString scopes = all.scopes.isEmpty() ? u"none"_s : all.scopes;
                return u"GitHub knows this as %1; scopes: %2; %3.%4"_s.arg(
                        all.login, scopes, all.limits,
                        all.warning.isEmpty() ? all.warning : QString(u' ' + all.warning));
            }));
        });
    }
    probe->list([this, wish, account](const Result<AccountProbe::Answer> &given) {
        answer(wish, given.and_then([&](const AccountProbe::Answer &all) {
            return m_accounts.setSeen(account.name, all.repositories).transform([&] {
                return QString(u"%1 repositories can be seen with the account %2. "_s
                                       .arg(all.repositories.size())
                                       .arg(account.name)
                               + all.warning)
                        .trimmed();
            });
        }));
    });
}

void ObserveService::scan(const Wish &wish, Party &party)
{
    const QString organisation = wish.argument.section(u' ', 1);
    auto *scan
            = new OrgScan(*party.client, ChrootTable::builtIn(),
                          {.organisation = organisation, .now = m_timers.now()}, party.watch.get());
    connect(scan, &OrgScan::finished, this, [this, wish, scan] {
        answer(wish, QString::fromUtf8(scenarioToJson(scenarioOf(scan->findings()))));
        scan->deleteLater();
    });
    connect(scan, &OrgScan::failed, this, [this, wish, scan](const Error &error) {
        answer(wish, std::unexpected(error));
        scan->deleteLater();
    });
    scan->start();
}

} // namespace sluice
