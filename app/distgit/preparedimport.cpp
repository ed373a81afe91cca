// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "distgit/preparedimport_p.h"

#include "distgit/repositorydamage.h"

#include <QFile>

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <ranges>
#include <sys/stat.h>
#include <unistd.h>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

/// unlink() and rename() of files that belong to one pack.
void removeFile(const QByteArray &path) { ::unlink(path.constData()); }
bool renameFile(const QByteArray &from, const QByteArray &to)
{
    return ::rename(from.constData(), to.constData()) == 0;
}

/// Others wait behind an import that is planned again.
constexpr std::chrono::seconds kLockPatience{2};

QByteArray below(const Destination &destination)
{
    return (destination.owner + u'/' + destination.project).toUtf8();
}

/// Renames `from` to `root`/`relative`/`name`, making the directories; those that are new are added
/// to `made`. EEXIST is given back as false, where `isNew` forbids to replace anything.
Result<bool> renameIn(const QByteArray &from, const QByteArray &root, const QByteArray &relative,
                      const QByteArray &name, bool isNew, QList<QByteArray> &made)
{
    const QByteArray to = root + '/' + relative + '/' + name;
    for (int tries = 0; tries < 8; ++tries) {
        const auto directories = makeDirectories(root, relative);
        if (!directories)
            return std::unexpected(directories.error());
        made += *directories;
        int status = -1;
        if (isNew)
            status = ::renameat2(AT_FDCWD, from.constData(), AT_FDCWD, to.constData(),
                                 RENAME_NOREPLACE);
        if (!isNew || (status != 0 && errno == EINVAL)) // not known to every file system
            status = ::rename(from.constData(), to.constData());
        if (status == 0)
            return true;
        if (isNew && (errno == EEXIST || errno == ENOTEMPTY || errno == ENOTDIR))
            return false;
        if (errno != ENOENT) // else another import has just taken its empty directories back
            break;
    }
    return storageFailure(errno, "create"_L1, to);
}

} // namespace

PreparedImport::Private::~Private()
{
    for (const StagedFile &file : std::as_const(content.lookaside))
        removeFile(file.temporary);
    if (!m_quarantine.isEmpty()) {
        removeTree(m_quarantine);
        removeFile(m_quarantine + ".pack");
        removeFile(m_quarantine + ".idx");
    }
}

Result<void> PreparedImport::Private::plan()
{
    auto planned = ImportPlanner(content, *pack, now).plan();
    if (!planned)
        return std::unexpected(planned.error());
    change = std::move(*planned);
    tips.clear();
    for (qsizetype i = 0; i < change.tips.size(); ++i)
        tips << BranchTip{.branch = content.destination.branches.at(i),
                          .commit = change.tips.at(i).text()};
    warnings = writerWarnings + change.warnings;
    if (change.isUnchanged)
        return {};
    const auto hash = pack->seal();
    if (!hash)
        return std::unexpected(hash.error());
    m_packName = "pack-" + *hash;
    m_quarantine = gitDirectory->newPath();
    return change.isNewRepository ? stageRepository(m_packName) : pack->finish(m_quarantine);
}

Result<void> PreparedImport::Private::stageRepository(const QByteArray &packName)
{
    for (const QByteArrayView directory :
         {"", "/objects", "/objects/pack", "/refs", "/refs/heads"}) {
        if (const auto done = makeSharedDirectory(m_quarantine + directory.toByteArray()); !done)
            return done;
    }
    // `master` is a loose file, by which dist-git's scripts know that a repository exists.
    QMap<QByteArray, ObjectId> packed;
    QByteArray master;
    for (const BranchMove &move : std::as_const(change.moves)) {
        if (move.branch == "master")
            master = move.to.hex() + '\n';
        else
            packed.insert(move.branch, move.to);
    }
    QList<std::pair<QByteArray, QByteArray>> files{{"/HEAD", repositoryHead()},
                                                   {"/config", repositoryConfig()},
                                                   {"/refs/heads/master", master}};
    if (!packed.isEmpty())
        files.append({"/packed-refs", packedBranches(packed)});
    for (const auto &[name, bytes] : std::as_const(files)) {
        if (const auto done = writeNewFile(m_quarantine + name, bytes, kSharedFile); !done)
            return done;
    }
    return pack->finish(m_quarantine + "/objects/pack/" + packName);
}

Result<void> PreparedImport::Private::settleLookaside()
{
    const Destination &destination = content.destination;
    const QByteArray root = QFile::encodeName(destination.lookasideRoot);
    const QByteArray package
            = QFile::encodeName(destination.lookasidePath()).sliced(root.size() + 1);
    for (const StagedFile &file : std::as_const(content.lookaside)) {
        const QByteArray relative = package + '/' + lookasideName(file, destination.format);
        const auto kind = kindBelow(root, relative);
        if (!kind)
            return std::unexpected(kind.error());
        ObjectState state = ObjectState::Missing;
        if (*kind != PathKind::Missing) {
            const auto compared = compareObject(file, root + '/' + relative, destination.format);
            if (!compared)
                return std::unexpected(compared.error());
            state = *compared;
        }
        if (state == ObjectState::Damaged)
            writerWarnings << u"The lookaside object of %1 was damaged and is written anew."_s.arg(
                    QString::fromUtf8(file.name));
        if (state != ObjectState::Present)
            toPlace << file;
    }
    return {};
}

