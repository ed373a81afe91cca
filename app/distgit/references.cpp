// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "distgit/references.h"

#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr QByteArrayView kHeads = "refs/heads/";
/// git never sets the sticky bit: a lock file that has it is ours.
constexpr mode_t kOurs = S_ISVTX | kSharedFile;
constexpr int kDeepestFolder = 32;

BranchValue valueOf(const QByteArray &content)
{
    return {.id = ObjectId::fromHex(content.trimmed()), .isSymbolic = content.startsWith("ref:")};
}

Result<void> readLoose(const QByteArray &directory, const QByteArray &prefix, int depth,
                       QMap<QByteArray, BranchValue> &branches)
{
    const std::unique_ptr<DIR, int (*)(DIR *)> open(::opendir(directory.constData()), ::closedir);
    if (!open || depth > kDeepestFolder)
        return {};
    while (const dirent *entry = ::readdir(open.get())) {
        const QByteArray name = entry->d_name;
        if (name.startsWith('.') || name.endsWith(".lock"))
            continue;
        const QByteArray path = directory + '/' + name;
        struct stat status = {};
        if (::lstat(path.constData(), &status) != 0)
            continue;
        if (S_ISDIR(status.st_mode)) {
            const QByteArray below = prefix + name + '/';
            if (const auto done = readLoose(path, below, depth + 1, branches); !done)
                return done;
        } else if (S_ISREG(status.st_mode)) {
            const auto content = readSmallFile(path, 1024);
            if (!content)
                return std::unexpected(content.error());
            if (*content)
                branches.insert(prefix + name, valueOf(**content));
        }
    }
    return {};
}

Result<QMap<QByteArray, BranchValue>> readPacked(const QByteArray &path)
{
    QMap<QByteArray, BranchValue> branches;
    const auto content = readSmallFile(path + "/packed-refs", 64 << 20);
    if (!content)
        return std::unexpected(content.error());
    for (const QByteArray &line : content->value_or(QByteArray()).split('\n')) {
        const qsizetype space = line.indexOf(' ');
        const QByteArrayView name = QByteArrayView(line).sliced(space + 1);
        if (space > 0 && name.startsWith(kHeads))
            branches.insert(name.sliced(kHeads.size()).toByteArray(),
                            {.id = ObjectId::fromHex(QByteArrayView(line).first(space)),
                             .isSymbolic = false});
    }
    return branches;
}

/// Where the branch stands now; null id: nowhere, or damaged.
Result<ObjectId> currentId(const QByteArray &path, const QByteArray &branch)
{
    const auto loose = readSmallFile(path + '/' + kHeads.toByteArray() + branch, 1024);
    if (!loose && errno != EISDIR)
        return std::unexpected(loose.error());
    if (loose && *loose)
        return valueOf(**loose).id;
    const auto packed = readPacked(path);
    if (!packed)
        return std::unexpected(packed.error());
    return packed->value(branch).id;
}

/// The lock file, open and ours alone.
Result<Descriptor> lockFile(const QByteArray &lockPath)
{
    constexpr int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    for (int tries = 0; tries < 2; ++tries) {
        Descriptor file(::open(lockPath.constData(), flags, kOurs));
        if (file.isOpen()) {
            ::fchmod(file.fd(), kOurs); // whatever the umask says
            return file;
        }
        struct stat status = {};
        if (errno != EEXIST || ::lstat(lockPath.constData(), &status) != 0)
            return storageFailure(errno, "create"_L1, lockPath);
        if ((status.st_mode & S_ISVTX) == 0)
            return failure(Cause::Git,
                           u"git holds %1: retry, and remove that file if no git is at work on the "
                           u"repository."_s.arg(QString::fromUtf8(lockPath)));
        ::unlink(lockPath.constData());
    }
    return storageFailure(EEXIST, "create"_L1, lockPath);
}

} // namespace

Result<QMap<QByteArray, BranchValue>> readBranches(const QByteArray &path)
{
    auto branches = readPacked(path);
    if (!branches)
        return branches;
    const QByteArray heads = path + '/' + kHeads.chopped(1).toByteArray();
    if (const auto done = readLoose(heads, {}, 0, *branches); !done)
        return std::unexpected(done.error());
    return branches;
}

Result<bool> moveBranch(const QByteArray &path, const BranchMove &move)
{
    const QByteArray relative = kHeads.toByteArray() + move.branch;
    const QByteArray file = path + '/' + relative;
    const QByteArray lockPath = file + ".lock";
    const auto made = makeDirectories(path, relative.left(relative.lastIndexOf('/')));
    if (!made)
        return std::unexpected(made.error());
    const auto lock = lockFile(lockPath);
    if (!lock)
        return std::unexpected(lock.error());
    const auto give = [&lockPath](Result<bool> result) {
        ::unlink(lockPath.constData());
        return result;
    };
    const auto now = currentId(path, move.branch);
    if (!now)
        return give(std::unexpected(now.error()));
    if (*now != move.from)
        return give(false);
    if (move.to.isNull()) {
        ::unlink(file.constData());
        return give(true);
    }
    if (const auto done = writeAll(lock->fd(), move.to.hex().append('\n'), lockPath); !done)
        return give(std::unexpected(done.error()));
    if (::rename(lockPath.constData(), file.constData()) != 0) {
        // Directories of branches that are gone may stand in the way.
        if (errno == EISDIR)
            ::rmdir(file.constData());
        if (::rename(lockPath.constData(), file.constData()) != 0)
            return give(storageFailure(errno, "write"_L1, file));
    }
    ::fchmod(lock->fd(), kSharedFile);
    return true;
}

QByteArray clashingBranch(const QByteArray &branch, const QList<QByteArray> &others)
{
    for (const QByteArray &other : others) {
        const QByteArray &shorter = other.size() < branch.size() ? other : branch;
        const QByteArray &longer = other.size() < branch.size() ? branch : other;
        if (longer.size() > shorter.size() && longer.startsWith(shorter)
            && longer.at(shorter.size()) == '/')
            return other;
    }
    return {};
}

QByteArray packedBranches(const QMap<QByteArray, ObjectId> &branches)
{
    QByteArray text = "# pack-refs with: peeled fully-peeled sorted \n";
    for (const auto &[branch, id] : branches.asKeyValueRange())
        text += id.hex() + ' ' + kHeads.toByteArray() + branch + '\n';
    return text;
}

} // namespace sluice
