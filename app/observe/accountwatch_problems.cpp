// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "observe/accountwatch.h"

#include <algorithm>

// What an AccountWatch says of what stands in its way, and when it does not any more.
namespace sluice {
using namespace Qt::StringLiterals;

/// What waits for GitHub's budget is no failure, and nothing else would say why all stands still.
void AccountWatch::watchBudget()
{
    const QDateTime now = m_parts.timers.now();
    const GovernorState state = m_parts.client.governor().state();
    if (m_isStopped || !m_isBusy || m_begunAt.addMSecs(kPatience.count()) > now
        || state.held.at(size_t(Urgency::Polling)) == 0)
        return;
    if (state.pausedUntil.isValid())
        return tellShort(state.pausedUntil,
                         u"GitHub asked for a pause of the account %1: watching goes on at %2 UTC. "
                         u"Until then, what is shown grows old."_s);
    const auto gauge = std::ranges::find(state.gauges, u"graphql"_s, &RateGauge::resource);
    if (gauge == state.gauges.end() || gauge->limit < 0 || gauge->reset <= now)
        return;
    const bool isUsedUp = gauge->remaining <= gauge->reserve;
    tellShort(gauge->reset,
              isUsedUp ? u"The account %1 has used up what GitHub allows it: watching goes "
                         u"on at %2 UTC. Until then, what is shown grows old."_s
                       : u"The account %1 has used up most of what GitHub allows it: until "
                         u"%2 UTC it is watched with longer pauses."_s);
}

void AccountWatch::tellShort(const QDateTime &until, const QString &sentence)
{
    m_shortUntil = until;
    tell({}, {.cause = Cause::Upstream,
              .what = sentence.arg(m_account, until.toUTC().toString(u"HH:mm:ss"_s)),
              .retryAt = until});
}

void AccountWatch::tell(const QString &repository, const Error &error)
{
    QString &said = repository.isEmpty() ? m_problem : m_watched[repository].problem;
    if (std::exchange(said, error.what) == error.what)
        return;
    const auto noted = repository.isEmpty() ? m_parts.accounts.noteProblem(m_account, error.what)
                                            : m_parts.accounts.noteRead(repository, {}, error.what);
    emit problem(repository, noted ? error : noted.error());
}

void AccountWatch::settle(const QString &repository, const QString &nodeId)
{
    if (const auto noted = m_parts.accounts.noteRead(repository, nodeId, {}); !noted)
        return emit problem(repository, noted.error());
    if (!std::exchange(m_watched[repository].problem, {}).isEmpty())
        emit wellAgain(repository);
}

void AccountWatch::settleAccount()
{
    if (m_shortUntil.isValid() && m_shortUntil > m_parts.timers.now())
        return;
    m_shortUntil = {};
    if (std::exchange(m_problem, {}).isEmpty())
        return;
    if (const auto noted = m_parts.accounts.noteProblem(m_account, {}); !noted)
        return emit problem({}, noted.error());
    emit wellAgain({});
}

} // namespace sluice
