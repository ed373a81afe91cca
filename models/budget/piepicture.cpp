// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/piepicture.h"

#include "budget/budgettext.h"
#include "wholefile.h"

#include <QBuffer>
#include <QFontMetricsF>
#include <QImage>
#include <QLocale>
#include <QPainter>
#include <QSvgGenerator>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr QSize kPictureSize(720, 420);
constexpr int kPictureScale = 2; ///< of PNG, for high DPI

QString percent(double share) { return QLocale().toString(roundedShare(share), 'f', 1) + u" %"_s; }

void paintPicture(QPainter &painter, const QList<PieSlice> &slices, const QString &title)
{
    QFont font;
    font.setPixelSize(14);
    QFont bold = font;
    bold.setBold(true);
    bold.setPixelSize(17);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(QRect({}, kPictureSize), Qt::white);
    painter.setPen(Qt::black);
    painter.setFont(bold);
    painter.drawText(
            QRectF(0, 8, kPictureSize.width(), 28), Qt::AlignCenter,
            QFontMetricsF(bold).elidedText(title, Qt::ElideRight, kPictureSize.width() - 20));
    painter.setFont(font);
    const QRectF view(0, 40, kPictureSize.width(), kPictureSize.height() - 44);
    const PieLayout layout = layOutPie(slices, view, font);
    if (layout.circle.isNull())
        painter.drawText(view, Qt::AlignCenter, u"No calls"_s);
    paintPie(painter, slices, layout, Qt::black);
}

QByteArray svg(const QList<PieSlice> &slices, const QString &title)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(kPictureSize);
    generator.setViewBox(QRect({}, kPictureSize));
    generator.setTitle(title);
    QPainter painter(&generator);
    paintPicture(painter, slices, title);
    painter.end();
    return buffer.data();
}

QByteArray png(const QList<PieSlice> &slices, const QString &title)
{
    QImage image(kPictureSize * kPictureScale, QImage::Format_RGB32);
    image.setDevicePixelRatio(kPictureScale);
    QPainter painter(&image);
    paintPicture(painter, slices, title);
    painter.end();
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes;
}

} // namespace

QList<PieSlice> pieSlices(const MeasuredCalls &calls, PieBy by)
{
    QList<PieSlice> slices;
    if (by == PieBy::Kind) {
        for (int i = 0; i < kKindCount; ++i)
            slices << PieSlice{kindLabel(CallKind(i)), calls.total(CallKind(i)), i};
    } else {
        for (int i = 0; i < kStepCount; ++i)
            slices << PieSlice{stepName(PipelineStep(i)), calls.total(PipelineStep(i)), i};
        slices << PieSlice{kindLabel(CallKind::Other), calls.ofNoStep(), kStepCount};
    }
    return slices;
}

QString sliceExplanation(PieBy by, int colour)
{
    if (by == PieBy::Kind)
        return kindExplanation(CallKind(colour));
    return colour < kStepCount ? stepExplanation(PipelineStep(colour))
                               : u"Calls of no step: lists, polling, and what other programs asked "
                                 u"by way of the proxy."_s;
}

QColor pieColour(int index)
{
    // Okabe and Ito's colours for everybody, with a grey, a brown and a violet for what is rare.
    static const QList<QColor> colours{QColor(0x0072b2), QColor(0xe69f00), QColor(0x009e73),
                                       QColor(0xd55e00), QColor(0x56b4e9), QColor(0xcc79a7),
                                       QColor(0xb8a800), QColor(0x8a8a8a), QColor(0x8c564b),
                                       QColor(0x9a86d3)};
    return colours.at(index % colours.size());
}

PieLayout layOutPie(const QList<PieSlice> &slices, const QRectF &view, const QFont &font)
{
    const QFontMetricsF metrics(font);
    return PieLayout::of(
            slices, view,
            [&metrics](const QString &text) {
                QSizeF size(0, 0);
                for (const QStringView line : QStringTokenizer(text, u'\n'))
                    size = {std::max(size.width(), metrics.horizontalAdvance(line.toString())),
                            size.height() + metrics.height()};
                return size;
            },
            percent);
}

void paintPie(QPainter &painter, const QList<PieSlice> &slices, const PieLayout &layout,
              const QColor &text, int highlighted)
{
    for (const PieLayout::Part &part : layout.parts) {
        const bool isHighlighted = part.slice == highlighted;
        const QColor colour = pieColour(slices.at(part.slice).colour);
        painter.setPen(QPen(isHighlighted ? text : Qt::white, isHighlighted ? 2.5 : 1));
        painter.setBrush(colour);
        // Qt counts from three o'clock, counter-clockwise, in sixteenths of a degree.
        if (layout.parts.size() == 1)
            painter.drawEllipse(layout.circle);
        else
            painter.drawPie(layout.circle, qRound((90 - part.start) * 16), qRound(-part.span * 16));
    }
    for (const PieLayout::Part &part : layout.parts) {
        if (part.text.isEmpty())
            continue;
        painter.setPen(QPen(pieColour(slices.at(part.slice).colour), 1.5));
        painter.setBrush(Qt::NoBrush);
        const QList<QPointF> line{part.anchor, part.elbow, part.end};
        painter.drawPolyline(line);
        painter.setPen(text);
        painter.drawText(part.label, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip,
                         part.text);
    }
}

Result<void> writePie(const QList<PieSlice> &slices, const QString &title, const QString &path)
{
    const bool isSvg = path.endsWith(".svg"_L1, Qt::CaseInsensitive);
    if (!isSvg && !path.endsWith(".png"_L1, Qt::CaseInsensitive)) {
        return failure(Cause::Invalid, u"A pie is written as PNG or SVG: let %1 end with .png or "
                                       u".svg."_s.arg(path));
    }
    return writeWhole(path, isSvg ? svg(slices, title) : png(slices, title));
}

} // namespace sluice
