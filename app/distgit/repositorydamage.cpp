// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "distgit/repositorydamage.h"

#include "distgit/objectid.h"

#include <QMap>
#include <QStringList>

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>
#include <unistd.h>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kSmallestPack = 12 + ObjectId::kSize;
constexpr qint64 kSmallestIndex = 8 + 256 * 4 + 2 * ObjectId::kSize;
constexpr time_t kPatience = 3600; // seconds

Result<QList<QByteArray>> namesIn(const QByteArray &directory)
{
    QList<QByteArray> names;
    const std::unique_ptr<DIR, int (*)(DIR *)> open(::opendir(directory.constData()), ::closedir);
    if (!open) {
        if (errno == ENOENT)
            return names;
        return storageFailure(errno, "read the directory"_L1, directory);
    }
    while (const dirent *entry = ::readdir(open.get())) {
        if (entry->d_name[0] != '.')
            names << entry->d_name;
    }
    return names;
}

/// The bytes that begin `fromEnd` before the file's end, `length` of them; empty if it is shorter
/// than `smallest`.
QByteArray bytesAtEnd(const QByteArray &path, qint64 smallest, qint64 fromEnd, qint64 length)
{
    const Descriptor file(::open(path.constData(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    struct stat status = {};
    if (!file.isOpen() || ::fstat(file.fd(), &status) != 0 || status.st_size < smallest)
        return {};
    QByteArray bytes(length, Qt::Uninitialized);
    const ssize_t got = ::pread(file.fd(), bytes.data(), static_cast<size_t>(length),
                                status.st_size - fromEnd);
    return got == length ? bytes : QByteArray();
}

/// A pack ends in its hash, and its index carries that hash before its own.
bool isWholePair(const QByteArray &stem)
{
    const QByteArray packHash
            = bytesAtEnd(stem + ".pack", kSmallestPack, ObjectId::kSize, ObjectId::kSize);
    const QByteArray indexHash
            = bytesAtEnd(stem + ".idx", kSmallestIndex, 2 * ObjectId::kSize, ObjectId::kSize);
    return !packHash.isEmpty() && packHash == indexHash;
}

/// A git at work writes a pack, then its index; it knows nothing of our lock.
bool isInTheMaking(const QByteArray &stem)
{
    const QByteArray pack = stem + ".pack";
    const QByteArray index = stem + ".idx";
    struct stat status = {};
    if (::lstat(index.constData(), &status) == 0 || ::lstat(pack.constData(), &status) != 0)
        return false;
    return status.st_size >= kSmallestPack && ::time(nullptr) - status.st_ctime < kPatience;
}

Result<void> addDamagedPacks(const QByteArray &directory, QList<QByteArray> &damaged)
{
    const auto names = namesIn(directory);
    if (!names)
        return std::unexpected(names.error());
    QMap<QByteArray, QList<QByteArray>> byStem; // every kind of file that belongs to a pack
    for (const QByteArray &name : *names) {
        if (name.startsWith("pack-") && name.contains('.'))
            byStem[name.left(name.indexOf('.'))] << name;
    }
    for (const auto &[stem, files] : byStem.asKeyValueRange()) {
        if (isWholePair(directory + '/' + stem) || isInTheMaking(directory + '/' + stem))
            continue;
        for (const QByteArray &name : files)
            damaged << directory + '/' + name;
    }
    return {};
}

bool isEmptyFile(const QByteArray &path)
{
    struct stat status = {};
    return ::lstat(path.constData(), &status) == 0 && S_ISREG(status.st_mode)
        && status.st_size == 0;
}

} // namespace

QByteArray repositoryHead() { return "ref: refs/heads/master\n"; }

QByteArray repositoryConfig()
{
    return "[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = true\n"
           "\tsharedrepository = 1\n[receive]\n\tdenyNonFastforwards = true\n";
}

Result<QList<QByteArray>> damagedFiles(const QByteArray &path)
{
    QList<QByteArray> damaged;
    const QByteArray objects = path + "/objects";
    if (const auto done = addDamagedPacks(objects + "/pack", damaged); !done)
        return std::unexpected(done.error());
    const auto names = namesIn(objects);
    if (!names)
        return std::unexpected(names.error());
    for (const QByteArray &name : *names) {
        if (name.size() != 2)
            continue;
        const QByteArray directory = objects + '/' + name;
        const auto loose = namesIn(directory);
        if (!loose)
            return std::unexpected(loose.error());
        for (const QByteArray &file : *loose) {
            if (isEmptyFile(directory + '/' + file))
                damaged << directory + '/' + file;
        }
    }
    return damaged;
}

Result<QStringList> mendSkeleton(const QByteArray &path)
{
    QStringList mended;
    for (const QByteArray &directory : {QByteArray("objects/pack"), QByteArray("refs/heads")}) {
        const auto made = makeDirectories(path, directory);
        if (!made)
            return std::unexpected(made.error());
        if (!made->isEmpty())
            mended << QString::fromUtf8(directory);
    }
    const std::initializer_list<std::pair<const char *, QByteArray>> files{
            {"/HEAD", repositoryHead()}, {"/config", repositoryConfig()}};
    for (const auto &[name, content] : files) {
        const QByteArray file = path + name;
        const auto found = readSmallFile(file);
        if (!found)
            return std::unexpected(found.error());
        if (*found && !(*found)->trimmed().isEmpty() && !(*found)->startsWith('\0'))
            continue;
        const QByteArray fresh = file + ".lock"; // git's own way, and git steps aside for it
        ::unlink(fresh.constData());
        if (const auto done = writeNewFile(fresh, content, kSharedFile); !done)
            return std::unexpected(done.error());
        if (::rename(fresh.constData(), file.constData()) != 0)
            return storageFailure(errno, "write"_L1, file);
        mended << QString::fromLatin1(name + 1);
    }
    return mended;
}

} // namespace sluice
