// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "distgit/branchplan.h"
#include "distgit/destination.h"
#include "distgit/lookasidewriter.h"
#include "distgit/packwriter.h"
#include "distgit/references.h"
#include "distgit/repository.h"

#include <QDateTime>

namespace sluice {

/// What one package brings, its text already in the import's pack.
struct PackageContent
{
    Destination destination;
    QList<TreeEntry> text;
    QList<StagedFile> lookaside; ///< in header order
};

/// What an import changes in its repository.
struct RepositoryChange
{
    bool isNewRepository = false;
    bool isUnchanged = false; ///< the repository has every object, and every branch its tree
    QList<ObjectId> tips; ///< of the requested branches, in that order
    QList<BranchMove> moves;
    QList<QByteArray> damaged; ///< files to remove once the pack is in
    QStringList warnings;
};

/// Plans one import under the repository's lock: reads where the branches stand, makes the imported
/// tree from the package and the first branch, and the commits that the branches need. New objects
/// go to the pack only. One use.
class ImportPlanner final
{
    Q_DISABLE_COPY_MOVE(ImportPlanner)

public:
    ImportPlanner(const PackageContent &content, PackWriter &pack, const QDateTime &now);

    [[nodiscard]] Result<RepositoryChange> plan();

private:
    struct Base
    {
        QByteArray gitignore;
        QList<TreeEntry> kept;
    };

    [[nodiscard]] Result<void> standInNewRepository();
    [[nodiscard]] Result<void> standInRepository();
    [[nodiscard]] Result<void> findBranches();
    void mendBranches();
    [[nodiscard]] Result<void> bearNewBranches();
    [[nodiscard]] Result<void> refuseClashes() const;
    [[nodiscard]] Result<void> writeRoot();
    [[nodiscard]] bool isBaseReadable(const ObjectId &tip);
    [[nodiscard]] std::optional<Base> readBase(const ObjectId &tree);
    [[nodiscard]] std::optional<TreeEntry> kept(const TreeEntry &entry, const QByteArray &path,
                                                int depth, bool &isReadable);
    [[nodiscard]] Result<ObjectId> writeTree(const Base &base);
    [[nodiscard]] Result<void> moveBranches(const ObjectId &tree);
    [[nodiscard]] bool hasAllObjects() const;

    const PackageContent &m_content;
    PackWriter &m_pack;
    const QDateTime m_now;
    const QByteArray m_path;
    std::optional<Repository> m_repository;
    QMap<QByteArray, BranchValue> m_branches; ///< as they are in the repository
    QMap<QByteArray, ObjectId> m_stands; ///< where they stand for this import
    QByteArray m_defaultBranch = "master";
    ObjectId m_newRoot; ///< in the pack, where the repository has none
    ObjectId m_newRootTree;
    RepositoryChange m_change;
};

} // namespace sluice
