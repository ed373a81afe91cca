// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "distgit/lookasidewriter.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr mode_t kObjectMode = 0644;
constexpr qint64 kReservedFrom = 1 << 20; // smaller files are cheaper without
constexpr size_t kBlock = 256 * 1024;

Hasher::Algorithm algorithmOf(Format format)
{
    return format == Format::Copr ? Hasher::Algorithm::Md5 : Hasher::Algorithm::Sha512;
}

/// The next block of a file into `block`, as far as there is one.
Result<QByteArrayView> readBlock(const Descriptor &file, QByteArray &block, const QByteArray &path)
{
    qsizetype filled = 0;
    while (filled < block.size()) {
        const ssize_t got = ::read(file.fd(), block.data() + filled,
                                   static_cast<size_t>(block.size() - filled));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return storageFailure(errno, "read"_L1, path);
        if (got == 0)
            break;
        filled += got;
    }
    return QByteArrayView(block).first(filled);
}

Result<bool> haveSameBytes(const Descriptor &one, const QByteArray &onePath,
                           const Descriptor &other, const QByteArray &otherPath)
{
    QByteArray oneBlock(kBlock, Qt::Uninitialized);
    QByteArray otherBlock(kBlock, Qt::Uninitialized);
    while (true) {
        const auto oneBytes = readBlock(one, oneBlock, onePath);
        if (!oneBytes)
            return std::unexpected(oneBytes.error());
        const auto otherBytes = readBlock(other, otherBlock, otherPath);
        if (!otherBytes)
            return std::unexpected(otherBytes.error());
        if (*oneBytes != *otherBytes)
            return false;
        if (oneBytes->isEmpty())
            return true;
    }
}

Result<QByteArray> hashOf(const Descriptor &file, const QByteArray &path, Format format)
{
    Hasher hasher(algorithmOf(format));
    QByteArray block(kBlock, Qt::Uninitialized);
    ::lseek(file.fd(), 0, SEEK_SET);
    while (true) {
        const auto bytes = readBlock(file, block, path);
        if (!bytes)
            return std::unexpected(bytes.error());
        if (bytes->isEmpty())
            return hasher.result().toHex();
        hasher.add(*bytes);
    }
}

} // namespace

LookasideWriter::LookasideWriter(QByteArray root, Format format)
    : m_root(std::move(root))
    , m_hasher(algorithmOf(format))
{}

LookasideWriter::~LookasideWriter()
{
    if (m_file.isOpen())
        ::unlink(m_current.temporary.constData());
}

Result<void> LookasideWriter::begin(const QByteArray &name, qint64 size)
{
    if (!m_directory) {
        auto directory = TemporaryDirectory::below(m_root);
        if (!directory)
            return std::unexpected(directory.error());
        m_directory = std::move(*directory);
    }
    m_current = {.name = name, .hash = {}, .size = 0, .temporary = m_directory->newPath()};
    const char *path = m_current.temporary.constData();
    m_file = Descriptor(::open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!m_file.isOpen())
        return storageFailure(errno, "create"_L1, m_current.temporary);
    if (::fchmod(m_file.fd(), kObjectMode) != 0)
        return storageFailure(errno, "set the permissions of"_L1, m_current.temporary);
    // Says early that there is no room; file systems that cannot tell are asked again by write().
    if (size >= kReservedFrom && ::fallocate(m_file.fd(), FALLOC_FL_KEEP_SIZE, 0, size) != 0
        && (errno == ENOSPC || errno == EDQUOT))
        return storageFailure(errno, "write"_L1, m_current.temporary);
    return {};
}

Result<void> LookasideWriter::add(QByteArrayView bytes)
{
    m_hasher.add(bytes);
    m_current.size += bytes.size();
    return writeAll(m_file.fd(), bytes, m_current.temporary);
}

Result<StagedFile> LookasideWriter::end()
{
    m_file.close();
    m_current.hash = m_hasher.result().toHex();
    return std::move(m_current);
}

QByteArray lookasideName(const StagedFile &file, Format format)
{
    const QByteArray hashPart = format == Format::Copr ? file.hash : "sha512/" + file.hash;
    return file.name + '/' + hashPart + '/' + file.name;
}

Result<ObjectState> compareObject(const StagedFile &file, const QByteArray &path, Format format)
{
    const Descriptor object(
            ::open(path.constData(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (!object.isOpen()) {
        if (errno == ENOENT || errno == ENOTDIR)
            return ObjectState::Missing;
        return storageFailure(errno, "read"_L1, path);
    }
    struct stat status = {};
    if (::fstat(object.fd(), &status) != 0 || !S_ISREG(status.st_mode))
        return storageFailure(EISDIR, "use as a lookaside file"_L1, path);
    const Descriptor staged(::open(file.temporary.constData(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    if (!staged.isOpen())
        return storageFailure(errno, "read"_L1, file.temporary);
    if (status.st_size == file.size) {
        const auto isSame = haveSameBytes(staged, file.temporary, object, path);
        if (!isSame)
            return std::unexpected(isSame.error());
        if (*isSame)
            return ObjectState::Present;
    }
    const auto hash = hashOf(object, path, format);
    if (!hash)
        return std::unexpected(hash.error());
    if (*hash != file.hash)
        return ObjectState::Damaged;
    return failure(
            Cause::UnsafeContent,
            u"The lookaside cache holds another %1 with the same hash %2: two files were made "
            u"to collide, so ask the packager for a file of their own making."_s.arg(
                    QString::fromUtf8(file.name), QString::fromLatin1(file.hash)),
            QString::fromUtf8(path));
}

} // namespace sluice
