// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "distgit/gitobjects.h"
#include "error.h"

#include <memory>
#include <optional>

using git_odb = struct git_odb;
using git_repository = struct git_repository;

namespace sluice {

/// How many directories deep a tree is read; a deeper one is taken for damage.
inline constexpr int kDeepestTree = 64;

/// A commit, as far as imports look at it.
struct Commit
{
    ObjectId tree;
    QList<ObjectId> parents;
    qint64 time = 0; ///< of the committer, seconds
};

/// Reads the objects of one bare repository. One thread. A read answers nothing where an object is
/// missing or damaged: every object is checked against its id.
class Repository final
{
public:
    [[nodiscard]] static Result<Repository> open(const QByteArray &path);

    [[nodiscard]] std::optional<Commit> commit(const ObjectId &id) const;
    [[nodiscard]] std::optional<QList<TreeEntry>> tree(const ObjectId &id) const;
    [[nodiscard]] std::optional<QByteArray> blob(const ObjectId &id) const;
    [[nodiscard]] bool isReadable(const ObjectId &id) const; ///< of huge ones only the start
    [[nodiscard]] QList<ObjectId> allIds() const; ///< readable or not

    /// `descendant` can be reached from `ancestor` by fast-forward.
    [[nodiscard]] bool isAncestor(const ObjectId &ancestor, const ObjectId &descendant) const;
    /// The commit without parents at the end of the first parents, if all are readable.
    [[nodiscard]] ObjectId rootOf(ObjectId commit) const;

private:
    using Handle = std::unique_ptr<git_repository, void (*)(git_repository *)>;
    using Database = std::unique_ptr<git_odb, void (*)(git_odb *)>;

    Repository(Handle handle, Database database);

    Handle m_handle;
    Database m_database;
};

} // namespace sluice
