// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/budgetparameter.h"

#include <cmath>

namespace sluice {
using namespace Qt::StringLiterals;

QString groupTitle(ParameterGroup group)
{
    switch (group) {
    case ParameterGroup::Build:
        return u"What you build"_s;
    case ParameterGroup::Behaviour:
        return u"How Packit behaves"_s;
    case ParameterGroup::Traffic:
        return u"Traffic"_s;
    case ParameterGroup::Limits:
        return u"Limits"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

QString BudgetParameter::rangeText() const
{
    const auto text = [](double value) { return QString::number(value, 'g', 10); };
    switch (kind) {
    case Kind::Switch:
        return u"on or off"_s;
    case Kind::Choice:
        return u"one of "_s + choices.join(u", ");
    case Kind::Share:
        return u"a share from 0 to 1"_s;
    case Kind::Number:
        return u"a %1number from %2 to %3"_s.arg(isWhole ? u"whole "_s : QString(), text(least),
                                                 text(most));
    }
    Q_UNREACHABLE_RETURN({});
}

Result<void> BudgetParameter::check(double value) const
{
    const bool isGood = std::isfinite(value) && value >= least && value <= most
                     && (!isWhole || value == std::floor(value));
    if (isGood)
        return {};
    return failure(Cause::Invalid, u"%1 is %2: it takes %3."_s.arg(
                                           key, QString::number(value, 'g', 10), rangeText()));
}

Result<double> BudgetParameter::read(QStringView text) const
{
    const auto refuse = [&] {
        return failure(Cause::Invalid,
                       u"%1 is \"%2\": it takes %3."_s.arg(key, text.left(80), rangeText()));
    };
    if (kind == Kind::Switch) {
        if (text == "on"_L1 || text == "true"_L1 || text == "yes"_L1 || text == "1"_L1)
            return 1;
        if (text == "off"_L1 || text == "false"_L1 || text == "no"_L1 || text == "0"_L1)
            return 0;
        return refuse();
    }
    if (kind == Kind::Choice) {
        const qsizetype index = choices.indexOf(text);
        if (index < 0)
            return refuse();
        return double(index);
    }
    const bool isPercent = kind == Kind::Share && text.endsWith(u'%');
    bool isNumber = false;
    double value = (isPercent ? text.chopped(1) : text).toDouble(&isNumber);
    if (isPercent)
        value /= 100;
    if (!isNumber || !check(value))
        return refuse();
    return value;
}

QString BudgetParameter::write(double value) const
{
    if (kind == Kind::Switch)
        return value != 0 ? u"on"_s : u"off"_s;
    if (kind == Kind::Choice)
        return choices.value(int(value));
    return QString::number(value, 'g', 10);
}

} // namespace sluice
