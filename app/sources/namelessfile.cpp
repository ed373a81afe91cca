// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/namelessfile.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

int openNameless(const QByteArray &directory)
{
    const int descriptor = ::open(directory.constData(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    // Some file systems (NFS, overlay on old kernels) have no files without a name.
    if (descriptor >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL))
        return descriptor;
    QByteArray name = directory + "/.sluice-XXXXXX";
    const int named = ::mkostemp(name.data(), O_CLOEXEC);
    if (named >= 0)
        ::unlink(name.constData());
    return named;
}

} // namespace

Result<std::shared_ptr<QFile>> makeNamelessFile(const QString &directory)
{
    const int descriptor = openNameless(QFile::encodeName(directory));
    if (descriptor < 0) {
        return std::unexpected(
                storageError(u"Could not make a temporary file in %1"_s.arg(directory), errno));
    }
    auto file = std::make_shared<QFile>();
    if (!file->open(descriptor, QIODevice::ReadWrite | QIODevice::Unbuffered,
                    QFileDevice::AutoCloseHandle)) {
        ::close(descriptor);
        return failure(Cause::Storage,
                       u"Could not open a temporary file in %1: try again."_s.arg(directory),
                       file->errorString());
    }
    return file;
}

Error storageError(const QString &what, int systemError)
{
    const QString reason = QString::fromLocal8Bit(std::strerror(systemError));
    if (systemError == ENOSPC || systemError == EDQUOT) {
        return failure(Cause::StorageFull, what + u", because the disk is full: make room."_s,
                       reason)
                .error();
    }
    return failure(Cause::Storage, u"%1 (%2): look at the disk and its rights."_s.arg(what, reason),
                   reason)
            .error();
}

Result<void> writeAll(int descriptor, QByteArrayView bytes, const QString &what)
{
    while (!bytes.isEmpty()) {
        const ssize_t written
                = ::write(descriptor, bytes.data(), static_cast<size_t>(bytes.size()));
        if (written > 0)
            bytes = bytes.sliced(written);
        else if (written < 0 && errno != EINTR)
            return std::unexpected(storageError(what, errno));
    }
    return {};
}

} // namespace sluice
