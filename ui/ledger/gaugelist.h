// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/gaugetext.h"

#include <QWidget>

class QGridLayout;
class QLabel;
class QProgressBar;

namespace sluice {

/// A gauge for each limit of each token, which says whose it is; of many, those that are nearest to
/// their end. GUI thread.
class GaugeList final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(GaugeList)

public:
    static constexpr qsizetype kMostGauges = 10;

    explicit GaugeList(QWidget *parent = nullptr);

    void setLimits(const QList<LedgerLimit> &limits, const QDateTime &now);

private:
    struct Gauge
    {
        QLabel *whose;
        QProgressBar *bar;
        QLabel *left;
        QLabel *outlook;
    };

    void setCount(qsizetype count);
    void show(const Gauge &gauge, const GaugeText &text) const;

    QGridLayout *m_grid;
    QList<Gauge> m_gauges;
    QLabel *m_rest;
};

} // namespace sluice
