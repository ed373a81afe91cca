// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/budgetnumbers.h"

#include "budget/budgetanswer.h"
#include "hintlabel.h"

#include <QGridLayout>
#include <QLabel>

namespace sluice {
using namespace Qt::StringLiterals;

BudgetNumbers::BudgetNumbers(QWidget *parent)
    : QWidget(parent)
    , m_prs(makeFigure(tr("Pull requests per hour")))
    , m_calls(makeFigure(tr("Calls per pull request")))
    , m_binding(makeFigure(tr("What binds")))
    , m_details(new HintLabel({}, this))
{
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(6, 2, 6, 4);
    grid->setHorizontalSpacing(18);
    grid->setVerticalSpacing(0);
    int column = 0;
    for (const Figure &figure : {m_prs, m_calls, m_binding}) {
        grid->addWidget(figure.value, 0, column, Qt::AlignBottom);
        grid->addWidget(figure.change, 1, column, Qt::AlignTop);
        ++column;
    }
    grid->setColumnStretch(0, 4);
    grid->setColumnStretch(1, 4);
    grid->setColumnStretch(2, 7);
    grid->setRowMinimumHeight(2, 4);
    grid->addWidget(m_details, 3, 0, 1, 3);
}

BudgetNumbers::Figure BudgetNumbers::makeFigure(const QString &name)
{
    Figure figure{.value = new QLabel(this), .change = new HintLabel({}, this)};
    QFont large = figure.value->font();
    large.setPointSizeF(large.pointSizeF() * 1.5);
    large.setBold(true);
    figure.value->setFont(large);
    figure.value->setWordWrap(true);
    figure.value->setTextFormat(Qt::PlainText);
    figure.value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    figure.value->setAccessibleName(name);
    return figure;
}

void BudgetNumbers::setAnswers(const BudgetAnswer &now, const BudgetAnswer &baseline)
{
    m_prs.value->setText(now.prsText());
    m_prs.change->setText(now.prsChange(baseline));
    m_calls.value->setText(now.callsPerPrText());
    m_calls.change->setText(now.callsChange(baseline));
    m_binding.value->setText(now.bindingText());
    QStringList notes;
    if (const QString primary = now.primaryText(); !primary.isEmpty())
        notes += primary;
    notes += now.bindingText() == baseline.bindingText()
                   ? tr("as the baseline")
                   : tr("baseline: %1").arg(baseline.bindingText());
    m_binding.change->setText(notes.join(u"; "_s));
    m_details->setText(
            QStringList{now.wasteText(), now.delayText(), now.lostText()}.join(u' ').trimmed());
}

QString BudgetNumbers::text() const
{
    QStringList lines;
    for (const Figure &figure : {m_prs, m_calls, m_binding})
        lines += figure.value->text() + u" · "_s + figure.change->text();
    lines += m_details->text();
    return lines.join(u'\n');
}

} // namespace sluice
