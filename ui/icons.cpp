// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "icons.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

#include <array>

namespace sluice::icons {
using namespace Qt::StringLiterals;

namespace {

struct Shade
{
    QColor light; ///< on a light ground
    QColor dark; ///< on a dark one
};

// Each at least 4.5 : 1 against the usual grounds of its scheme.
constexpr std::array<std::pair<QRgb, QRgb>, kStateCount> kStateShades{{
        {0xff57606a, 0xffb0b8c3}, // queued
        {0xff0b5fae, 0xff6cb6ff}, // fetching
        {0xff6639ba, 0xffc4a5fb}, // committing
        {0xff0a6a78, 0xff5fd0e0}, // reporting
        {0xff18702f, 0xff5fcb74}, // succeeded
        {0xffbb1f1f, 0xffff8a80}, // failed
        {0xff57606a, 0xffb0b8c3}, // canceled
}};

/// Draws one SVG of ours, its `currentColor` replaced at each use, so that it follows the palette.
class TintedEngine final : public QIconEngine
{
public:
    TintedEngine(QString name, std::optional<Shade> shade)
        : m_name(std::move(name))
        , m_shade(std::move(shade))
    {}

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        const double ratio = painter->device() ? painter->device()->devicePixelRatioF() : 1;
        QPixmap drawn = rendered(rect.size() * ratio, mode);
        drawn.setDevicePixelRatio(ratio);
        painter->drawPixmap(rect, drawn);
    }

    /// All of ours are square: a wider place is aligned in, not stretched.
    QSize actualSize(const QSize &size, QIcon::Mode, QIcon::State) override
    {
        const int side = std::min(size.width(), size.height());
        return {side, side};
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State) override
    {
        return rendered(size, mode);
    }

    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State, qreal) override
    {
        return rendered(size, mode);
    }

    [[nodiscard]] QIconEngine *clone() const override
    {
        return std::make_unique<TintedEngine>(*this).release();
    }

    QString iconName() override { return m_name; }

    bool isNull() override { return false; }

private:
    [[nodiscard]] QColor color(QIcon::Mode mode) const
    {
        const QPalette palette = QGuiApplication::palette();
        if (mode == QIcon::Disabled)
            return palette.color(QPalette::Disabled, QPalette::WindowText);
        if (mode == QIcon::Selected)
            return palette.color(QPalette::HighlightedText);
        if (!m_shade)
            return palette.color(QPalette::WindowText);
        return isDark(palette) ? m_shade->dark : m_shade->light;
    }

    [[nodiscard]] QPixmap rendered(const QSize &size, QIcon::Mode mode) const
    {
        const QString tint = color(mode).name();
        const QString key
                = u"sluice/%1/%2/%3x%4"_s.arg(m_name, tint).arg(size.width()).arg(size.height());
        QPixmap pixmap;
        if (QPixmapCache::find(key, &pixmap))
            return pixmap;
        pixmap = QPixmap(size);
        pixmap.fill(Qt::transparent);
        QFile file(u":/icons/%1.svg"_s.arg(m_name)); // compiled in: no disk
        if (file.open(QIODevice::ReadOnly)) {
            QSvgRenderer renderer(file.readAll().replace("currentColor", tint.toLatin1()));
            QPainter painter(&pixmap);
            renderer.setAspectRatioMode(Qt::KeepAspectRatio);
            renderer.render(&painter, QRectF(QPointF(), QSizeF(size)));
        }
        QPixmapCache::insert(key, pixmap);
        return pixmap;
    }

    QString m_name;
    std::optional<Shade> m_shade;
};

QIcon tinted(const QString &name, std::optional<Shade> shade)
{
    return QIcon(std::make_unique<TintedEngine>(name, std::move(shade)).release()); // QIcon owns it
}

} // namespace

QIcon own(const QString &name) { return tinted(name, {}); }

QIcon themed(const QString &themeName, const QString &name)
{
    return QIcon::fromTheme(themeName, own(name));
}

QIcon inColor(const QString &name, const QColor &light, const QColor &dark)
{
    return tinted(name, Shade{.light = light, .dark = dark});
}

QIcon forState(State state)
{
    const auto [light, dark] = kStateShades[static_cast<size_t>(state)];
    return inColor(stateName(state), QColor(light), QColor(dark));
}

QIcon program() { return QIcon(u":/icons/sluice.svg"_s); }

bool isDark(const QPalette &palette) { return palette.color(QPalette::Window).lightness() < 128; }

QColor stateColor(State state, const QPalette &palette)
{
    const auto [light, dark] = kStateShades[static_cast<size_t>(state)];
    return isDark(palette) ? QColor(dark) : QColor(light);
}

QColor warningColor(const QPalette &palette)
{
    return isDark(palette) ? QColor(0xff, 0xc4, 0x5c) : QColor(0x8a, 0x5a, 0x00);
}

QColor mixed(const QColor &over, const QColor &under, double share)
{
    const auto channel
            = [share](int a, int b) { return static_cast<int>(a * share + b * (1 - share)); };
    return {channel(over.red(), under.red()), channel(over.green(), under.green()),
            channel(over.blue(), under.blue())};
}

} // namespace sluice::icons
