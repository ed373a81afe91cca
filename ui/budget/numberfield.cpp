// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/numberfield.h"

#include "budget/budgetwords.h"

#include <QKeyEvent>
#include <QLocale>

#include <cmath>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

double shownFactor(const BudgetParameter &parameter)
{
    return parameter.kind == BudgetParameter::Kind::Share ? 100 : 1;
}

QString preciseText(double value) { return QLocale().toString(value, 'g', 10); }

} // namespace

NumberField::NumberField(const BudgetParameter &parameter, QWidget *parent)
    : QLineEdit(parent)
    , m_parameter(parameter)
{
    setAlignment(Qt::AlignRight);
    setMaxLength(40);
    setFixedWidth(fontMetrics().horizontalAdvance(u"0"_s) * 8 + 14);
    connect(this, &QLineEdit::textEdited, this, &NumberField::read);
    connect(this, &QLineEdit::editingFinished, this, &NumberField::leave);
}

QString NumberField::textOf(const BudgetParameter &parameter, double value)
{
    switch (parameter.kind) {
    case BudgetParameter::Kind::Switch:
        return parameter.write(value);
    case BudgetParameter::Kind::Choice:
        return choiceText(parameter.write(value));
    case BudgetParameter::Kind::Share:
    case BudgetParameter::Kind::Number:
        return preciseText(std::round(value * shownFactor(parameter) * 1e6) / 1e6);
    }
    Q_UNREACHABLE_RETURN({});
}

QString NumberField::unitOf(const BudgetParameter &parameter)
{
    return parameter.kind == BudgetParameter::Kind::Share ? u"%"_s : parameter.unit;
}

void NumberField::setValue(double value)
{
    const bool isShown = m_value == value && !text().isEmpty();
    m_value = value;
    // What somebody types stays as they type it, as long as it means this value.
    if (isShown && hasFocus())
        return;
    showValue();
}

void NumberField::showValue()
{
    setText(textOf(m_parameter, m_value));
    say({});
}

void NumberField::say(const QString &problem)
{
    m_problem = problem;
    emit problemChanged(problem);
}

void NumberField::leave()
{
    setText(textOf(m_parameter, m_value));
    // What is read here must be what counts; the sentence stays until the next key.
    if (!m_problem.isEmpty())
        emit problemChanged(tr("%1 It stays %2.").arg(std::exchange(m_problem, {}), text()));
    emit left();
}

bool NumberField::event(QEvent *event)
{
    // Undo is the page's, which knows what the number was; not this line's of letters.
    if (event->type() == QEvent::ShortcutOverride) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo)) {
            event->ignore();
            return false;
        }
    }
    return QLineEdit::event(event);
}

void NumberField::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Up:
        return stepBy(1);
    case Qt::Key_Down:
        return stepBy(-1);
    case Qt::Key_PageUp:
        return stepBy(10);
    case Qt::Key_PageDown:
        return stepBy(-10);
    case Qt::Key_Escape:
        return showValue();
    default:
        QLineEdit::keyPressEvent(event);
    }
}

void NumberField::read(const QString &text)
{
    QString plain = text.trimmed();
    if (plain.endsWith(u'%') && m_parameter.kind == BudgetParameter::Kind::Share)
        plain = plain.chopped(1).trimmed();
    bool isNumber = false;
    double value = QLocale().toDouble(plain, &isNumber);
    if (!isNumber)
        value = plain.toDouble(&isNumber);
    value /= shownFactor(m_parameter);
    if (!isNumber || !m_parameter.check(value)) {
        say(plain.isEmpty()
                    ? tr("%1 takes %2.").arg(m_parameter.label, rangeText())
                    : tr("%1 takes %2, not \"%3\".").arg(m_parameter.label, rangeText(), plain));
        return;
    }
    m_value = value;
    say({});
    emit valueEdited(value);
}

void NumberField::stepBy(double steps)
{
    const double step = m_parameter.isWhole                              ? 1
                      : m_parameter.kind == BudgetParameter::Kind::Share ? 0.01
                                                                         : 0.1;
    const double value = std::clamp(std::round((m_value + steps * step) * 1e6) / 1e6,
                                    m_parameter.least, m_parameter.most);
    m_value = value;
    showValue();
    emit valueEdited(value);
}

QString NumberField::rangeText() const
{
    const double factor = shownFactor(m_parameter);
    const QString unit = factor == 1 ? QString() : u" %"_s;
    return (m_parameter.isWhole ? tr("a whole number from %1 to %2") : tr("a number from %1 to %2"))
            .arg(preciseText(m_parameter.least * factor) + unit,
                 preciseText(m_parameter.most * factor) + unit);
}

} // namespace sluice
