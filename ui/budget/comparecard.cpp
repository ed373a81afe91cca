// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/comparecard.h"

#include "budget/budgetanswer.h"
#include "budget/pieview.h"
#include "hintlabel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

QLabel *boldLabel(double size, QWidget *parent)
{
    auto *label = new QLabel(parent);
    QFont font = label->font();
    font.setPointSizeF(font.pointSizeF() * size);
    font.setBold(true);
    label->setFont(font);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

} // namespace

CompareCard::CompareCard(const QString &role, bool isChosen, QWidget *parent)
    : QFrame(parent)
    , m_name(boldLabel(1, this))
    , m_prs(boldLabel(1.5, this))
    , m_calls(boldLabel(1.2, this))
    , m_binding(new HintLabel({}, this))
    , m_pie(new PieView(this))
    , m_details(new HintLabel({}, this))
{
    setFrameShape(StyledPanel);
    // Pies that stand side by side stand at one height.
    m_binding->setMinimumHeight(fontMetrics().lineSpacing() * 3);
    m_details->setMinimumHeight(fontMetrics().lineSpacing() * 3);
    for (HintLabel *label : {m_binding, m_details})
        label->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(10, 8, 10, 8);
    column->setSpacing(3);
    column->addWidget(new HintLabel(role, this));
    column->addWidget(m_name);
    column->addSpacing(4);
    column->addWidget(m_prs);
    column->addWidget(m_calls);
    column->addWidget(m_binding);
    column->addWidget(m_pie, 1);
    column->addWidget(m_details);
    if (isChosen)
        column->addWidget(makeButtons());
}

QWidget *CompareCard::makeButtons()
{
    auto *line = new QWidget(this);
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins(0, 4, 0, 0);
    m_load = new QPushButton(tr("Load"), line);
    m_pin = new QPushButton(tr("Pin"), line);
    m_remove = new QPushButton(tr("Remove"), line);
    m_load->setToolTip(tr("Set these parameters"));
    m_pin->setToolTip(tr("Make it the baseline"));
    m_remove->setToolTip(tr("Take it out of the comparison"));
    for (QPushButton *button : {m_load, m_pin, m_remove})
        row->addWidget(button);
    connect(m_load, &QPushButton::clicked, this, &CompareCard::loadRequested);
    connect(m_pin, &QPushButton::clicked, this, &CompareCard::pinRequested);
    connect(m_remove, &QPushButton::clicked, this, &CompareCard::removeRequested);
    return line;
}

void CompareCard::setScenario(const Scenario &scenario, const BudgetSettings &baseline)
{
    m_scenario = scenario;
    const BudgetAnswer answer(scenario.settings);
    const BudgetAnswer before(baseline);
    m_name->setText(scenario.name);
    m_name->setToolTip(scenario.caption);
    m_prs->setText(answer.prsText());
    m_calls->setText(answer.callsPerPrText());
    QStringList notes{answer.bindingText()};
    if (const QString primary = answer.primaryText(); !primary.isEmpty())
        notes += primary;
    if (answer.prs() != before.prs())
        notes += answer.prsChange(before);
    m_binding->setText(notes.join(u"\n"_s));
    m_pie->setCalls(answer.cost.counted);
    m_details->setText(QString(answer.delayText() + u' ' + answer.lostText()).trimmed());
    setAccessibleName(scenario.name);
    if (m_load) {
        m_load->setAccessibleName(tr("Load %1").arg(scenario.name));
        m_pin->setAccessibleName(tr("Pin %1").arg(scenario.name));
        m_remove->setAccessibleName(tr("Remove %1").arg(scenario.name));
    }
    setAccessibleDescription(text());
}

QString CompareCard::text() const
{
    return QStringList{m_name->text(), m_prs->text(), m_calls->text(), m_binding->text(),
                       m_details->text()}
            .join(u'\n');
}

} // namespace sluice
