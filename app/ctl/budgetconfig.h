// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/configlevers.h"
#include "budget/orgfindings.h"
#include "ctl/commandline.h"

#include <QJsonArray>

namespace sluice {

/// The configurations that --config named or --scan found, and what they come to together.
struct ConfigsGiven
{
    QList<ConfigBudget> configs; ///< empty: none was named
    QList<BudgetSettings> settings; ///< of each, with all options
    std::optional<OrgFindings> scan;

    [[nodiscard]] bool isGiven() const { return !configs.isEmpty() || scan; }
    /// Sets what a pull request asks for: of one file that, of several the mean. Of a scan its
    /// traffic, too.
    void apply(BudgetSettings &all) const;
    /// Finds the settings of each file, beside those that all of them came to.
    Result<void> setEach(const BudgetSettings &all, const Arguments &arguments);
};

/// Errors are the reader's sentence, with file and line.
[[nodiscard]] Result<ConfigsGiven> configsGiven(const Arguments &arguments);

/// What was read: a line for each file, of several with its calls, and what cannot be told.
[[nodiscard]] QString configsText(const ConfigsGiven &given, const BudgetSettings &all);
/// What maintainers can change and what each change saves, the largest saving first.
[[nodiscard]] QString leversText(const ConfigsGiven &given);
/// An object for each file.
[[nodiscard]] QJsonArray configsJson(const ConfigsGiven &given);

} // namespace sluice
