// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/calls.h"

namespace sluice {

/// What the notebook can set, with its defaults.
struct NotebookSettings
{
    int chroots = 3;
    int rateLimit = 5000; ///< calls per hour and organisation
    int configLoad = 3; ///< calls to find and read the configuration, and the spec file
    bool hasBuilds = true;
    bool hasTests = true;
    bool isConfigLoadedOnce = false;
    bool setsAllFlags = true; ///< test flags change with the build, too
    bool isPrivateOnce = false;

    bool operator==(const NotebookSettings &) const = default;
};

/// The notebook's arithmetic to the digit (packit/research, "Inventory of GitHub API calls made
/// during a pipeline run", 2023-02-07), its quirks included: with builds off the build's steps are
/// charged all the same, the first two steps set both kinds of flags whatever else is set, and
/// approval is 2.
[[nodiscard]] CallTable notebookCalls(const NotebookSettings &settings);

} // namespace sluice
