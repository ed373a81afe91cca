// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/configbudget.h"

#include <QMap>

#include <optional>

namespace sluice {

struct Scenario;

/// What was found in one repository of an organisation.
struct OrgRepository
{
    QString name; ///< without its owner
    std::optional<ConfigFacts> facts; ///< of its configuration, if it can be read
    QString problem; ///< why there is one that cannot be read
    QString warning; ///< that there is more than one
    int pulls = 0; ///< opened in the time looked at
    int commits = 0; ///< on the default branch in that time

    [[nodiscard]] bool isConfigured() const { return facts || !problem.isEmpty(); }
};

/// What a scan of an organisation found. A value: any thread.
struct OrgFindings
{
    QString organisation;
    int visible = 0; ///< repositories that the token sees
    int archived = 0; ///< left out
    int forks = 0; ///< left out
    QStringList unknown; ///< repositories that GitHub did not tell about
    QString refusal; ///< GitHub's words on these, where it may not show them to the token
    bool seesPrivate = true; ///< false: the token shows public repositories alone
    bool isWhole = true; ///< false: a limit or an interruption ended it before its end
    QString ended; ///< why it did, where it was no limit
    int days = 90; ///< that pull requests and commits were counted for
    int points = 0; ///< of GraphQL
    QList<OrgRepository> repositories;

    [[nodiscard]] int looked() const; ///< at all, those left out among them
    [[nodiscard]] int configured() const;
    [[nodiscard]] int pulls() const;
    [[nodiscard]] int commits() const;
    [[nodiscard]] double pullsPerHour() const;
    /// How many commits came with each pull request, at least 1: an estimate of its pushes.
    [[nodiscard]] double pushesPerPull() const;
    /// Of pull requests, as the model has it; of repositories where there are none.
    [[nodiscard]] double configuredShare() const;
    /// number of chroots (or of test targets) -> repositories
    [[nodiscard]] QMap<int, int> distribution(int ConfigFacts::*member) const;
};

/// What is built as the mean of the organisation, by pull requests, and its traffic.
void applyFindings(BudgetSettings &settings, const OrgFindings &findings);
/// As Packit treats it today, under the organisation's name.
[[nodiscard]] Scenario scenarioOf(const OrgFindings &findings);
/// Whether the organisation's pull requests fit what its limits allow where the settings stand.
struct OrgFit
{
    std::optional<qint64> allowed; ///< pull requests per hour that start pipelines; none: any
    double seen = 0; ///< of these, on average
    QString sentence;

    [[nodiscard]] bool isFitting() const { return !allowed || seen <= double(*allowed); }
};
[[nodiscard]] OrgFit fitOf(const QString &organisation, const BudgetSettings &settings);
/// Sentences on what the numbers do not tell.
[[nodiscard]] QStringList notesOf(const OrgFindings &findings);

} // namespace sluice
