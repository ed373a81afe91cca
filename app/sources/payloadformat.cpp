// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/payloadformat.h"

#include "sources/zstdframes.h"

#include <QtEndian>

#include <array>
#include <vector>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

using End = PayloadFormat::End;
constexpr qint64 kOverhead = 1 << 20; // state and buffers beside window or dictionary

// A number in xz's variable length, from the front of `bytes`, which it is taken off.
std::optional<quint64> takeXzNumber(QByteArrayView &bytes)
{
    quint64 number = 0;
    for (int i = 0; i < 9 && i < bytes.size(); ++i) {
        const auto byte = static_cast<uchar>(bytes[i]);
        number |= static_cast<quint64>(byte & 0x7f) << (7 * i);
        if (!(byte & 0x80)) {
            bytes = bytes.sliced(i + 1);
            return number;
        }
    }
    return {};
}

// The dictionary that the first block asks for; `bytes` begin at its header.
qint64 xzDictionary(QByteArrayView bytes)
{
    if (bytes.size() < 2)
        return 0;
    const auto flags = static_cast<uchar>(bytes[1]);
    QByteArrayView rest = bytes.sliced(2);
    for (const int sizeFlag : {0x40, 0x80}) {
        if ((flags & sizeFlag) && !takeXzNumber(rest))
            return 0;
    }
    for (int filter = 0; filter <= (flags & 3); ++filter) {
        constexpr quint64 kLzma2 = 0x21;
        const auto id = takeXzNumber(rest);
        const auto size = id ? takeXzNumber(rest) : std::nullopt;
        if (!size || *size > static_cast<quint64>(rest.size()))
            return 0;
        if (id == kLzma2 && *size == 1) {
            const int bits = static_cast<uchar>(rest[0]) & 0x3f;
            return bits >= 40 ? 1LL << 32 : (2LL | (bits & 1)) << (bits / 2 + 11);
        }
        rest = rest.sliced(static_cast<qsizetype>(*size));
    }
    return 0;
}

// The index at an xz stream's end lists its blocks: they must fill the payload to the byte.
Result<PayloadFormat> inspectXz(const ReadContext &context, const RpmLayout &layout,
                                QByteArrayView start)
{
    constexpr qint64 kEdge = 12; // stream header, and stream footer
    constexpr qint64 kLongestIndex = 1 << 20;
    constexpr qint64 kMostThatLibrpmGives = 100LL << 20;
    PayloadFormat format{.kind = PayloadFormat::Kind::Xz,
                         .end = End::Elsewhere,
                         .memory = xzDictionary(start.sliced(qMin(start.size(), kEdge)))};
    std::array<char, kEdge> footer{};
    if (layout.end - layout.payload < 2 * kEdge)
        return format;
    if (const auto got = context.readAt(layout.end - kEdge, footer); !got)
        return std::unexpected(got.error());
    const qint64 size
            = (static_cast<qint64>(qFromLittleEndian<quint32>(footer.data() + 4)) + 1) * 4;
    if (QByteArrayView(footer).last(2) != "YZ" || size > kLongestIndex
        || size > layout.end - layout.payload - 2 * kEdge) {
        return format;
    }
    std::vector<char> index(static_cast<std::size_t>(size));
    if (const auto got = context.readAt(layout.end - kEdge - size, index); !got)
        return std::unexpected(got.error());
    QByteArrayView rest(index);
    if (rest.front() != 0)
        return format;
    rest = rest.sliced(1);
    const quint64 records = takeXzNumber(rest).value_or(0);
    quint64 total = 0;
    for (quint64 i = 0; i < records; ++i) {
        const auto packed = takeXzNumber(rest);
        if (!packed || !takeXzNumber(rest) || *packed > static_cast<quint64>(layout.end))
            return format;
        total += (*packed + 3) / 4 * 4;
    }
    if (total == static_cast<quint64>(layout.end - layout.payload - 2 * kEdge - size))
        format.end = End::Exact;
    if (records > 1) // the others may have other dictionaries
        format.memory = qMax(format.memory, kMostThatLibrpmGives);
    return format;
}

