// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "banner.h"

#include "icons.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>

namespace sluice {
using namespace Qt::StringLiterals;

Banner::Banner(QWidget *parent)
    : QFrame(parent)
    , m_icon(new QLabel(this))
    , m_text(new QLabel(this))
    , m_action(new QPushButton(this))
    , m_close(new QToolButton(this))
{
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setFocusPolicy(Qt::NoFocus);
    m_close->setIcon(icons::own(u"cancel"_s));
    m_close->setAutoRaise(true);
    m_close->setToolTip(tr("Close this message"));
    m_close->setAccessibleName(tr("Close this message"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(10, 5, 6, 5);
    row->setSpacing(8);
    row->addWidget(m_icon);
    row->addWidget(m_text, 1);
    row->addWidget(m_action);
    row->addWidget(m_close);
    connect(m_action, &QPushButton::clicked, this, &Banner::actionClicked);
    connect(m_close, &QToolButton::clicked, this, [this] {
        hide();
        emit closed();
    });
    hide();
}

void Banner::showText(Kind kind, const QString &text, const QString &action, bool isClosable)
{
    m_kind = kind;
    const QIcon icon
            = kind == Kind::Error ? icons::forState(State::Failed)
            : kind == Kind::Warning
                    ? icons::inColor(u"warning"_s, QColor(0x8a, 0x5a, 0x00),
                                     QColor(0xff, 0xc4, 0x5c))
                    : icons::inColor(u"info"_s, QColor(0x0b, 0x5f, 0xae), QColor(0x6c, 0xb6, 0xff));
    const int size = style()->pixelMetric(QStyle::PM_SmallIconSize);
    m_icon->setPixmap(icon.pixmap(QSize(size, size), devicePixelRatioF()));
    m_text->setText(text);
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    m_close->setVisible(isClosable);
    setAccessibleName(text);
    show();
    update();
}

QString Banner::text() const { return m_text->text(); }

QColor Banner::accent() const
{
    switch (m_kind) {
    case Kind::Notice:
        return icons::stateColor(State::Fetching, palette());
    case Kind::Warning:
        return icons::warningColor(palette());
    case Kind::Error:
        return icons::stateColor(State::Failed, palette());
    }
    Q_UNREACHABLE_RETURN({});
}

void Banner::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(icons::mixed(accent(), palette().color(QPalette::Window), 0.5));
    painter.setBrush(icons::mixed(accent(), palette().color(QPalette::Window), 0.12));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5);
}

} // namespace sluice
