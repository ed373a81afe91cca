// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/piepanel.h"

#include "budget/pieview.h"
#include "hintlabel.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QRadioButton>
#include <QVBoxLayout>

namespace sluice {
using namespace Qt::StringLiterals;

PiePanel::PiePanel(QWidget *parent)
    : QWidget(parent)
    , m_pie(new PieView(this))
    , m_byKind(new QRadioButton(tr("by &kind"), this))
    , m_byStep(new QRadioButton(tr("by s&tep"), this))
    , m_explanation(new HintLabel({}, this))
{
    m_pie->setObjectName(u"pie"_s);
    auto *title = new QLabel(tr("Calls of one pipeline"), this);
    QFont bold = title->font();
    bold.setBold(true);
    title->setFont(bold);
    m_byKind->setChecked(true);
    m_byStep->setObjectName(u"byStep"_s);
    auto *line = new QHBoxLayout;
    line->setSpacing(10);
    line->addWidget(title);
    line->addWidget(m_byKind);
    line->addWidget(m_byStep);
    line->addStretch(1);
    m_explanation->setMinimumHeight(m_explanation->fontMetrics().lineSpacing() * 3);
    m_explanation->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(6, 0, 6, 0);
    column->setSpacing(2);
    column->addLayout(line);
    column->addWidget(m_pie, 1);
    column->addWidget(m_explanation);
    connect(m_byStep, &QRadioButton::toggled, this,
            [this](bool isByStep) { m_pie->setPieBy(isByStep ? PieBy::Step : PieBy::Kind); });
    connect(m_pie, &PieView::highlightChanged, this, &PiePanel::explain);
    explain();
}

void PiePanel::setCalls(const CallTable &calls) { m_pie->setCalls(calls); }

void PiePanel::setPieBy(PieBy by) { (by == PieBy::Step ? m_byStep : m_byKind)->setChecked(true); }

void PiePanel::explain()
{
    const QString text = m_pie->explanation();
    m_explanation->setText(
            text.isEmpty()
                    ? tr("Point at a slice, or go to it with the arrow keys: what it is, and "
                         "why it costs what it costs.")
                    : text);
}

} // namespace sluice
