// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"

#include <QByteArray>
#include <QList>

namespace sluice {

/// An open file descriptor, closed with the object. Move only.
class Descriptor final
{
public:
    Descriptor() = default;
    explicit Descriptor(int fd)
        : m_fd(fd)
    {}
    Descriptor(Descriptor &&other) noexcept
        : m_fd(std::exchange(other.m_fd, -1))
    {}
    Descriptor &operator=(Descriptor &&other) noexcept;
    ~Descriptor() { close(); }

    void close();
    [[nodiscard]] int fd() const { return m_fd; }
    [[nodiscard]] bool isOpen() const { return m_fd >= 0; }

private:
    int m_fd = -1;
};

/// The permissions of files that a package's group may write, as in git's shared repositories.
inline constexpr mode_t kSharedFile = 0664;

/// A path or name of raw bytes, for people: bytes that are not UTF-8 become replacement characters.
[[nodiscard]] inline QString shown(const QByteArray &path) { return QString::fromUtf8(path); }

/// *storage full* for a full disk or quota, else *storage*: "Could not <doing> <path>: <reason>." A
/// full one names its file system; the path is in the detail.
[[nodiscard]] std::unexpected<Error> storageFailure(int errorNumber, QLatin1StringView doing,
                                                    const QByteArray &path);

/// All of it, or an error that names `path`.
[[nodiscard]] Result<void> writeAll(int fd, QByteArrayView bytes, const QByteArray &path);

/// A file that must not exist yet, written, with exactly these permissions.
[[nodiscard]] Result<void> writeNewFile(const QByteArray &path, QByteArrayView bytes, mode_t mode);

/// The file's bytes, at most `limit`; no link is followed in the last component. Null when absent.
[[nodiscard]] Result<std::optional<QByteArray>> readSmallFile(const QByteArray &path,
                                                              qint64 limit = 1 << 20);

/// A directory that must not exist yet, group-writable and setgid as dist-git's are.
[[nodiscard]] Result<void> makeSharedDirectory(const QByteArray &path);

/// Makes `root` itself (plainly) where it is missing, then every directory of `relative` below it,
/// following no link there. The paths it made, outermost first, so that a failure can take them
/// back.
[[nodiscard]] Result<QList<QByteArray>> makeDirectories(const QByteArray &root,
                                                        const QByteArray &relative);

enum class PathKind { Missing, Directory, Other };

/// What stands at `root`/`relative`. *storage* when a link stands on the way: what is below a root
/// never leads out of it.
[[nodiscard]] Result<PathKind> kindBelow(const QByteArray &root, const QByteArray &relative);

/// Removes a file, a link or a whole directory; links are not followed. What is missing is no
/// error.
void removeTree(const QByteArray &path);

/// Removes those of these directories that are empty, innermost first.
void removeEmptyDirectories(const QList<QByteArray> &outermostFirst);

} // namespace sluice
