// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "emptypage.h"

#include "error.h"
#include "icons.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStringBuilder>
#include <QVBoxLayout>

namespace sluice {
using namespace Qt::StringLiterals;

EmptyPage::EmptyPage(const QString &icon, const QString &title, const QString &text,
                     const QList<QAction *> &actions, QWidget *parent)
    : QWidget(parent)
{
    auto *picture = new QLabel(this);
    const QIcon drawing = icon == "sluice"_L1 ? icons::program()
                        : icon == "failed"_L1 ? icons::forState(State::Failed)
                                              : icons::own(icon);
    picture->setPixmap(drawing.pixmap(QSize(64, 64), devicePixelRatioF()));
    picture->setAlignment(Qt::AlignCenter);
    auto *headline = new QLabel(title, this);
    QFont font = headline->font();
    font.setPointSizeF(font.pointSizeF() * 1.5);
    headline->setFont(font);
    headline->setAlignment(Qt::AlignCenter);
    auto *body = new QLabel(text, this);
    body->setTextFormat(Qt::PlainText);
    body->setTextInteractionFlags(Qt::TextSelectableByMouse);
    body->setAlignment(Qt::AlignCenter);
    body->setWordWrap(true);
    body->setFixedWidth(fontMetrics().averageCharWidth() * 72);
    body->setMinimumHeight(body->heightForWidth(body->width()));
    auto *column = new QVBoxLayout(this);
    column->setSpacing(12);
    column->addStretch(2);
    column->addWidget(picture);
    column->addWidget(headline);
    column->addWidget(body, 0, Qt::AlignCenter);
    auto *row = new QHBoxLayout;
    row->addStretch();
    for (QAction *action : actions) {
        auto *button = new QPushButton(action->icon(), action->text(), this);
        button->setToolTip(action->toolTip());
        button->setEnabled(action->isEnabled());
        button->setDefault(action == actions.first());
        connect(button, &QPushButton::clicked, action, &QAction::trigger);
        connect(action, &QAction::changed, button,
                [button, action] { button->setEnabled(action->isEnabled()); });
        row->addWidget(button);
    }
    row->addStretch();
    column->addLayout(row);
    column->addStretch(3);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
}

EmptyPage::EmptyPage(const QString &title, const Error &error, const QList<QAction *> &actions,
                     QWidget *parent)
    : EmptyPage(u"failed"_s, title,
                error.detail.isEmpty() ? error.what : QString(error.what % u"\n\n" % error.detail),
                actions, parent)
{}

} // namespace sluice
