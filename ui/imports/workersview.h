// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "queue/queuestate.h"
#include "queue/ratemeter.h"
#include "queue/workersmodel.h"

#include <QWidget>

class QLabel;
class QTableView;

namespace sluice {

/// A line per worker with what it does now; above them how fast the pool is and how long the rest
/// takes. GUI thread.
class WorkersView final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WorkersView)

public:
    explicit WorkersView(const Clock &clock, QWidget *parent = nullptr);

    void setState(const StateCounts &counts, const PoolState &pool,
                  const QList<WorkerRow> &workers);
    [[nodiscard]] QString rateText() const;

signals:
    void taskActivated(sluice::TaskId id);

private:
    void showPool(const PoolState &pool, const QList<WorkerRow> &workers);

    const Clock &m_clock;
    RateMeter m_rate;
    WorkersModel m_model;
    QLabel *m_headline;
    QLabel *m_nothing;
    QTableView *m_table;
};

} // namespace sluice
