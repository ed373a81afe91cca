// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/ledgerparts.h"

#include <QWidget>

namespace sluice {

/// Calls of the last 24 hours: a column for each hour, stacked by organisation, with the limit as a
/// line where the columns come near it. GUI thread.
class HoursChart final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HoursChart)

public:
    static constexpr int kHours = 24;

    explicit HoursChart(QWidget *parent = nullptr);

    /// `limit`: calls per hour; 0: not known.
    void setHours(const QList<LedgerHour> &hours, const QDateTime &now, int limit);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    struct Column
    {
        QDateTime hour;
        QList<int> counted; ///< by organisation, as in m_organisations
        [[nodiscard]] int total() const;
    };

    [[nodiscard]] QRectF plot() const;
    [[nodiscard]] double most() const; ///< at the plot's top
    [[nodiscard]] QString textOf(const Column &column) const;
    [[nodiscard]] QString allText() const;
    void paintKeys(QPainter &painter) const;
    void paintColumns(QPainter &painter) const;
    void paintLimit(QPainter &painter) const;

    QStringList m_organisations; ///< the largest first; the last may stand for several
    QList<Column> m_columns;
    int m_limit = 0;
};

} // namespace sluice
