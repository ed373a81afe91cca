// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"
#include "queue/task.h"

namespace sluice {

/// Which tasks, in which order: what a filter line and a click on a column header say.
struct TaskQuery
{
    enum class Sort {
        Id,
        Package,
        Version,
        Project,
        Branches,
        State,
        Attempts,
        Changed,
        Error,
        Priority
    };

    QList<State> states; ///< empty: all
    QStringList owners; ///< patterns with *, all must match
    QStringList projects;
    QStringList packages;
    QStringList branches;
    QStringList causes; ///< cause words, any may match
    QList<qint64> builds; ///< build ids, any may match
    QStringList words; ///< each must stand somewhere in package, owner, project, source or build id
    Sort sort = Sort::Id;
    bool isDescending = true;

    bool operator==(const TaskQuery &) const = default;
};

/// Reads a filter line such as `state:failed owner:py* hello`. Keys: state, owner, project,
/// package, branch, cause, build. An unknown key or value is one *invalid* error that names it and
/// the known ones.
[[nodiscard]] Result<TaskQuery> parseTaskFilter(QStringView line);

/// The same filter line with its `state:` words replaced by one; an empty word takes them out.
[[nodiscard]] QString withStateFilter(QStringView line, QStringView stateWord);

/// What a word after `state:` stands for: one state, or `running` and `importing` for several.
[[nodiscard]] QList<State> statesFromWord(QStringView word);

} // namespace sluice
