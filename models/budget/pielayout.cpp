// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/pielayout.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr double kGap = 4; ///< between labels, and around the pie
constexpr double kElbow = 10; ///< how far a line goes out before it turns
constexpr double kLeastRadius = 20;

QPointF onCircle(const QPointF &centre, double radius, double degrees)
{
    const double angle = degrees * std::numbers::pi / 180;
    return {centre.x() + radius * std::sin(angle), centre.y() - radius * std::cos(angle)};
}

QString cut(const QString &text, double width, const PieLayout::TextSize &textSize)
{
    if (textSize(text).width() <= width)
        return text;
    for (qsizetype length = text.size() - 1; length > 0; --length) {
        const QString shorter = QStringView(text).left(length).trimmed() + u'…';
        if (textSize(shorter).width() <= width)
            return shorter;
    }
    return {};
}

/// The share stays whole when the name must be cut.
QString labelText(const QString &name, const QString &share, double width, bool isTwoLines,
                  const PieLayout::TextSize &textSize)
{
    if (isTwoLines) {
        const QString shorter = cut(name, width, textSize);
        const bool hasRoom = !shorter.isEmpty() && textSize(share).width() <= width;
        return hasRoom ? QString(shorter + u'\n' + share) : cut(share, width, textSize);
    }
    const QString end = u"  "_s + share;
    if (textSize(name + end).width() <= width)
        return name + end;
    const QString shorter = cut(name, width - textSize(end).width(), textSize);
    return shorter.isEmpty() ? cut(share, width, textSize) : shorter + end;
}

/// Puts the labels of one side into its column, as near to their slices as there is room.
void stack(QList<PieLayout::Part *> side, const QRectF &column, double height)
{
    // No room for all: the smallest slices go without.
    const auto room = qsizetype((column.height() + kGap) / (height + kGap));
    while (side.size() > std::max<qsizetype>(0, room)) {
        auto *smallest = *std::ranges::min_element(side, {}, &PieLayout::Part::span);
        smallest->text.clear();
        side.removeOne(smallest);
    }
    std::ranges::sort(side, {}, [](const PieLayout::Part *part) { return part->anchor.y(); });
    double top = column.top();
    QList<double> tops;
    for (const PieLayout::Part *part : std::as_const(side)) {
        top = std::max(top, part->anchor.y() - height / 2);
        tops << top;
        top += height + kGap;
    }
    double bottom = column.bottom() - height;
    for (qsizetype i = tops.size() - 1; i >= 0; --i) {
        tops[i] = std::min(tops[i], bottom);
        bottom = tops[i] - height - kGap;
    }
    for (qsizetype i = 0; i < side.size(); ++i)
        side.at(i)->label.moveTop(tops.at(i));
}

} // namespace

PieLayout PieLayout::of(const QList<PieSlice> &slices, const QRectF &view, const TextSize &textSize,
                        const Percent &percent)
{
    double total = 0;
    for (const PieSlice &slice : slices)
        total += slice.value > 0 ? slice.value : 0;
    PieLayout layout;
    if (!(total > 0) || !std::isfinite(total))
        return layout;

    const QRectF inner = view.adjusted(kGap, kGap, -kGap, -kGap);
    double widest = 0;
    for (const PieSlice &slice : slices)
        widest = std::max(widest,
                          textSize(slice.label + u"  "_s + percent(slice.value / total)).width());
    // The labels have what they ask for, but the pie at least two fifths of the width. Where that
    // is too little for a name and its share, the share goes below the name.
    const double mostWidth = std::max(0.0, inner.width() * 0.3 - kElbow);
    const bool isTwoLines = widest + kGap > mostWidth;
    if (isTwoLines) {
        widest = 0;
        for (const PieSlice &slice : slices)
            widest = std::max(widest, textSize(slice.label).width());
    }
    const double columnWidth = std::min(widest + kGap, mostWidth);
    const double radius = std::min(inner.width() / 2 - columnWidth - kElbow - kGap,
                                   inner.height() / 2 - kElbow);
    if (radius < kLeastRadius)
        return layout;
    const QPointF centre = inner.center();
    layout.circle = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius);

    const double height = textSize(isTwoLines ? u"Xg\nXg"_s : u"Xg"_s).height();
    double start = 0;
    for (qsizetype i = 0; i < slices.size(); ++i) {
        const double value = slices.at(i).value;
        if (!(value > 0))
            continue;
        Part part{.slice = int(i),
                  .start = start,
                  .span = value / total * 360,
                  .label = {},
                  .text = labelText(slices.at(i).label, percent(value / total), columnWidth,
                                    isTwoLines, textSize),
                  .anchor = {},
                  .elbow = {},
                  .end = {}};
        const double middle = start + part.span / 2;
        part.anchor = onCircle(centre, radius, middle);
        part.elbow = onCircle(centre, radius + kElbow / 2, middle);
        const double width = textSize(part.text).width();
        const double x
                = middle < 180 ? inner.right() - columnWidth : inner.left() + columnWidth - width;
        part.label = QRectF(x, part.anchor.y() - height / 2, width, height);
        start += part.span;
        layout.parts << part;
    }

    QList<Part *> left;
    QList<Part *> right;
    for (Part &part : layout.parts)
        (part.start + part.span / 2 < 180 ? right : left) << &part;
    for (const bool isRight : {false, true})
        stack(isRight ? right : left, inner, height);
    for (Part &part : layout.parts) {
        if (part.text.isEmpty()) {
            part.label = {};
            continue;
        }
        const bool isRight = part.start + part.span / 2 < 180;
        part.end = {isRight ? part.label.left() - kGap / 2 : part.label.right() + kGap / 2,
                    part.label.center().y()};
    }
    return layout;
}

} // namespace sluice
