// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/budgetsettings.h"
#include "budget/charts/chartcolours.h"

#include <QPen>
#include <QWidget>

class QChart;

namespace sluice {

class ChartView;

/// A text on a chart, and where it stands.
struct ChartLabel
{
    enum class Tone { Plain, Quiet, Strong };

    QString text;
    QRectF place;
    Qt::Alignment alignment = Qt::AlignLeft | Qt::AlignVCenter;
    Tone tone = Tone::Plain;
    bool isOverPlot = false; ///< gets a ground of its own, to be read over lines
};

/// What a colour of a chart means.
struct ChartKey
{
    QString text;
    QPen line = Qt::NoPen; ///< of a line, else the area is shown
    QColor area = {};

    [[nodiscard]] bool isMarked() const { return line != Qt::NoPen || area.isValid(); }
};

/// What all charts of the budget share: places for their texts, that are never cut while there is
/// room or a scroll bar; colours of the palette; pictures for other programs. GUI thread.
class BudgetChart : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BudgetChart)

public:
    /// Of files and settings: "ladder".
    [[nodiscard]] QLatin1StringView name() const { return m_name; }
    [[nodiscard]] const QString &title() const { return m_title; }
    /// What the chart shows, in words.
    [[nodiscard]] QString description() const { return accessibleDescription(); }
    [[nodiscard]] const QList<ChartLabel> &labels() const { return m_labels; }
    /// The whole that can be scrolled to: every label stands in it.
    [[nodiscard]] QRectF canvas() const { return m_canvas; }
    [[nodiscard]] const QChart &chart() const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    /// Else what holds it would ask its layout, which knows nothing of the plot.
    [[nodiscard]] bool hasHeightForWidth() const override { return false; }

    /// What stands at a place of the canvas, marked in the chart; nothing for a null point.
    [[nodiscard]] virtual QString hover(const QPointF &at) = 0;
    void paintTexts(QPainter &painter) const;

    /// What was asked for is still being computed; finished() tells when it is not any more.
    [[nodiscard]] virtual bool isPending() const { return false; }
    /// Why there is nothing to make a picture of now; empty when there is.
    [[nodiscard]] virtual QString reasonForNoPicture() const { return {}; }
    [[nodiscard]] QSize pictureSize() const;
    /// On paper, whatever the window's colours are.
    void paintPicture(QPainter &painter, const QSize &size);

signals:
    void finished(); ///< what was pending is shown, or it failed

protected:
    BudgetChart(QLatin1StringView name, const QString &title, QWidget *parent);

    [[nodiscard]] QChart &plot();
    [[nodiscard]] const ChartColours &colours() const { return m_colours; }
    void describe(const QString &text) { setAccessibleDescription(text); }
    /// Instead of the plot, where there is nothing to show.
    void setMessage(const QString &message) { m_message = message; }
    void layOutAgain();
    [[nodiscard]] QPoint onScreen(const QPointF &place) const; ///< of the canvas
    void changeEvent(QEvent *event) override;

    /// Sets plot area and labels.
    virtual void layOut(const QRectF &area) = 0;
    virtual void paintIn(const ChartColours &colours) = 0;
    [[nodiscard]] virtual double heightFor(double width) const = 0;
    [[nodiscard]] virtual QString textBeneath() const { return {}; }

    void add(const ChartLabel &label) { m_labels << label; }
    /// Keys of colours from left to right, in as many rows as it takes; gives the end.
    double addKeys(const QList<ChartKey> &keys, const QRectF &area);
    [[nodiscard]] double keysHeight(const QList<ChartKey> &keys, double width) const;
    /// Wrapped into `width` unless that is 0.
    [[nodiscard]] QSizeF textSize(const QString &text, double width = 0,
                                  ChartLabel::Tone tone = ChartLabel::Tone::Plain) const;
    [[nodiscard]] double rowHeight() const;

private:
    struct Mark
    {
        QRectF place;
        ChartKey key;
    };
    struct KeyPlaces
    {
        QList<QRectF> places;
        double height = 0;
    };

    [[nodiscard]] KeyPlaces placesOf(const QList<ChartKey> &keys, double width) const;
    [[nodiscard]] double margin() const;
    [[nodiscard]] double wholeHeightFor(double width) const; ///< margins included
    [[nodiscard]] QFont fontOf(ChartLabel::Tone tone) const;
    void placeIn(const QRectF &canvas);

    QLatin1StringView m_name;
    QString m_title;
    QString m_message;
    ChartView *m_view;
    ChartColours m_colours;
    QRectF m_canvas;
    QList<ChartLabel> m_labels;
    QList<Mark> m_marks;
};

} // namespace sluice
