// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/alerts.h"

#include <QLocale>

namespace sluice {
using namespace Qt::StringLiterals;

void Alerts::setState(const StateCounts &counts, const PoolState &pool)
{
    lookForEnd(counts);
    lookForTrouble(pool);
    m_counts = counts;
}

void Alerts::lookForEnd(const StateCounts &counts)
{
    const bool isBusy = counts[State::Queued] + counts.running() > 0;
    if (isBusy) {
        if (!m_begin)
            m_begin = counts;
        return;
    }
    const auto begin = std::exchange(m_begin, {});
    if (!begin)
        return;
    const auto ended = [&](State state) {
        return std::max<qint64>(0, counts[state] - (*begin)[state]); // some were tried again
    };
    const qint64 succeeded = ended(State::Succeeded);
    const qint64 failed = ended(State::Failed);
    if (succeeded + failed == 0)
        return; // canceled, by somebody who knows
    const QLocale locale;
    const QString text = failed == 0
                               ? tr("%1 succeeded.").arg(locale.toString(succeeded))
                               : tr("%1 succeeded, %2 failed; the window says why.")
                                         .arg(locale.toString(succeeded), locale.toString(failed));
    emit raised({.title = tr("All imports are done"),
                 .text = text,
                 .page = u"imports"_s,
                 .isUrgent = false});
}

void Alerts::lookForTrouble(const PoolState &pool)
{
    const QString trouble = pool.isPaused ? pool.pauseReason : pool.problem;
    if (std::exchange(m_trouble, trouble) != trouble && !trouble.isEmpty() && m_counts)
        needPerson(trouble, u"imports"_s);
}

void Alerts::setStuck(int pulls)
{
    const int before = std::exchange(m_stuck, pulls);
    if (before < 0 || pulls <= before)
        return;
    emit raised({.title = tr("Stuck: %n pull request(s)", nullptr, pulls),
                 .text = tr("Only Stuck, on the page of pipelines, shows where and since when."),
                 .page = u"pipelines"_s,
                 .isUrgent = false});
}

void Alerts::tellImportsStopped(const Error &error) { needPerson(error.what, u"imports"_s); }

void Alerts::tellPipelinesStopped(const Error &error) { needPerson(error.what, u"pipelines"_s); }

void Alerts::needPerson(const QString &text, const QString &page)
{
    emit raised(
            {.title = tr("Sluice needs a person"), .text = text, .page = page, .isUrgent = true});
}

} // namespace sluice
