// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/charts/chartpicture.h"

#include "budget/charts/budgetchart.h"

#include <QBuffer>
#include <QImage>
#include <QPainter>
#include <QSvgGenerator>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr int kScale = 2; ///< of PNG, for high DPI

QByteArray svgOf(BudgetChart &chart, const QSize &size)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(size);
    generator.setViewBox(QRect({}, size));
    generator.setResolution(chart.logicalDpiX()); // texts are measured in it
    generator.setTitle(chart.title());
    generator.setDescription(chart.description());
    QPainter painter(&generator);
    chart.paintPicture(painter, size);
    painter.end();
    return buffer.data();
}

QByteArray pngOf(BudgetChart &chart, const QSize &size)
{
    QImage image(size * kScale, QImage::Format_RGB32);
    image.setDevicePixelRatio(kScale);
    QPainter painter(&image);
    chart.paintPicture(painter, size);
    painter.end();
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return buffer.data();
}

} // namespace

Result<QByteArray> pictureOf(BudgetChart &chart, const QString &path)
{
    const bool isSvg = path.endsWith(".svg"_L1, Qt::CaseInsensitive);
    if (!isSvg && !path.endsWith(".png"_L1, Qt::CaseInsensitive)) {
        return failure(Cause::Invalid, u"A chart is written as PNG or SVG: let %1 end with .png "
                                       u"or .svg."_s.arg(path));
    }
    if (const QString reason = chart.reasonForNoPicture(); !reason.isEmpty())
        return failure(Cause::Invalid, reason);
    const QSize size = chart.pictureSize();
    return isSvg ? svgOf(chart, size) : pngOf(chart, size);
}

} // namespace sluice
