// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/answersview.h"

#include "budget/budgetanswer.h"
#include "budget/chartspanel.h"
#include "budget/limitslist.h"
#include "budget/piepanel.h"
#include "budget/stepstable.h"

#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace sluice {

AnswersView::AnswersView(QWidget *parent)
    : QScrollArea(parent)
{
    auto *body = new QWidget(this);
    m_pie = new PiePanel(body);
    m_limits = new LimitsList(body);
    m_steps = new QWidget(body);
    m_table = new StepsTable(m_steps);
    m_charts = new ChartsPanel(body);
    auto *title = new QLabel(tr("Calls by step and kind"), m_steps);
    QFont bold = title->font();
    bold.setBold(true);
    title->setFont(bold);
    auto *column = new QVBoxLayout(m_steps);
    column->setContentsMargins(6, 0, 6, 0);
    column->addWidget(title);
    column->addWidget(m_table);
    column->addStretch(1);
    m_grid = new QGridLayout(body);
    m_grid->setContentsMargins(0, 4, 4, 4);
    m_grid->setSpacing(10);
    arrange(false);
    setWidget(body);
    setWidgetResizable(true);
    setFrameShape(NoFrame);
    setFocusPolicy(Qt::NoFocus);
}

void AnswersView::arrange(bool isWide)
{
    m_isWide = isWide;
    for (QWidget *part : std::initializer_list<QWidget *>{m_pie, m_limits, m_steps, m_charts})
        m_grid->removeWidget(part);
    m_grid->addWidget(m_pie, 0, 0);
    m_grid->addWidget(m_limits, isWide ? 0 : 1, isWide ? 1 : 0);
    m_grid->addWidget(m_steps, isWide ? 1 : 2, 0);
    m_grid->addWidget(m_charts, isWide ? 1 : 3, isWide ? 1 : 0);
    m_grid->setColumnStretch(0, 1);
    m_grid->setColumnStretch(1, isWide ? 1 : 0);
    m_grid->setRowStretch(0, 1);
    m_grid->setRowStretch(1, isWide ? 1 : 0);
}

void AnswersView::resizeEvent(QResizeEvent *event)
{
    const bool isWide = viewport()->width() >= fontMetrics().averageCharWidth() * 150;
    if (isWide != m_isWide)
        arrange(isWide);
    QScrollArea::resizeEvent(event);
}

void AnswersView::setAnswers(const BudgetAnswer &now, const BudgetAnswer &baseline)
{
    m_pie->setCalls(now.cost.counted);
    m_limits->setLimits(now.limits);
    m_table->setCalls(now.cost.counted, baseline.cost.counted);
}

void AnswersView::setSettings(const BudgetSettings &current, const BudgetSettings &baseline)
{
    m_charts->setSettings(current, baseline);
}

} // namespace sluice
