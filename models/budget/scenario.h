// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/budgetsettings.h"
#include "error.h"

#include <QByteArray>
#include <QList>

namespace sluice {

/// One setting of the budget model, with a name.
struct Scenario
{
    QString name;
    QString caption; ///< a sentence on what it shows
    BudgetSettings settings;

    bool operator==(const Scenario &) const = default;
};

/// The notebook's ten in its order and with its captions, then Packit as it is today.
[[nodiscard]] const QList<Scenario> &builtInScenarios();
/// By its name, whatever the case; also "3" for the third.
[[nodiscard]] const Scenario *builtInScenario(QStringView name);

// A scenario's file is JSON (resources/scenarios/schema.json):
//   {"sluice_scenario": 1, "name": "…", "caption": "…", "parameters": {"chroots": 6, …}}
// Parameters that are left out stand as in the notebook; unknown keys are refused by name.

/// Only what differs from the notebook's defaults is written.
[[nodiscard]] QByteArray scenarioToJson(const Scenario &scenario);
/// Errors: *invalid*, with one sentence that names the key, the value and the allowed range;
/// *too large* above 1 MB. `origin` is the file's name.
[[nodiscard]] Result<Scenario> scenarioFromJson(const QByteArray &json, const QString &origin);
[[nodiscard]] Result<Scenario> readScenario(const QString &path);
/// Replaces the file as a whole, or leaves it as it was.
[[nodiscard]] Result<void> writeScenario(const Scenario &scenario, const QString &path);

} // namespace sluice
