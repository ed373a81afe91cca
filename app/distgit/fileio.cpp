// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "distgit/fileio.h"

#include <QDir>
#include <QFile>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <ranges>
#include <sys/stat.h>
#include <unistd.h>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr mode_t kSharedDirectory = 02775;

/// Where the file system begins that holds `path`, or will once it is made.
QByteArray mountPointOf(QByteArray path)
{
    const auto parentOf = [](const QByteArray &child) {
        return child.left(std::max(child.lastIndexOf('/'), qsizetype(1)));
    };
    struct stat here = {};
    while (path.size() > 1 && ::lstat(path.constData(), &here) != 0)
        path = parentOf(path);
    struct stat above = {};
    while (path.size() > 1 && ::lstat(parentOf(path).constData(), &above) == 0
           && above.st_dev == here.st_dev)
        path = parentOf(path);
    return path;
}

/// Opens the directory `name` below `parent`, which it makes first where it is missing.
Result<Descriptor> enter(int parent, const QByteArray &name, const QByteArray &path,
                         QList<QByteArray> &made)
{
    for (int tries = 0; tries < 8; ++tries) {
        Descriptor found(::openat(parent, name.constData(),
                                  O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        if (found.isOpen())
            return found;
        if (errno == ELOOP || errno == ENOTDIR)
            return storageFailure(ENOTDIR, "use as a directory"_L1, path);
        if (errno != ENOENT)
            return storageFailure(errno, "open the directory"_L1, path);
        if (::mkdirat(parent, name.constData(), 0777) == 0) {
            ::fchmodat(parent, name.constData(), kSharedDirectory, 0);
            made << path;
        } else if (errno != EEXIST) {
            return storageFailure(errno, "make the directory"_L1, path);
        }
    }
    return storageFailure(ENOENT, "make the directory"_L1, path);
}

void removeBelow(int parent, const char *name)
{
    if (::unlinkat(parent, name, 0) == 0 || (errno != EISDIR && errno != EPERM))
        return;
    const int fd = ::openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return;
    const std::unique_ptr<DIR, int (*)(DIR *)> directory(::fdopendir(fd), ::closedir);
    while (const dirent *entry = ::readdir(directory.get())) {
        if (qstrcmp(entry->d_name, ".") != 0 && qstrcmp(entry->d_name, "..") != 0)
            removeBelow(fd, entry->d_name);
    }
    ::unlinkat(parent, name, AT_REMOVEDIR);
}

} // namespace

Descriptor &Descriptor::operator=(Descriptor &&other) noexcept
{
    if (this != &other) {
        close();
        m_fd = std::exchange(other.m_fd, -1);
    }
    return *this;
}

void Descriptor::close()
{
    if (m_fd >= 0)
        ::close(std::exchange(m_fd, -1));
}

std::unexpected<Error> storageFailure(int errorNumber, QLatin1StringView doing,
                                      const QByteArray &path)
{
    const bool isFull = errorNumber == ENOSPC || errorNumber == EDQUOT;
    const QString reason = QString::fromLocal8Bit(std::strerror(errorNumber));
    if (isFull) // the same text for every file that meets it
        return failure(Cause::StorageFull,
                       u"The file system at %1 is full: free some space there."_s.arg(
                               shown(mountPointOf(path))),
                       u"Could not %1 %2: %3"_s.arg(doing, shown(path), reason));
    return failure(Cause::Storage, u"Could not %1 %2 (%3): mend that, then retry."_s.arg(
                                           doing, shown(path), reason));
}

Result<void> writeAll(int fd, QByteArrayView bytes, const QByteArray &path)
{
    while (!bytes.isEmpty()) {
        const ssize_t written = ::write(fd, bytes.data(), static_cast<size_t>(bytes.size()));
        if (written < 0 && errno != EINTR)
            return storageFailure(errno, "write"_L1, path);
        if (written > 0)
            bytes = bytes.sliced(written);
    }
    return {};
}

Result<void> writeNewFile(const QByteArray &path, QByteArrayView bytes, mode_t mode)
{
    const Descriptor file(
            ::open(path.constData(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file.isOpen())
        return storageFailure(errno, "create"_L1, path);
    if (::fchmod(file.fd(), mode) != 0)
        return storageFailure(errno, "set the permissions of"_L1, path);
    return writeAll(file.fd(), bytes, path);
}

Result<std::optional<QByteArray>> readSmallFile(const QByteArray &path, qint64 limit)
{
    const Descriptor file(::open(path.constData(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    if (!file.isOpen()) {
        if (errno == ENOENT || errno == ENOTDIR)
            return std::nullopt;
        return storageFailure(errno, "read"_L1, path);
    }
    QByteArray bytes(limit, Qt::Uninitialized);
    qint64 filled = 0;
    while (filled < limit) {
        const ssize_t got
                = ::read(file.fd(), bytes.data() + filled, static_cast<size_t>(limit - filled));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return storageFailure(errno, "read"_L1, path);
        if (got == 0)
            break;
        filled += got;
    }
    bytes.resize(filled);
    return bytes;
}

Result<void> makeSharedDirectory(const QByteArray &path)
{
    if (::mkdir(path.constData(), 0777) != 0)
        return storageFailure(errno, "make the directory"_L1, path);
    ::chmod(path.constData(), kSharedDirectory); // mkdir obeys the umask and drops setgid
    return {};
}

Result<QList<QByteArray>> makeDirectories(const QByteArray &root, const QByteArray &relative)
{
    QList<QByteArray> made;
    Descriptor at(::open(root.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!at.isOpen()) {
        if (errno != ENOENT || !QDir().mkpath(shown(root)))
            return storageFailure(errno, "open the directory"_L1, root);
        at = Descriptor(::open(root.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (!at.isOpen())
            return storageFailure(errno, "open the directory"_L1, root);
    }
    QByteArray path = root;
    for (const QByteArray &name : relative.split('/')) {
        path += '/' + name;
        auto next = enter(at.fd(), name, path, made);
        if (!next) {
            removeEmptyDirectories(made);
            return std::unexpected(next.error());
        }
        at = std::move(*next);
    }
    return made;
}

Result<PathKind> kindBelow(const QByteArray &root, const QByteArray &relative)
{
    QByteArray path = root;
    struct stat status = {};
    for (const QByteArray &name : relative.split('/')) {
        path += '/' + name;
        if (::lstat(path.constData(), &status) != 0) {
            if (errno == ENOENT)
                return PathKind::Missing;
            return storageFailure(errno, "look at"_L1, path);
        }
        if (S_ISLNK(status.st_mode))
            return failure(Cause::Storage,
                           u"%1 is a symbolic link, and links below a root are not followed: put "
                           u"a directory in its place, then retry."_s.arg(shown(path)));
    }
    return S_ISDIR(status.st_mode) ? PathKind::Directory : PathKind::Other;
}

void removeTree(const QByteArray &path) { removeBelow(AT_FDCWD, path.constData()); }

void removeEmptyDirectories(const QList<QByteArray> &outermostFirst)
{
    for (const QByteArray &path : std::views::reverse(outermostFirst))
        ::rmdir(path.constData());
}

} // namespace sluice
