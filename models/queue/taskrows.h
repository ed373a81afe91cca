// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "queue/task.h"
#include "queue/taskquery.h"
#include "store/database.h"

#include <QVariantList>

namespace sluice {

/// The columns of `task` that taskFrom() reads, in its order.
inline constexpr auto kTaskColumns
        = "id, rev, frontend, build_id, source, given, url_listed, owner, project, "
          "requested_package, "
          "package, version, format, submitter, sandbox, background, priority, state, attempts, "
          "attempts_before, failure_reported, interruptions, cause, error, detail, who, timings, "
          "created_at, changed_at, began_at, retry_at, finished_at";

[[nodiscard]] Task taskFrom(const Rows &row); ///< without its branches

/// Tasks, by a condition with placeholders, with their branches; in the order the condition gives.
[[nodiscard]] QList<Task> selectTasks(Database &database, const QString &condition,
                                      const QVariantList &values);

/// Cause, error, detail, who as columns from `first` on.
[[nodiscard]] std::optional<Error> errorFrom(const Rows &row, int first);

/// A query as SQL: what stands after FROM, and its values.
struct Selection
{
    QString clause;
    QVariantList values;
};
[[nodiscard]] Selection selectionFor(const TaskQuery &query);

/// "(1,2,3)": ids are numbers, so they may stand in the text.
[[nodiscard]] QString idList(const QList<TaskId> &ids);

} // namespace sluice
