// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/packagelisting.h"

#include "sources/packagename.h"

#include <QSet>

#include <rpm/rpmcrypto.h>
#include <rpm/rpmfiles.h>

#include <limits>
#include <sys/stat.h>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

QByteArray stringOf(Header header, rpmTagVal tag)
{
    RpmTag values(header, tag);
    return {values.nextString()};
}

QString kindName(quint32 mode)
{
    switch (mode & S_IFMT) {
    case S_IFLNK:
        return u"a symbolic link"_s;
    case S_IFDIR:
        return u"a directory"_s;
    case S_IFCHR:
    case S_IFBLK:
        return u"a device"_s;
    case S_IFIFO:
        return u"a fifo"_s;
    case S_IFSOCK:
        return u"a socket"_s;
    default:
        return u"of an unknown kind"_s;
    }
}

Result<void> checkIsSource(const ReadContext &context, Header header)
{
    if (headerIsSource(header))
        return {};
    const QByteArray arch = stringOf(header, RPMTAG_ARCH);
    return failure(Cause::NotSourcePackage,
                   u"%1 is a binary package (%2); give the source package (.src.rpm)."_s.arg(
                           context.name, arch.isEmpty() ? u"rpm"_s : printable(arch)));
}

Result<void> readIdentity(const ReadContext &context, Header header, PackageHeader &into)
{
    const QByteArray name = stringOf(header, RPMTAG_NAME);
    const QByteArray version = stringOf(header, RPMTAG_VERSION);
    const QByteArray release = stringOf(header, RPMTAG_RELEASE);
    if (name.isEmpty() || version.isEmpty() || release.isEmpty()) {
        return failure(Cause::Invalid,
                       u"%1 has no name, version or release in its header; build it again."_s.arg(
                               context.name));
    }
    const RpmTag epoch(header, RPMTAG_EPOCH);
    into.name = QString::fromUtf8(name);
    if (epoch.numbers() && epoch.count() > 0)
        into.version = QString::number(*epoch.numbers()) + u':';
    into.version += QString::fromUtf8(version) + u'-' + QString::fromUtf8(release);
    return {};
}

/// The parallel arrays of the header, one value per file.
class FileTags final
{
public:
    explicit FileTags(Header header)
        : m_names(header, RPMTAG_BASENAMES)
        , m_directories(header, RPMTAG_DIRNAMES)
        , m_indexes(header, RPMTAG_DIRINDEXES)
        , m_sizes(header, RPMTAG_FILESIZES)
        , m_longSizes(header, RPMTAG_LONGFILESIZES)
        , m_modes(header, RPMTAG_FILEMODES)
        , m_flags(header, RPMTAG_FILEFLAGS)
        , m_inodes(header, RPMTAG_FILEINODES)
        , m_devices(header, RPMTAG_FILEDEVICES)
        , m_digests(header, RPMTAG_FILEDIGESTS)
    {
        while (const char *directory = m_directories.nextString())
            m_directoryNames << directory;
    }

    [[nodiscard]] quint32 count() const { return m_names.count(); }

    [[nodiscard]] bool isWhole() const
    {
        const auto fits = [this](const RpmTag &tag, const void *data, bool isNeeded) {
            return data ? tag.count() == count() : !isNeeded && tag.count() == 0;
        };
        const bool hasLong = m_longSizes.longs() != nullptr;
        return fits(m_sizes, m_sizes.numbers(), !hasLong)
            && fits(m_longSizes, m_longSizes.longs(), false) && fits(m_modes, m_modes.words(), true)
            && fits(m_flags, m_flags.numbers(), false) && fits(m_inodes, m_inodes.numbers(), false)
            && fits(m_devices, m_devices.numbers(), false)
            && (m_digests.count() == 0 || m_digests.count() == count())
            && (m_directoryNames.isEmpty() || fits(m_indexes, m_indexes.numbers(), true));
    }

