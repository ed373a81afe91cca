// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/budgetsettings.h"
#include "error.h"
#include "fakes/github/fakegithub.h"
#include "pipeline/pipeline.h"
#include "pipeline/pipelinepolicy.h"

namespace sluice {

/// The repository that a dry run builds on its own GitHub: configured as the settings say.
struct PracticeRepository
{
    QString configName; ///< ".packit.yaml"
    QByteArray config;
};

/// "fedora-44-x86_64" and so on, as many as asked for.
[[nodiscard]] QStringList practiceChroots(int count);

/// By the settings' chroots, targets, packages, jobs, and the calls that finding the configuration
/// takes: with names tried one after the other 1 to 8. *invalid* names what no repository can have.
[[nodiscard]] Result<PracticeRepository> practiceRepository(const BudgetSettings &settings,
                                                            ConfigLookup lookup);

/// Puts it on the server, with a pull request of a person who may write (or of one who may not).
/// Gives the pull request as an event tells it.
[[nodiscard]] Pipeline setUpPractice(FakeGithub &github, const PracticeRepository &repository,
                                     const BudgetSettings &settings, const QDateTime &now);
/// The token of the practice server that may write flags of this kind.
[[nodiscard]] QByteArray practiceToken(FlagKind kind);

} // namespace sluice
