// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/rpmlayout.h"

#include <QtEndian>

#include <array>
#include <cerrno>
#include <cstring>
#include <sys/stat.h>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kLeadSize = 96;
constexpr qint64 kIntroSize = 16; // magic, reserved, number of tags, bytes of data
constexpr QByteArrayView kLeadMagic("\xed\xab\xee\xdb", 4);
constexpr QByteArrayView kHeaderMagic("\x8e\xad\xe8\x01", 4);

Result<qint64> fileSize(const ReadContext &context)
{
    struct stat status{};
    if (::fstat(context.descriptor, &status) != 0) {
        return failure(Cause::Storage, u"%1 cannot be read; try again."_s.arg(context.name),
                       QString::fromLocal8Bit(std::strerror(errno)));
    }
    return status.st_size;
}

std::unexpected<Error> cutShort(const ReadContext &context, qint64 size)
{
    return context.corrupt(u"is cut short after %1 bytes"_s.arg(size), Who::Upstream);
}

std::unexpected<Error> notAnRpm(const ReadContext &context, QByteArrayView start)
{
    constexpr QByteArrayView kByteOrderMark("\xef\xbb\xbf");
    const QByteArrayView marked = start.startsWith(kByteOrderMark) ? start.sliced(3) : start;
    const QByteArray text = marked.toByteArray().trimmed().toLower();
    if (start.isEmpty()) {
        return failure(Cause::NotSourcePackage,
                       u"%1 is empty; give a source package (.src.rpm)."_s.arg(context.name), {},
                       Who::Upstream);
    }
    if (text.startsWith("<!doctype") || text.startsWith("<html") || text.startsWith("<?xml")) {
        return failure(Cause::NotSourcePackage,
                       u"%1 is a web page, not a source package; look where it came from."_s.arg(
                               context.name),
                       printable(start), Who::Upstream);
    }
    return failure(
            Cause::NotSourcePackage,
            u"%1 is not an RPM package; give a source package (.src.rpm)."_s.arg(context.name),
            u"it begins with: "_s + printable(start));
}

// The whole length of the header at `offset`, or nothing where no header that rpm takes begins.
Result<qint64> headerLength(const ReadContext &context, qint64 offset, qint64 end, quint32 maxTags,
                            quint32 maxData)
{
    if (offset + kIntroSize > end)
        return cutShort(context, end);
    std::array<char, kIntroSize> intro{};
    if (const auto got = context.readAt(offset, intro); !got)
        return std::unexpected(got.error());
    const auto tags = qFromBigEndian<quint32>(intro.data() + 8);
    const auto data = qFromBigEndian<quint32>(intro.data() + 12);
    if (QByteArrayView(intro).first(4) != kHeaderMagic || tags > maxTags || data > maxData) {
        return context.corrupt(u"has no readable header at byte %1"_s.arg(offset), Who::Upstream);
    }
    const qint64 length = kIntroSize + 16LL * tags + data;
    if (length > end - offset)
        return cutShort(context, end);
    return length;
}

} // namespace

Result<RpmLayout> readRpmLayout(const ReadContext &context)
{
    const auto size = fileSize(context);
    if (!size)
        return std::unexpected(size.error());
    std::array<char, kLeadSize> lead{};
    const auto got = context.readAt(0, lead);
    if (!got)
        return std::unexpected(got.error());
    const QByteArrayView start(lead.data(), *got);
    if (start.isEmpty() || !kLeadMagic.startsWith(start.first(qMin(*got, kLeadMagic.size()))))
        return notAnRpm(context, start);
    if (*got < kLeadSize)
        return cutShort(context, *got);
    if (*size > context.caps.packageBytes) {
        return context.tooLarge(u"is %1 bytes, more than the %2 allowed"_s.arg(*size).arg(
                                        context.caps.packageBytes),
                                "caps.package-bytes"_L1);
    }
    // The limits are librpm's own.
    const auto signature = headerLength(context, kLeadSize, *size, 32, 64U << 20);
    if (!signature)
        return std::unexpected(signature.error());
    const qint64 header = kLeadSize + (*signature + 7) / 8 * 8;
    const auto length = headerLength(context, header, *size, 0xffff, 0x0fffffff);
    if (!length)
        return std::unexpected(length.error());
    return RpmLayout{.header = header, .payload = header + *length, .end = *size};
}

} // namespace sluice
