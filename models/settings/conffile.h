// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"

#include <QStringList>

namespace sluice {

/// The lines of a settings file: `key = value`, blank ones, and comments that begin with # or ;.
/// A value; keeps what it does not understand out, and what people wrote around it in.
class ConfFile final
{
public:
    struct Entry
    {
        QString key;
        QString value;
        int line = 0; ///< from 1
    };

    /// A file that is not there has no lines. *invalid* names file and line of what is damaged.
    [[nodiscard]] static Result<ConfFile> read(const QString &path);
    /// Replaces the file at once and durably, or leaves it as it was.
    [[nodiscard]] Result<void> write(const QString &path) const;

    [[nodiscard]] const QList<Entry> &entries() const { return m_entries; }
    /// Null where the key is not set.
    [[nodiscard]] const Entry *find(QStringView key) const;
    void set(const QString &key, const QString &value); ///< an empty value removes the line

private:
    [[nodiscard]] Result<void> parse(const QByteArray &bytes, const QString &path);

    QStringList m_lines;
    QList<Entry> m_entries;
};

/// Holds `flock` on a file beside the settings, so that two editors take turns. It goes with the
/// process: a lock can never be left behind.
class ConfLock final
{
    Q_DISABLE_COPY(ConfLock)

public:
    /// Waits a few seconds at most.
    [[nodiscard]] static Result<ConfLock> take(const QString &path);
    ConfLock(ConfLock &&other) noexcept
        : m_descriptor(std::exchange(other.m_descriptor, -1))
    {}
    ConfLock &operator=(ConfLock &&) = delete;
    ~ConfLock();

private:
    explicit ConfLock(int descriptor)
        : m_descriptor(descriptor)
    {}
    int m_descriptor;
};

} // namespace sluice
