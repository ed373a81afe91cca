// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/packagelisting.h"

#include "sources/filetags.h"
#include "sources/packagename.h"

#include <QSet>

#include <rpm/rpmcrypto.h>

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

Result<void> checkFile(const ReadContext &context, const QByteArray &name, quint32 mode,
                       quint64 size)
{
    const Caps &caps = context.caps;
    if (const QString fault = payloadNameFault(name); !fault.isEmpty())
        return context.unsafe(name, u"has a name that "_s + fault);
    if (!S_ISREG(mode))
        return context.unsafe(name, u"is "_s + kindName(mode));
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
    const double allowed = static_cast<double>(caps.ratio) * static_cast<double>(packageBytes);
    if (total > kAlwaysFine && static_cast<double>(total) > allowed) {
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
    into.isGhost.reserve(tags.count());
    for (quint32 i = 0; i < tags.count(); ++i) {
        const auto name = tags.nextName();
        if (!name)
            return context.corrupt(u"has a header whose file list contradicts itself"_s);
        if (const auto fine = checkFile(context, *name, tags.mode(i), tags.size(i)); !fine)
            return fine;
        if (const auto seen = names.size(); names.insert(*name), names.size() == seen)
            return context.unsafe(*name, u"is listed twice"_s);
        if (const auto identity = tags.identity(i)) {
            const auto seen = identities.size();
            identities.insert(*identity);
            if (identities.size() == seen)
                return context.unsafe(*name, u"is a hard link"_s);
        }
        const auto size = static_cast<qint64>(tags.size(i)); // within caps.file-bytes
        total = total > std::numeric_limits<qint64>::max() - size
                      ? std::numeric_limits<qint64>::max()
                      : total + size;
        into.header.files.append(
                {.name = *name, .size = size, .isExecutable = (tags.mode(i) & S_IXUSR) != 0});
        into.isGhost.push_back(tags.isGhost(i));
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

Result<PackageHeader> readIdentity(const ReadContext &context, Header header)
{
    const QByteArray name = stringOf(header, RPMTAG_NAME);
    const QByteArray version = stringOf(header, RPMTAG_VERSION);
    const QByteArray release = stringOf(header, RPMTAG_RELEASE);
    if (name.isEmpty() || version.isEmpty() || release.isEmpty()) {
        return failure(Cause::Invalid,
                       u"%1 has no name, version or release in its header; build it again."_s.arg(
                               context.name));
    }
    PackageHeader into;
    const RpmTag epoch(header, RPMTAG_EPOCH);
    into.name = QString::fromUtf8(name);
    if (epoch.numbers() && epoch.count() > 0)
        into.version = QString::number(*epoch.numbers()) + u':';
    into.version += QString::fromUtf8(version) + u'-' + QString::fromUtf8(release);
    return into;
}

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
    auto identity = readIdentity(context, header);
    if (!identity)
        return std::unexpected(identity.error());
    listing.header = std::move(*identity);
    if (const auto fine = readFiles(context, header, packageBytes, listing); !fine)
        return std::unexpected(fine.error());
    listing.isNoSource
            = headerIsEntry(header, RPMTAG_NOSOURCE) || headerIsEntry(header, RPMTAG_NOPATCH);
    if (listing.isNoSource) {
        if (const auto fine = checkSourcesAreListed(context, header, listing); !fine)
            return std::unexpected(fine.error());
    }
    return listing;
}

} // namespace sluice