    // In order from 0 on: the strings of a tag come one after the other.
    [[nodiscard]] std::optional<QByteArray> nextName(quint32 i)
    {
        const char *name = m_names.nextString();
        if (!name)
            return {};
        if (m_directoryNames.isEmpty())
            return QByteArray(name);
        const quint32 directory = m_indexes.numbers()[i];
        if (directory >= static_cast<quint32>(m_directoryNames.size()))
            return {};
        return m_directoryNames[directory] + name;
    }
    [[nodiscard]] QByteArray nextDigest() { return QByteArray(m_digests.nextString()).toLower(); }

    [[nodiscard]] quint64 size(quint32 i) const
    {
        return m_longSizes.longs() ? m_longSizes.longs()[i] : m_sizes.numbers()[i];
    }
    [[nodiscard]] quint16 mode(quint32 i) const { return m_modes.words()[i]; }
    [[nodiscard]] bool isGhost(quint32 i) const
    {
        return m_flags.numbers() && (m_flags.numbers()[i] & RPMFILE_GHOST);
    }
    /// Equal for names of one file; nothing where the header does not say.
    [[nodiscard]] std::optional<quint64> identity(quint32 i) const
    {
        if (!m_inodes.numbers())
            return {};
        const quint64 device = m_devices.numbers() ? m_devices.numbers()[i] : 0;
        return device << 32 | m_inodes.numbers()[i];
    }

private:
    RpmTag m_names;
    RpmTag m_directories;
    RpmTag m_indexes;
    RpmTag m_sizes;
    RpmTag m_longSizes;
    RpmTag m_modes;
    RpmTag m_flags;
    RpmTag m_inodes;
    RpmTag m_devices;
    RpmTag m_digests;
    QList<QByteArray> m_directoryNames;
};

std::unexpected<Error> unsafe(const ReadContext &context, QByteArrayView file, const QString &fault)
{
    return failure(
            Cause::UnsafeContent,
            u"%1 holds a file “%2” that %3; it is not imported, build the package without it."_s
                    .arg(context.name, printable(file), fault));
}

Result<void> checkFile(const ReadContext &context, const QByteArray &name, quint32 mode,
                       quint64 size)
{
    const Caps &caps = context.caps;
    if (const QString fault = payloadNameFault(name); !fault.isEmpty())
        return unsafe(context, name, u"has a name that "_s + fault);
    if (!S_ISREG(mode))
        return unsafe(context, name, u"is "_s + kindName(mode));
    if (name.size() > caps.nameLength) {
        return context.tooLarge(u"holds a file “%1” whose name is %2 bytes long, more than the %3 "
                                "allowed"_s.arg(printable(name))
                                        .arg(name.size())
                                        .arg(caps.nameLength),
                                "caps.name-length"_L1);
    }
    if (size > static_cast<quint64>(caps.fileBytes)) {
        return context.tooLarge(
                u"holds a file “%1” of %2 bytes, more than the %3 allowed"_s.arg(printable(name))
                        .arg(size)
                        .arg(caps.fileBytes),
                "caps.file-bytes"_L1);
    }
    return {};
}

Result<void> checkTotal(const ReadContext &context, qint64 total, qint64 packageBytes)
{
    constexpr qint64 kAlwaysFine = 64LL << 20;
    const Caps &caps = context.caps;
    if (total > caps.unpackedBytes) {
        return context.tooLarge(u"unpacks to %1 bytes, more than the %2 allowed"_s.arg(total).arg(
                                        caps.unpackedBytes),
                                "caps.unpacked-bytes"_L1);
    }
    if (total > kAlwaysFine && total / caps.ratio >= packageBytes) {
        return context.tooLarge(
                u"unpacks from %1 to %2 bytes, more than the %3 times allowed"_s.arg(packageBytes)
                        .arg(total)
                        .arg(caps.ratio),
                "caps.ratio"_L1);
    }
    return {};
}

