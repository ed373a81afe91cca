// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "import/claims.h"

#include <QSet>

namespace sluice {

const QList<TaskId> &Claims::next(const QDateTime &now, const ShareLimits &limits, qsizetype room,
                                  const Running &running)
{
    if (!m_asked.isEmpty())
        return m_asked;
    while (!m_alone && m_asked.size() < room) {
        const auto pick = m_fair.pop(now, limits);
        if (!pick)
            break;
        if (pick->runsAlone)
            m_alone = pick->id;
        else if (!running.has(pick->id))
            m_asked << pick->id;
    }
    // It waits for the others to end, the others then wait for it.
    if (m_alone && m_asked.isEmpty() && !running.isAny)
        m_asked << *m_alone;
    return m_asked;
}

bool Claims::answered(const QList<Task> &granted)
{
    QSet<TaskId> refused(m_asked.cbegin(), m_asked.cend());
    m_asked.clear();
    for (const Task &task : granted)
        refused.remove(task.id);
    for (const TaskId id : std::as_const(refused))
        ended(id);
    return refused.isEmpty();
}

void Claims::ended(TaskId id)
{
    m_fair.finished(id);
    if (m_alone == id)
        m_alone.reset();
}

} // namespace sluice