// A bzip2 stream ends with a 48-bit mark and a 32-bit sum, at any bit, then zero bits to the byte.
Result<PayloadFormat> inspectBzip2(const ReadContext &context, const RpmLayout &layout, char level)
{
    constexpr quint64 kMark = 0x177245385090;
    constexpr std::size_t kTail = 11;
    PayloadFormat format{.kind = PayloadFormat::Kind::Bzip2,
                         .end = End::Elsewhere,
                         .memory = kOverhead + 400'000LL * qBound(1, level - '0', 9)};
    std::array<char, kTail> tail{};
    if (layout.end - layout.payload < static_cast<qint64>(kTail))
        return format;
    if (const auto got = context.readAt(layout.end - static_cast<qint64>(kTail), tail); !got)
        return std::unexpected(got.error());
    for (uint padding = 0; padding < 8; ++padding) {
        const bool isPadded = (static_cast<uchar>(tail.back()) & ((1U << padding) - 1)) == 0;
        quint64 mark = 0;
        for (uint bit = 8 - padding; bit < 8 - padding + 48; ++bit)
            mark = mark << 1 | (static_cast<uchar>(tail[bit / 8]) >> (7 - bit % 8) & 1);
        if (isPadded && mark == kMark)
            format.end = End::Exact;
    }
    return format;
}

Result<PayloadFormat> inspectZstd(const ReadContext &context, const RpmLayout &layout)
{
    const auto frames = readZstdFrames(context, layout.payload, layout.end);
    if (!frames)
        return std::unexpected(frames.error());
    return PayloadFormat{.kind = PayloadFormat::Kind::Zstd,
                         .end = frames->isWhole ? End::Exact : End::Elsewhere,
                         .memory = kOverhead + frames->window};
}

} // namespace

QLatin1StringView PayloadFormat::name() const
{
    switch (kind) {
    case Kind::Gzip:
        return "gzip"_L1;
    case Kind::Bzip2:
        return "bzip2"_L1;
    case Kind::Xz:
        return "xz"_L1;
    case Kind::Lzma:
        return "lzma"_L1;
    case Kind::Zstd:
        return "zstd"_L1;
    case Kind::None:
    case Kind::Unknown:
        return {};
    }
    Q_UNREACHABLE_RETURN({});
}

const char *PayloadFormat::openMode() const
{
    switch (kind) {
    case Kind::Gzip:
        return "r.gzdio";
    case Kind::Bzip2:
        return "r.bzdio";
    case Kind::Xz:
        return "r.xzdio";
    case Kind::Lzma:
        return "r.lzdio";
    case Kind::Zstd:
        return "r.zstdio";
    case Kind::None:
    case Kind::Unknown:
        return "r.ufdio";
    }
    Q_UNREACHABLE_RETURN("r.ufdio");
}

Result<PayloadFormat> inspectPayload(const ReadContext &context, const RpmLayout &layout)
{
    std::array<char, 1100> buffer{}; // an xz stream header and the longest block header
    const auto wanted = static_cast<std::size_t>(
            qMin(static_cast<qint64>(buffer.size()), layout.end - layout.payload));
    const auto got = context.readAt(layout.payload, std::span(buffer).first(wanted));
    if (!got)
        return std::unexpected(got.error());
    const QByteArrayView start(buffer.data(), *got);
    if (start.startsWith(QByteArrayView("\xfd\x37\x7a\x58\x5a\x00", 6))) {
        auto format = inspectXz(context, layout, start);
        if (format)
            format->memory += kOverhead;
        return format;
    }
    if (start.startsWith("\x28\xb5\x2f\xfd"))
        return inspectZstd(context, layout);
    if (start.startsWith("\x1f\x8b"))
        return PayloadFormat{.kind = PayloadFormat::Kind::Gzip, .memory = kOverhead};
    if (start.startsWith("BZh") && start.size() > 3)
        return inspectBzip2(context, layout, start[3]);
    if (start.startsWith(QByteArrayView("\x5d\x00\x00", 3)) && start.size() > 5) {
        return PayloadFormat{.kind = PayloadFormat::Kind::Lzma,
                             .memory = kOverhead + qFromLittleEndian<quint32>(start.data() + 1)};
    }
    if (start.startsWith("0707"))
        return PayloadFormat{.kind = PayloadFormat::Kind::None};
    return PayloadFormat{};
}

} // namespace sluice
