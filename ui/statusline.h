// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "queue/queuestate.h"

#include <QObject>

class QLabel;
class QStatusBar;

namespace sluice {

/// The line at the window's foot: what the queue holds, how fast it goes, which GitHub budget is
/// nearest to its end, and who runs the importer. GUI thread.
class StatusLine final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StatusLine)

public:
    explicit StatusLine(QStatusBar &bar); ///< its parent

    void setState(const StateCounts &counts, const PoolState &pool);
    /// "3 queued · 1 running · …"
    [[nodiscard]] static QString countsText(const StateCounts &counts);
    void setRate(const QString &text); ///< imports a second
    void setLimit(const QString &text); ///< GitHub calls left

private:
    QLabel *m_counts;
    QLabel *m_rate;
    QLabel *m_limit;
    QLabel *m_pool;
};

} // namespace sluice
