// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "distgit/importplanner.h"
#include "distgit/preparedimport.h"
#include "distgit/repositorylock.h"
#include "distgit/temporarydirectory.h"

#include <QStringList>

namespace sluice {

/// What a prepared import holds and how it is carried out. Its steps are taken by prepare() and
/// publish() only.
struct PreparedImport::Private
{
    Q_DISABLE_COPY_MOVE(Private)

    Private() = default;
    ~Private(); ///< removes what is still temporary

    /// Plans, and writes out of sight what the plan needs. Again after a conflict.
    [[nodiscard]] Result<void> plan();
    /// Decides what each staged lookaside file becomes.
    [[nodiscard]] Result<void> settleLookaside();
    /// Makes all of it visible; false when somebody else changed the repository meanwhile, then
    /// nothing of it is. On an error it is taken back.
    [[nodiscard]] Result<bool> apply();
    [[nodiscard]] Result<void> planAgain();

    PackageContent content;
    QDateTime now;
    std::stop_token stop;
    std::shared_ptr<TemporaryDirectory> gitDirectory;
    std::shared_ptr<TemporaryDirectory> lookasideDirectory; ///< null without lookaside files
    std::unique_ptr<PackWriter> pack;
    PackWriter::Mark contentEnd; ///< in the pack, before what the plan wrote
    std::optional<RepositoryLock> lock;
    RepositoryChange change;
    QList<StagedFile> toPlace;
    QList<BranchTip> tips;
    QList<StoredObject> objects;
    QStringList writerWarnings;
    QStringList warnings; ///< the writer's, then the plan's

    [[nodiscard]] bool isUnchanged() const { return change.isUnchanged && toPlace.isEmpty(); }

private:
    [[nodiscard]] Result<void> stageRepository(const QByteArray &packName);
    [[nodiscard]] Result<void> placeLookaside();
    [[nodiscard]] Result<bool> applyNewRepository();
    [[nodiscard]] Result<bool> applyChange();
    void takeBack();

    QByteArray m_quarantine; ///< the whole new repository, or what pack and index have in common
    QByteArray m_packName; ///< "pack-<hash>"
    // What apply() did, to take it back:
    QList<QByteArray> m_madeDirectories;
    QList<QByteArray> m_placed;
    QList<BranchMove> m_moved;
};

} // namespace sluice
