// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/hourlanes.h"

#include <QWidget>

namespace sluice {

/// Calls of the last 24 hours: a lane for each limit, a column for each of its hours, stacked by
/// organisation, and how the hour under way will end. GUI thread.
class HoursChart final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HoursChart)

public:
    explicit HoursChart(QWidget *parent = nullptr);

    void setLanes(HourLanes lanes, const QDateTime &now);
    [[nodiscard]] const HourLanes &lanes() const { return m_lanes; }
    /// What the column at this place stands for; empty: there is none.
    [[nodiscard]] QString textAt(const QPoint &place) const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Key
    {
        QBrush brush;
        QString text;
        QRectF place; ///< of mark and text
    };

    void makeKeys();
    void placeKeys();
    [[nodiscard]] double keysHeight() const;
    [[nodiscard]] QRectF laneRect(qsizetype lane) const;
    [[nodiscard]] QString textOf(const HourLane &lane, qsizetype column) const;
    [[nodiscard]] QString allText() const;

    HourLanes m_lanes;
    QDateTime m_now;
    QList<Key> m_keys;
};

} // namespace sluice
