// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/ledgersight.h"

#include <QWidget>

class QLabel;

namespace sluice {

class GaugeList;
class HoursChart;

/// What is left of each budget and whose it is, what others have probably spent, and how calls went
/// by the hour. GUI thread.
class LedgerBudgets final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LedgerBudgets)

public:
    explicit LedgerBudgets(QWidget *parent = nullptr);

    /// `budget`: that one alone; empty: all.
    void setSight(const LedgerSight &sight, const QString &budget, const QDateTime &now);

private:
    void showOthers(const QList<OthersSpending> &others);

    GaugeList *m_gauges;
    QLabel *m_others;
    HoursChart *m_hours;
};

} // namespace sluice
