// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "observe/accountwatch.h"

// What an AccountWatch says of what stands in its way, and when it does not any more.
namespace sluice {
using namespace Qt::StringLiterals;

/// What waits for GitHub's budget is no failure, and nothing else would say why all stands still.
void AccountWatch::watchBudget()
{
    const GovernorState state = m_parts.client.governor().state();
    const QDateTime now = m_parts.timers.now();
    if (m_isStopped || state.held.at(size_t(Urgency::Polling)) == 0)
        return;
    for (const RateGauge &gauge : state.gauges) {
        if (gauge.resource != "graphql"_L1 || gauge.limit < 0 || gauge.remaining > gauge.reserve
            || gauge.reset <= now)
            continue;
        tell({}, {.cause = Cause::Upstream,
                  .what = u"The account %1 has used up what GitHub allows it: watching goes on at "
                          u"%2 UTC. Until then, what is shown grows old."_s.arg(
                                  m_account, gauge.reset.toUTC().toString(u"HH:mm:ss"_s)),
                  .retryAt = gauge.reset});
    }
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
    if (std::exchange(m_problem, {}).isEmpty())
        return;
    if (const auto noted = m_parts.accounts.noteProblem(m_account, {}); !noted)
        return emit problem({}, noted.error());
    emit wellAgain({});
}

} // namespace sluice
