// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"
#include "queue/task.h"

#include <QSet>

namespace sluice {

/// A record of the import queue that cannot be imported. It is shown, never posted.
struct MalformedRecord
{
    QString what; ///< one sentence: what is wrong with it
    QByteArray raw; ///< its beginning, as it came
    std::optional<qint64> buildId; ///< where at least that could be read

    bool operator==(const MalformedRecord &) const = default;
};

/// The frontend's import queue, as one poll saw it (facts §1.3).
struct ImportQueue
{
    QList<NewTask> tasks; ///< in the frontend's order
    QList<MalformedRecord> malformed;
    QSet<qint64> builds; ///< every build listed, those of malformed records too
    /// The array came to its end and every record told its build: a build that is not in `builds`
    /// is not in the queue.
    bool isComplete = false;
};

/// Reads `GET /backend/importing/`. One malformed record spoils only itself; an array that breaks
/// off gives what came before. *upstream* when it is no array at all. `frontend` and `format` go
/// into the tasks.
[[nodiscard]] Result<ImportQueue> parseImportQueue(const QByteArray &json, const QString &frontend,
                                                   Format format);

} // namespace sluice
