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
    m_sent.remove(wish.id);
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
    if (const auto may = mayBeSaid(wish, pull); !may)
        return answer(wish, std::unexpected(may.error()));
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
    request.purpose = {.repository = pull.repository,
                       .why = u"count check runs of others on %1"_s.arg(pull.label())};
    const RequestId sent
            = party.client->send(request, this, [this, wish, pull](const Result<ApiAnswer> &given) {
                  if (given)
                      takeCounts(wish, pull, *given);
                  else
                      answer(wish, std::unexpected(given.error()));
              });
    m_sent.insert(wish.id, sent);
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
        const OrgFindings &found = scan->findings(); // until then
        if (found.looked() > 0)
            answer(wish, QString::fromUtf8(scenarioToJson(scenarioOf(found))));
        else
            answer(wish, std::unexpected(error));
        scan->deleteLater();
    });
    // Nobody waits for an hour before a window.
    connect(scan, &OrgScan::held, scan, [scan, organisation](const QDateTime &until) {
        scan->end({.cause = Cause::Upstream,
                   .what = u"GitHub's limit is used up until %1: scan %2 again then."_s.arg(
                           until.toLocalTime().toString(u"HH:mm"_s), organisation),
                   .retryAt = until});
    });
    scan->start();
}

} // namespace sluice
