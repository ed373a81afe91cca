// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/answersview.h"

#include "budget/budgetanswer.h"
#include "budget/chartspanel.h"
#include "budget/limitslist.h"
#include "budget/piepanel.h"
#include "budget/stepstable.h"

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
    auto *title = new QLabel(tr("Calls of one pipeline by step and kind"), m_steps);
    QFont bold = title->font();
    bold.setBold(true);
    title->setFont(bold);
    auto *column = new QVBoxLayout(m_steps);
    column->setContentsMargins(6, 0, 6, 0);
    column->addWidget(title);
    column->addWidget(m_table);
    column->addStretch(1);
    m_all = new QVBoxLayout(body);
    m_columns = new QBoxLayout(QBoxLayout::TopToBottom);
    m_left = new QVBoxLayout;
    m_right = new QVBoxLayout;
    m_all->setContentsMargins(0, 4, 4, 4);
    m_all->addLayout(m_columns, 1);
    m_columns->addLayout(m_left, 1);
    m_columns->addLayout(m_right, 1);
    for (QBoxLayout *layout : {m_all, m_columns, m_left, m_right})
        layout->setSpacing(12);
    m_left->addWidget(m_pie, 1);
    m_right->addWidget(m_charts, 1);
    arrange(false);
    setWidget(body);
    setWidgetResizable(true);
    setFrameShape(NoFrame);
    setFocusPolicy(Qt::NoFocus);
}

void AnswersView::arrange(bool isWide)
{
    m_isWide = isWide;
    m_columns->setDirection(isWide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    m_left->removeWidget(m_limits);
    m_left->removeWidget(m_steps);
    m_right->removeWidget(m_limits);
    if (isWide) {
        m_right->insertWidget(0, m_limits);
        m_left->addWidget(m_steps);
    } else {
        m_left->addWidget(m_limits);
        m_left->addWidget(m_steps);
    }
}

void AnswersView::resizeEvent(QResizeEvent *event)
{
    const bool isWide = viewport()->width() >= fontMetrics().averageCharWidth() * 150;
    if (isWide != m_isWide)
        arrange(isWide);
    QScrollArea::resizeEvent(event);
}

void AnswersView::addOnTop(QWidget *widget) { m_all->insertWidget(0, widget); }

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