Result<bool> PreparedImport::Private::apply()
{
    if (const auto done = placeLookaside(); !done) {
        takeBack();
        return std::unexpected(done.error());
    }
    Result<bool> done = true;
    if (!change.isUnchanged)
        done = change.isNewRepository ? applyNewRepository() : applyChange();
    if (!done || !*done)
        takeBack();
    return done;
}

Result<void> PreparedImport::Private::placeLookaside()
{
    const Destination &destination = content.destination;
    const QByteArray root = QFile::encodeName(destination.lookasideRoot);
    const QByteArray package
            = QFile::encodeName(destination.lookasidePath()).sliced(root.size() + 1);
    for (const StagedFile &file : std::as_const(toPlace)) {
        const QByteArray relative = package + '/' + lookasideName(file, destination.format);
        const auto cut = relative.lastIndexOf('/');
        const auto placed = renameIn(file.temporary, root, relative.left(cut),
                                     relative.sliced(cut + 1), false, m_madeDirectories);
        if (!placed)
            return std::unexpected(placed.error());
        m_placed << root + '/' + relative;
    }
    return {};
}

Result<bool> PreparedImport::Private::applyNewRepository()
{
    const Destination &destination = content.destination;
    return renameIn(m_quarantine, QFile::encodeName(destination.gitRoot), below(destination),
                    destination.package.toUtf8() + ".git", true, m_madeDirectories);
}

Result<bool> PreparedImport::Private::applyChange()
{
    const QByteArray path = QFile::encodeName(content.destination.repositoryPath());
    const QByteArray stem = path + "/objects/pack/" + m_packName;
    // The index first: git, which does it the other way round, overlooks an index without its pack,
    // and one that a kill leaves is known to be ours and not the work of a git that still runs.
    for (const char *suffix : {".idx", ".pack"}) {
        if (!renameFile(m_quarantine + suffix, stem + suffix))
            return storageFailure(errno, "create"_L1, stem + suffix);
    }
    for (const BranchMove &move : std::as_const(change.moves)) {
        const auto moved = moveBranch(path, move);
        if (!moved || !*moved)
            return moved;
        m_moved << move;
    }
    for (const QByteArray &file : std::as_const(change.damaged)) {
        if (file != stem + ".pack" && file != stem + ".idx")
            removeFile(file);
    }
    return true;
}

void PreparedImport::Private::takeBack()
{
    const QByteArray path = QFile::encodeName(content.destination.repositoryPath());
    for (const BranchMove &move : std::views::reverse(m_moved)) {
        // Cannot fail but by a disk that fails; then the branch has a whole commit all the same.
        const auto undone
                = moveBranch(path, {.branch = move.branch, .from = move.to, .to = move.from});
        Q_UNUSED(undone);
    }
    if (!change.isNewRepository && !m_packName.isEmpty()) {
        const QByteArray stem = path + "/objects/pack/" + m_packName;
        for (const char *suffix : {".pack", ".idx"})
            renameFile(stem + suffix, m_quarantine + suffix);
    }
    for (qsizetype i = m_placed.size() - 1; i >= 0; --i)
        renameFile(m_placed.at(i), toPlace.at(i).temporary);
    removeEmptyDirectories(m_madeDirectories);
    m_moved.clear();
    m_placed.clear();
    m_madeDirectories.clear();
}

Result<void> PreparedImport::Private::planAgain()
{
    const QByteArray before = m_quarantine;
    if (const auto done = pack->forget(contentEnd, gitDirectory->newPath()); !done)
        return done;
    removeTree(before);
    removeFile(before + ".idx");
    m_quarantine.clear();
    if (const auto done = lock->takeDirectory(stop, {}, kLockPatience); !done)
        return done;
    return plan();
}

PreparedImport::PreparedImport(std::unique_ptr<Private> prepared)
    : d(std::move(prepared))
{}

PreparedImport::PreparedImport(PreparedImport &&) noexcept = default;
PreparedImport &PreparedImport::operator=(PreparedImport &&) noexcept = default;
PreparedImport::~PreparedImport() = default;

const QList<BranchTip> &PreparedImport::tips() const { return d->tips; }
const QList<StoredObject> &PreparedImport::objects() const { return d->objects; }
const QStringList &PreparedImport::warnings() const { return d->warnings; }
bool PreparedImport::isUnchanged() const { return d->isUnchanged(); }

} // namespace sluice
