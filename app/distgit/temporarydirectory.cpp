// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "distgit/temporarydirectory.h"

#include <QHash>
#include <QMutex>

#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr QByteArrayView kName = ".sluice-tmp";
constexpr int kOpen = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

QByteArray parentOf(const QByteArray &root) { return root + '/' + kName.toByteArray(); }

bool isSame(const Descriptor &directory, const QByteArray &path)
{
    struct stat held = {};
    struct stat found = {};
    return ::fstat(directory.fd(), &held) == 0 && ::lstat(path.constData(), &found) == 0
        && held.st_dev == found.st_dev && held.st_ino == found.st_ino;
}

/// The directories in use; entries outlive them, a handful of roots at most.
struct Registry
{
    QMutex mutex;
    QHash<QByteArray, std::weak_ptr<TemporaryDirectory>> byRoot;
};

Registry &registry()
{
    static Registry instance;
    return instance;
}

} // namespace

TemporaryDirectory::TemporaryDirectory(QByteArray path, Descriptor lock, dev_t device)
    : m_path(std::move(path))
    , m_lock(std::move(lock))
    , m_device(device)
{}

TemporaryDirectory::~TemporaryDirectory()
{
    removeTree(m_path);
    ::rmdir(m_path.left(m_path.lastIndexOf('/')).constData()); // unless others are in there
}

Result<std::shared_ptr<TemporaryDirectory>> TemporaryDirectory::below(const QByteArray &root)
{
    const QMutexLocker locker(&registry().mutex);
    auto &known = registry().byRoot[root];
    if (auto directory = known.lock())
        return directory;
    static std::atomic<unsigned> count = 0;
    for (int tries = 0; tries < 100; ++tries) {
        // Between any two of these steps another process may tidy up; then it is done again.
        const auto made = makeDirectories(root, kName.toByteArray());
        if (!made)
            return std::unexpected(made.error());
        const QByteArray path = parentOf(root) + '/' + QByteArray::number(::getpid()) + '-'
                              + QByteArray::number(++count);
        if (::mkdir(path.constData(), 0700) != 0) {
            if (errno == EEXIST || errno == ENOENT)
                continue;
            return storageFailure(errno, "make the directory"_L1, path);
        }
        Descriptor lock(::open(path.constData(), kOpen));
        if (!lock.isOpen() || ::flock(lock.fd(), LOCK_EX | LOCK_NB) != 0 || !isSame(lock, path))
            continue;
        struct stat status = {};
        ::fstat(lock.fd(), &status);
        const std::shared_ptr<TemporaryDirectory> directory(
                new TemporaryDirectory(path, std::move(lock), status.st_dev));
        known = directory;
        return directory;
    }
    return storageFailure(EBUSY, "make a directory below"_L1, parentOf(root));
}

void TemporaryDirectory::removeLeftovers(const QByteArray &root)
{
    const QByteArray parent = parentOf(root);
    const int fd = ::open(parent.constData(), kOpen);
    if (fd < 0)
        return;
    const std::unique_ptr<DIR, int (*)(DIR *)> directory(::fdopendir(fd), ::closedir);
    while (const dirent *entry = ::readdir(directory.get())) {
        const QByteArray name = entry->d_name;
        if (name == "." || name == "..")
            continue;
        const QByteArray path = parent + '/' + name;
        const Descriptor left(::open(path.constData(), kOpen));
        if (!left.isOpen() || (::flock(left.fd(), LOCK_EX | LOCK_NB) == 0 && isSame(left, path)))
            removeTree(path);
    }
    ::rmdir(parent.constData());
}

QByteArray TemporaryDirectory::newPath() { return m_path + '/' + QByteArray::number(++m_next); }

} // namespace sluice
