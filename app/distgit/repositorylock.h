// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "distgit/fileio.h"

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>

namespace sluice {

/// The right to write to one repository: first come first served inside the process, by `flock` on
/// the repository's directory across processes. A repository that does not exist yet is locked
/// inside the process only; who renames it into place first has won. Freed with the object.
class RepositoryLock final
{
public:
    /// *canceled* when `stop` comes first. `onWait` is called once if it must wait.
    [[nodiscard]] static Result<RepositoryLock> take(const QByteArray &path, std::stop_token stop,
                                                     const std::function<void()> &onWait);

    /// The repository has come to exist: lock its directory too, if there is one by now. *git* when
    /// another process has it for longer than `patience`, where that is given.
    [[nodiscard]] Result<void>
    takeDirectory(std::stop_token stop, const std::function<void()> &onWait = {},
                  std::optional<std::chrono::milliseconds> patience = {});

private:
    struct Turn;
    RepositoryLock(QByteArray path, std::shared_ptr<Turn> turn);

    QByteArray m_path;
    std::shared_ptr<Turn> m_turn;
    Descriptor m_directory;
};

} // namespace sluice
