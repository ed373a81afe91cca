// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/orgfindings.h"
#include "ctl/commandline.h"

#include <QJsonObject>

namespace sluice {

/// How a scan ended: *canceled* where it was interrupted.
struct ScanEnd
{
    OrgFindings findings; ///< until then
    std::optional<Error> error;
};

/// Looks at the organisation that --scan names, with progress on standard error. Runs an event
/// loop; the command's thread. *invalid*: what was asked for cannot be.
[[nodiscard]] Result<ScanEnd> scanOrganisation(const Context &context, const Arguments &arguments);

/// What was found, for a terminal.
[[nodiscard]] QString findingsText(const OrgFindings &findings, const BudgetSettings &settings);
/// The same, with a scenario that a window can read.
[[nodiscard]] QJsonObject findingsJson(const OrgFindings &findings, const BudgetSettings &settings);

} // namespace sluice
