// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"
#include "queue/task.h"

#include <memory>
#include <span>
#include <vector>

namespace sluice {

/// One import, ready to be made visible: holds the repository's lock and knows what to rename in
/// and which refs to move. Dropped without publish() it removes its temporary files and frees the
/// lock.
class PreparedImport final
{
public:
    struct Private;
    explicit PreparedImport(std::unique_ptr<Private> d);
    PreparedImport(PreparedImport &&) noexcept;
    PreparedImport &operator=(PreparedImport &&) noexcept;
    ~PreparedImport();

    [[nodiscard]] const QList<BranchTip> &
    tips() const; ///< of the requested branches, in that order
    [[nodiscard]] const QList<StoredObject> &objects() const;
    [[nodiscard]] const QStringList &warnings() const; ///< for the task's log, a sentence each
    [[nodiscard]] bool isUnchanged() const; ///< the repository has all of it already

private:
    friend std::vector<Result<void>> publish(std::span<PreparedImport> imports);
    std::unique_ptr<Private> d;
};

/// Makes imports visible and durable together: sync what is new (once per file system), rename it
/// in, move the refs, sync again. When it returns, an import without an error survives a power cut.
/// Blocking. An import that fails takes no other with it.
[[nodiscard]] std::vector<Result<void>> publish(std::span<PreparedImport> imports);

/// Removes what imports of processes that are gone left below the two roots' temporary directories.
void removeLeftovers(const QString &gitRoot, const QString &lookasideRoot);

} // namespace sluice
