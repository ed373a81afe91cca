// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/parameterrow.h"

#include "budget/budgetwords.h"
#include "budget/numberfield.h"
#include "budget/parameterslider.h"
#include "hintlabel.h"
#include "icons.h"
#include "problemlabel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QSignalBlocker>
#include <QToolButton>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

enum Line { TitleLine, ValueLine, ExtraLine, ProblemLine, ExplanationLine };
enum Column { WideColumn, FieldColumn, ResetColumn, ExplainColumn };

QToolButton *quietButton(const QString &name, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    button->setAccessibleName(name);
    button->setToolTip(name);
    const int side = button->fontMetrics().height() + 4;
    button->setFixedSize(side, side);
    return button;
}

} // namespace

ParameterRow::ParameterRow(const BudgetParameter &parameter, QWidget *parent)
    : QWidget(parent)
    , m_parameter(parameter)
    , m_grid(new QGridLayout(this))
{
    setObjectName(QString(parameter.key));
    m_grid->setContentsMargins(0, 0, 0, 2);
    m_grid->setHorizontalSpacing(4);
    m_grid->setVerticalSpacing(0);
    m_grid->setColumnStretch(WideColumn, 1);
    switch (parameter.kind) {
    case BudgetParameter::Kind::Switch:
        makeSwitch();
        break;
    case BudgetParameter::Kind::Choice:
        makeChoice();
        break;
    case BudgetParameter::Kind::Share:
    case BudgetParameter::Kind::Number:
        makeNumber();
        break;
    }
    makeTools();
    makeNotes();
}

void ParameterRow::makeNumber()
{
    const QString unit = NumberField::unitOf(m_parameter);
    m_label = new QLabel(
            unit.isEmpty() ? m_parameter.label
                           : tr("%1, %2", "a parameter and its unit").arg(m_parameter.label, unit),
            this);
    m_label->setWordWrap(true);
    m_slider = new ParameterSlider(m_parameter, this);
    m_slider->setAccessibleName(m_parameter.label);
    m_field = new NumberField(m_parameter, this);
    m_field->setAccessibleName(m_label->text());
    m_field->setToolTip(m_parameter.explanation);
    m_slider->setToolTip(m_parameter.explanation);
    m_label->setBuddy(m_field);
    m_grid->addWidget(m_label, TitleLine, WideColumn, 1, 2);
    m_grid->addWidget(m_slider, ValueLine, WideColumn);
    m_grid->addWidget(m_field, ValueLine, FieldColumn, 1, 3);
    m_grid->setAlignment(m_field, Qt::AlignRight);
    connect(m_slider, &ParameterSlider::valueMoved, this,
            [this](double value) { emit changed(m_parameter.key, value); });
    connect(m_slider, &QSlider::sliderReleased, this, &ParameterRow::ended);
    connect(m_field, &NumberField::valueEdited, this,
            [this](double value) { emit changed(m_parameter.key, value); });
    connect(m_field, &NumberField::left, this, &ParameterRow::ended);
}

void ParameterRow::makeSwitch()
{
    m_switch = new QCheckBox(m_parameter.label, this);
    m_switch->setToolTip(m_parameter.explanation);
    m_grid->addWidget(m_switch, TitleLine, WideColumn, 1, 2);
    connect(m_switch, &QCheckBox::toggled, this, [this](bool isOn) { choose(isOn ? 1 : 0); });
}

void ParameterRow::makeChoice()
{
    m_label = new QLabel(m_parameter.label, this);
    m_choice = new QComboBox(this);
    for (const QString &choice : m_parameter.choices)
        m_choice->addItem(choiceText(choice));
    m_choice->setToolTip(m_parameter.explanation);
    m_choice->setAccessibleName(m_parameter.label);
    m_choice->setFocusPolicy(Qt::StrongFocus);
    m_label->setBuddy(m_choice);
    m_grid->addWidget(m_label, TitleLine, WideColumn);
    m_grid->addWidget(m_choice, TitleLine, FieldColumn);
    connect(m_choice, &QComboBox::currentIndexChanged, this, [this](int index) { choose(index); });
}

void ParameterRow::makeTools()
{
    m_reset = quietButton(tr("Take %1 back to the baseline").arg(m_parameter.label), this);
    m_reset->setIcon(icons::own(u"undo"_s));
    m_reset->setObjectName(u"reset"_s);
    QSizePolicy keepsItsPlace = m_reset->sizePolicy();
    keepsItsPlace.setRetainSizeWhenHidden(true);
    m_reset->setSizePolicy(keepsItsPlace);
    m_reset->hide();
    m_explain = quietButton(tr("Explain %1").arg(m_parameter.label), this);
    m_explain->setText(u"?"_s);
    m_explain->setCheckable(true);
    m_explain->setObjectName(u"explain"_s);
    m_explain->setToolTip(m_parameter.explanation);
    m_grid->addWidget(m_reset, TitleLine, ResetColumn, Qt::AlignTop);
    m_grid->addWidget(m_explain, TitleLine, ExplainColumn, Qt::AlignTop);
    connect(m_reset, &QToolButton::clicked, this, [this] { choose(m_baseline); });
}

void ParameterRow::makeNotes()
{
    m_problem = new ProblemLabel(this);
    m_explanation = new HintLabel(m_parameter.explanation, this);
    m_explanation->hide();
    m_grid->addWidget(m_problem, ProblemLine, WideColumn, 1, 4);
    m_grid->addWidget(m_explanation, ExplanationLine, WideColumn, 1, 4);
    connect(m_explain, &QToolButton::toggled, m_explanation, &QWidget::setVisible);
    if (m_field)
        connect(m_field, &NumberField::problemChanged, m_problem, &ProblemLabel::say);
}

void ParameterRow::choose(double value)
{
    emit changed(m_parameter.key, value);
    emit ended();
}

bool ParameterRow::isBeingDragged() const { return m_slider && m_slider->isSliderDown(); }

void ParameterRow::setValues(const BudgetSettings &current, const BudgetSettings &baseline)
{
    const double value = m_parameter.get(current);
    const double before = m_parameter.get(baseline);
    if (m_value == value && m_baseline == before && !m_problem->isVisibleTo(this))
        return;
    m_value = value;
    m_baseline = before;
    if (m_slider) {
        m_slider->setParameterValue(value);
        m_field->setValue(value);
    } else if (m_switch) {
        const QSignalBlocker blocker(m_switch);
        m_switch->setChecked(value != 0);
    } else {
        const QSignalBlocker blocker(m_choice);
        m_choice->setCurrentIndex(int(value));
    }
    m_reset->setToolTip(
            tr("Back to the baseline: %1").arg(NumberField::textOf(m_parameter, m_baseline)));
    if (const bool isNow = value != m_baseline; isNow != m_isChanged) {
        m_isChanged = isNow;
        m_reset->setVisible(isNow);
        QWidget *title = m_switch ? static_cast<QWidget *>(m_switch) : m_label;
        QFont font = title->font();
        font.setBold(isNow);
        title->setFont(font);
    }
}

} // namespace sluice
