// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "distgit/objectid.h"

#include <QDateTime>
#include <QList>
#include <QString>

namespace sluice {

/// A line of a git tree.
struct TreeEntry
{
    static constexpr unsigned kFile = 0100644;
    static constexpr unsigned kExecutable = 0100755;
    static constexpr unsigned kTree = 0040000;

    QByteArray name;
    unsigned mode = kFile;
    ObjectId id;

    [[nodiscard]] bool isTree() const { return mode == kTree; }

    bool operator==(const TreeEntry &) const = default;
};

/// What git stores for a tree; the entries may come in any order.
[[nodiscard]] QByteArray treeBytes(QList<TreeEntry> entries);

/// What git stores for a commit whose author is its committer. `parent` null: a root commit.
[[nodiscard]] QByteArray commitBytes(const ObjectId &tree, const ObjectId &parent,
                                     const QString &authorName, const QString &authorEmail,
                                     const QDateTime &now, const QByteArray &message);

} // namespace sluice
