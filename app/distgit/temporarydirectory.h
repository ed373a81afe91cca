// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "distgit/fileio.h"

#include <atomic>
#include <memory>

namespace sluice {

/// This process's own directory for unfinished files below one root:
/// `<root>/.sluice-tmp/<unique>/`. It is locked, so that others can tell it from what a dead
/// process left, and removed with the last user. Any thread.
class TemporaryDirectory final
{
    Q_DISABLE_COPY_MOVE(TemporaryDirectory)

public:
    ~TemporaryDirectory();

    /// The one of this process for `root` (absolute), made where it is missing.
    [[nodiscard]] static Result<std::shared_ptr<TemporaryDirectory>> below(const QByteArray &root);

    /// Empties and removes the directories of processes that are gone.
    static void removeLeftovers(const QByteArray &root);

    [[nodiscard]] QByteArray newPath(); ///< a name in it that nobody else uses
    [[nodiscard]] dev_t device() const { return m_device; }
    [[nodiscard]] int fd() const { return m_lock.fd(); }
    [[nodiscard]] const QByteArray &path() const { return m_path; }

private:
    TemporaryDirectory(QByteArray path, Descriptor lock, dev_t device);

    QByteArray m_path;
    Descriptor m_lock;
    dev_t m_device;
    std::atomic<quint64> m_next = 0;
};

} // namespace sluice
