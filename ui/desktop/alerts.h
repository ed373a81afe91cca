// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"
#include "queue/queuestate.h"

#include <QObject>

namespace sluice {

/// What is worth to disturb somebody who looks at another window.
struct Alert
{
    QString title;
    QString text; ///< one or two sentences
    QString page; ///< of the window, which has the rest
    bool isUrgent = false; ///< nothing goes on without a person
};

/// Says once when all imports are done, and when something needs a person. GUI thread.
class Alerts final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Alerts)

public:
    using QObject::QObject;

    void setState(const StateCounts &counts, const PoolState &pool); ///< the first is no news
    void setStuck(int pulls); ///< pull requests with a stuck check; the first is no news
    void tellImportsStopped(const Error &error);
    void tellPipelinesStopped(const Error &error);

signals:
    void raised(const sluice::Alert &alert);

private:
    void lookForEnd(const StateCounts &counts);
    void lookForTrouble(const PoolState &pool);
    void needPerson(const QString &text, const QString &page);

    std::optional<StateCounts> m_counts; ///< none yet
    std::optional<StateCounts> m_begin; ///< when the queue was empty last; none: it is
    QString m_trouble;
    int m_stuck = -1; ///< not known yet
};

} // namespace sluice
