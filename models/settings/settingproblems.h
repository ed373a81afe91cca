// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settings/settings.h"

namespace sluice {

/// What keeps settings from working although each alone reads well.
struct SettingProblem
{
    QString key; ///< "git.root"
    QString sentence; ///< begins with the key, ends with the next step

    bool operator==(const SettingProblem &) const = default;
};

/// Looks at what the settings name: roots that cannot be written or lie in each other, files that
/// are not there or hold nothing of use. Some stats and short reads, nothing is made. Any thread.
[[nodiscard]] QList<SettingProblem> settingProblems(const Settings &settings);

/// What no importer can start with: the first root that is no folder and cannot become one, or that
/// lies in another. One that only cannot be written pauses the importer instead.
[[nodiscard]] Result<void> checkRoots(const Settings &settings);

} // namespace sluice
