// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/gaugetext.h"

#include <QWidget>

class QGridLayout;

namespace sluice {

/// A gauge for each limit of each token, which says whose it is. GUI thread.
class GaugeList final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(GaugeList)

public:
    explicit GaugeList(QWidget *parent = nullptr);

    void setLimits(const QList<LedgerLimit> &limits, const QDateTime &now);

private:
    QGridLayout *m_grid;
    QList<QWidget *> m_made;
};

} // namespace sluice
