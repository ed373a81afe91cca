// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "distgit/gitobjects.h"

#include <algorithm>

namespace sluice {

namespace {

/// git sorts a directory as if its name ended in '/'.
QByteArray sortKey(const TreeEntry &entry)
{
    return entry.isTree() ? entry.name + '/' : entry.name;
}

/// Without what would end the field early, and without the edges that git cuts off too.
QByteArray identity(const QString &text)
{
    QByteArray bytes;
    for (const char c : text.toUtf8()) {
        if (c != '<' && c != '>' && c != '\n' && c != '\0')
            bytes += c;
    }
    const auto isCrud = [](char c) {
        return static_cast<unsigned char>(c) <= ' ' || QByteArrayView(".,:;\"\\'").contains(c);
    };
    while (!bytes.isEmpty() && isCrud(bytes.back()))
        bytes.chop(1);
    while (!bytes.isEmpty() && isCrud(bytes.front()))
        bytes.remove(0, 1);
    return bytes;
}

} // namespace

QByteArray treeBytes(QList<TreeEntry> entries)
{
    std::ranges::sort(entries, {}, sortKey);
    QByteArray bytes;
    for (const TreeEntry &entry : std::as_const(entries)) {
        bytes += QByteArray::number(entry.mode, 8) + ' ' + entry.name + '\0';
        bytes.append(entry.id.raw());
    }
    return bytes;
}

QByteArray commitBytes(const ObjectId &tree, const ObjectId &parent, const QString &authorName,
                       const QString &authorEmail, const QDateTime &now, const QByteArray &message)
{
    const QByteArray who = identity(authorName) + " <" + identity(authorEmail) + "> "
                         + QByteArray::number(now.toSecsSinceEpoch()) + " +0000\n";
    QByteArray bytes = "tree " + tree.hex() + '\n';
    if (!parent.isNull())
        bytes += "parent " + parent.hex() + '\n';
    bytes += "author " + who + "committer " + who + '\n' + message;
    return bytes;
}

} // namespace sluice
