// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger/gaugelist.h"

#include "icons.h"

#include <QGridLayout>
#include <QLabel>
#include <QProgressBar>

namespace sluice {
using namespace Qt::StringLiterals;

GaugeList::GaugeList(QWidget *parent)
    : QWidget(parent)
    , m_grid(new QGridLayout(this))
{
    setObjectName(u"gauges"_s);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(10);
    m_grid->setVerticalSpacing(3);
    m_grid->setColumnStretch(3, 1);
}

void GaugeList::setLimits(const QList<LedgerLimit> &limits, const QDateTime &now)
{
    qDeleteAll(std::exchange(m_made, {}));
    for (int row = 0; row < limits.size(); ++row) {
        const GaugeText text = gaugeText(limits.at(row), now);
        auto *whose = new QLabel(text.whose, this);
        auto *bar = new QProgressBar(this);
        bar->setRange(0, 1000);
        bar->setValue(int(text.share * 1000));
        bar->setTextVisible(false);
        bar->setFixedSize(fontMetrics().averageCharWidth() * 14, fontMetrics().height() * 2 / 3);
        bar->setAccessibleName(text.whose);
        bar->setAccessibleDescription(text.left);
        auto *left = new QLabel(text.left, this);
        auto *outlook = new QLabel(text.outlook, this);
        outlook->setWordWrap(true);
        if (text.isShort) {
            QPalette colours = outlook->palette();
            colours.setColor(QPalette::WindowText, icons::warningColor(palette()));
            outlook->setPalette(colours);
        }
        int column = 0;
        for (QWidget *widget : std::initializer_list<QWidget *>{whose, bar, left, outlook}) {
            m_grid->addWidget(widget, row, column++);
            m_made << widget;
        }
    }
}

} // namespace sluice
