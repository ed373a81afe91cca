// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "clock.h"

#include <QByteArray>
#include <QString>

namespace sluice {

/// What happened in one try of a task, for a person: a time and a sentence per line. Collected in
/// memory and appended to the task's file in one go. Copr shows these logs to everybody, so nothing
/// that names a path of this machine, a password or a token may be written. One thread at a time.
class TaskLog final
{
public:
    explicit TaskLog(const Clock &clock)
        : m_clock(&clock)
    {}

    void line(const QString &text); ///< control characters of hostile names are made visible
    /// Appends to `path` and forgets what it wrote. A log that cannot be written fails no task.
    void flush(const QString &path);

private:
    const Clock *m_clock;
    QByteArray m_text;
};

} // namespace sluice