Result<void> readFiles(const ReadContext &context, Header header, qint64 packageBytes,
                       PackageListing &into)
{
    FileTags tags(header);
    if (tags.count() > static_cast<quint32>(context.caps.files)) {
        return context.tooLarge(u"holds %1 files, more than the %2 allowed"_s.arg(tags.count())
                                        .arg(context.caps.files),
                                "caps.files"_L1);
    }
    if (!tags.isWhole())
        return context.corrupt(u"has a header whose file list contradicts itself"_s);
    QSet<QByteArray> names;
    QSet<quint64> identities;
    qint64 total = 0;
    into.header.files.reserve(tags.count());
    into.extras.reserve(tags.count());
    for (quint32 i = 0; i < tags.count(); ++i) {
        const auto name = tags.nextName(i);
        if (!name)
            return context.corrupt(u"has a header whose file list contradicts itself"_s);
        if (const auto fine = checkFile(context, *name, tags.mode(i), tags.size(i)); !fine)
            return fine;
        if (const auto seen = names.size(); names.insert(*name), names.size() == seen)
            return unsafe(context, *name, u"is listed twice"_s);
        if (const auto identity = tags.identity(i)) {
            const auto seen = identities.size();
            identities.insert(*identity);
            if (identities.size() == seen)
                return unsafe(context, *name, u"is a hard link"_s);
        }
        const auto size = static_cast<qint64>(tags.size(i)); // within caps.file-bytes
        total = total > std::numeric_limits<qint64>::max() - size
                      ? std::numeric_limits<qint64>::max()
                      : total + size;
        into.header.files.append(
                {.name = *name, .size = size, .isExecutable = (tags.mode(i) & S_IXUSR) != 0});
        into.extras.push_back({.digest = tags.nextDigest(), .isGhost = tags.isGhost(i)});
    }
    return checkTotal(context, total, packageBytes);
}

// An old nosrc package does not even list what it leaves out, but its spec's list of sources does.
Result<void> checkSourcesAreListed(const ReadContext &context, Header header,
                                   const PackageListing &listing)
{
    QSet<QByteArray> names;
    for (const PackageFile &file : listing.header.files)
        names.insert(file.name);
    for (const rpmTagVal tag : {RPMTAG_SOURCE, RPMTAG_PATCH}) {
        RpmTag sources(header, tag);
        while (const char *source = sources.nextString()) {
            const QByteArray path(source);
            const QByteArray name = path.mid(path.lastIndexOf('/') + 1);
            if (!names.contains(name))
                return lacksSource(context, name);
        }
    }
    return {};
}

} // namespace

std::unexpected<Error> lacksSource(const ReadContext &context, QByteArrayView file)
{
    return failure(
            Cause::Invalid,
            u"%1 is a nosrc package without its source “%2”; build the package with it."_s.arg(
                    context.name, printable(file)),
            {}, Who::Packager);
}

Result<PackageListing> readListing(const ReadContext &context, Header header, qint64 packageBytes)
{
    PackageListing listing;
    if (const auto fine = checkIsSource(context, header); !fine)
        return std::unexpected(fine.error());
    if (const auto fine = readIdentity(context, header, listing.header); !fine)
        return std::unexpected(fine.error());
    if (const auto fine = readFiles(context, header, packageBytes, listing); !fine)
        return std::unexpected(fine.error());
    const RpmTag algorithm(header, RPMTAG_FILEDIGESTALGO);
    listing.digestAlgorithm
            = algorithm.numbers() && algorithm.count() > 0
                    ? static_cast<int>(*algorithm.numbers())
                    : static_cast<int>(RPM_HASH_MD5); // what it was before there was a choice
    listing.isNoSource
            = headerIsEntry(header, RPMTAG_NOSOURCE) || headerIsEntry(header, RPMTAG_NOPATCH);
    if (listing.isNoSource) {
        if (const auto fine = checkSourcesAreListed(context, header, listing); !fine)
            return std::unexpected(fine.error());
    }
    return listing;
}

} // namespace sluice
