// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger/gaugelist.h"

#include "hintlabel.h"
#include "icons.h"

#include <QGridLayout>
#include <QLocale>
#include <QProgressBar>

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;

GaugeList::GaugeList(QWidget *parent)
    : QWidget(parent)
    , m_grid(new QGridLayout(this))
    , m_rest(new HintLabel({}, this))
{
    setObjectName(u"gauges"_s);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(10);
    m_grid->setVerticalSpacing(3);
    m_grid->setColumnStretch(3, 1);
    m_grid->addWidget(m_rest, int(kMostGauges), 0, 1, 4);
    m_rest->setWordWrap(true);
    m_rest->hide();
}

void GaugeList::setLimits(const QList<LedgerLimit> &limits, const QDateTime &now)
{
    QList<GaugeText> texts;
    for (const LedgerLimit &limit : limits)
        texts << gaugeText(limit, now);
    double least = 1; // of those that are not shown
    const qsizetype beyond = std::max<qsizetype>(0, texts.size() - kMostGauges);
    for (qsizetype i = 0; i < beyond; ++i) {
        const auto spare = std::ranges::max_element(texts, {}, [](const GaugeText &text) {
            return std::pair(!text.isShort, text.share);
        });
        least = std::min(least, spare->share);
        texts.erase(spare);
    }
    setCount(texts.size());
    for (qsizetype i = 0; i < texts.size(); ++i)
        show(m_gauges.at(i), texts.at(i));
    m_rest->setText(tr("and %n more, of which at least %1 % is left", nullptr, int(beyond))
                            .arg(QLocale().toString(int(least * 100))));
    m_rest->setVisible(beyond > 0);
}

/// They stay as they are where only their texts change: that happens each second.
void GaugeList::setCount(qsizetype count)
{
    while (m_gauges.size() > count) {
        const Gauge gone = m_gauges.takeLast();
        for (QWidget *widget :
             std::initializer_list<QWidget *>{gone.whose, gone.bar, gone.left, gone.outlook})
            widget->deleteLater();
    }
    while (m_gauges.size() < count) {
        const Gauge made{new QLabel(this), new QProgressBar(this), new QLabel(this),
                         new QLabel(this)};
        made.bar->setRange(0, 1000);
        made.bar->setTextVisible(false);
        made.bar->setFixedSize(fontMetrics().averageCharWidth() * 14,
                               fontMetrics().height() * 2 / 3);
        made.outlook->setWordWrap(true);
        const int row = int(m_gauges.size());
        int column = 0;
        for (QWidget *widget :
             std::initializer_list<QWidget *>{made.whose, made.bar, made.left, made.outlook})
            m_grid->addWidget(widget, row, column++);
        m_gauges << made;
    }
}

void GaugeList::show(const Gauge &gauge, const GaugeText &text) const
{
    gauge.whose->setText(text.whose);
    gauge.bar->setValue(int(text.share * 1000));
    gauge.bar->setAccessibleName(text.whose);
    gauge.bar->setAccessibleDescription(text.left);
    gauge.left->setText(text.left);
    gauge.outlook->setText(text.outlook);
    QPalette colours = palette();
    if (text.isShort)
        colours.setColor(QPalette::WindowText, icons::warningColor(palette()));
    gauge.outlook->setPalette(colours);
}

} // namespace sluice
