// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/budgetsettings.h"
#include "error.h"

#include <QStringList>

#include <functional>

namespace sluice {

/// As people think of them.
enum class ParameterGroup { Build, Behaviour, Traffic, Limits };
[[nodiscard]] QString groupTitle(ParameterGroup group);

/// One number, switch or choice of the model: its names, its range and where it stands in
/// BudgetSettings. Files, options and the page are all driven by the table of these.
struct BudgetParameter
{
    enum class Kind { Number, Share, Switch, Choice };

    QLatin1StringView key; ///< in files, and as an option with '-' for '_': "rate_limit"
    QString label; ///< "Chroots"
    QString explanation; ///< what it means, with the source
    ParameterGroup group = ParameterGroup::Build;
    Kind kind = Kind::Number;
    bool isNotebook = false; ///< one of the notebook's eight
    bool isWhole = true;
    double least = 0;
    double most = 1;
    double commonMost = 1; ///< where a slider ends; a field takes more
    QString unit;
    QStringList choices;
    std::function<double(const BudgetSettings &)> get;
    std::function<void(BudgetSettings &, double)> set;

    /// One sentence that names the value and the allowed range, or nothing when it is good.
    [[nodiscard]] Result<void> check(double value) const;
    /// From what a person typed: "6", "0.3", "30%", "on", "at-rpm".
    [[nodiscard]] Result<double> read(QStringView text) const;
    [[nodiscard]] QString write(double value) const; ///< what read() takes
    [[nodiscard]] QString rangeText() const; ///< "a whole number from 0 to 1000"
};

} // namespace sluice
