// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "clock.h"
#include "error.h"
#include "queue/task.h"

#include <QFile>
#include <QHash>
#include <QUrl>

#include <chrono>
#include <memory>

namespace sluice {

/// What failed tasks have fetched, kept in one directory so that a retry does not need an upstream
/// that may be gone. Bounded by age and bytes; the oldest leave first. One thread of the one
/// process that runs the pool. The caller decides what is worth keeping: not what was *corrupt*,
/// since fetching it again may mend it. A file that a power cut has cut short is found by the
/// reader of the package; then drop() it and fetch anew.
class KeptSources final
{
public:
    /// The directory is made when it is first needed. The clock must outlive this object.
    KeptSources(QString directory, std::chrono::days maxAge, qint64 maxBytes, const Clock &clock);

    /// Keeps the file behind this descriptor, which stays open and where it is: by a link where
    /// that can be, else by a copy. More than all bytes allowed is not kept, and no error.
    [[nodiscard]] Result<void> keep(TaskId task, const QUrl &url, int descriptor);
    /// The file at its start, or null when there is none.
    [[nodiscard]] std::shared_ptr<QFile> open(TaskId task, const QUrl &url) const;
    void drop(TaskId task);
    void prune(); ///< what is too old, then the oldest while there is too much

    [[nodiscard]] qint64 bytes() const { return m_bytes; }

private:
    struct Entry
    {
        QString name;
        qint64 bytes = 0;
        QDateTime since;
    };
    void load();
    void add(TaskId task, Entry entry);
    void removeFile(const Entry &entry);
    [[nodiscard]] QString pathOf(const QString &name) const;

    QString m_directory;
    std::chrono::days m_maxAge;
    qint64 m_maxBytes;
    const Clock &m_clock;
    QHash<TaskId, QList<Entry>> m_entries;
    qint64 m_bytes = 0;
};

} // namespace sluice
