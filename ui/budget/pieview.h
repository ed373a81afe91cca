// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/piepicture.h"

#include <QWidget>

namespace sluice {

/// The pie of one pipeline's calls, by kind or by step. A slice can be pointed at, or gone to with
/// the arrow keys, and then says what it is. GUI thread.
class PieView final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PieView)

public:
    explicit PieView(QWidget *parent = nullptr);

    void setCalls(const MeasuredCalls &calls);
    void setEmptyText(const QString &text); ///< instead of a pie
    void setPieBy(PieBy by);
    void showLegend(); ///< labels as a list, for narrow places, instead of beside their slices
    [[nodiscard]] PieBy pieBy() const { return m_by; }
    [[nodiscard]] const QList<PieSlice> &slices() const { return m_slices; }
    [[nodiscard]] const PieLayout &pieLayout() const { return m_layout; }
    /// Of the slice that is pointed at: "set status: 168 of 345 calls" and why; empty: none is.
    [[nodiscard]] QString explanation() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return m_hasLegend; }
    [[nodiscard]] int heightForWidth(int width) const override;

signals:
    void highlightChanged();

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    void renew();
    void layOut();
    void highlight(int slice);
    void highlightNext(int direction);
    [[nodiscard]] int sliceAt(const QPointF &point) const;
    [[nodiscard]] QString textOf(int slice) const;
    [[nodiscard]] QString allText() const;

    MeasuredCalls m_calls;
    QString m_emptyText;
    PieBy m_by = PieBy::Kind;
    QList<PieSlice> m_slices;
    PieLayout m_layout;
    bool m_hasLegend = false;
    int m_highlighted = -1;
};

} // namespace sluice
