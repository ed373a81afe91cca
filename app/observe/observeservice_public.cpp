// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "observe/observeservice.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

// What an ObserveService writes on GitHub for people, where everybody reads it.
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

/// Once is enough, whoever it was that did it.
Result<void> ObserveService::mayBeSaid(const Wish &wish, const ObservedPull &pull)
{
    if (!isPublic(wish.kind))
        return {};
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
    const RequestId sent = party.client->send(
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
    m_sent.insert(wish.id, sent);
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
    const RequestId sent = party.client->send(
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
    m_sent.insert(wish.id, sent);
}

/// Nobody waits for an hour before a window, nor is it meant any more when that is over.
void ObserveService::giveBack(const QString &account, const QDateTime &until)
{
    const auto party = m_parties.find(account);
    if (party == m_parties.end())
        return;
    for (const qint64 wish : m_taken.keys(account)) {
        if (!m_sent.contains(wish) || !party->second.client->cancel(m_sent.value(wish)))
            continue;
        Error held{.cause = Cause::Upstream,
                   .what = u"GitHub's limit of the %1 is used up until %2: nothing was sent, ask "
                           u"again then."_s.arg(party->second.client->tokenLabel(),
                                                until.toLocalTime().toString(u"HH:mm"_s)),
                   .retryAt = until};
        answer({.id = wish}, std::unexpected(std::move(held)));
    }
}

} // namespace sluice
