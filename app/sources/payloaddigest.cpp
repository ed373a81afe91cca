// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/payloaddigest.h"

#include "sources/digest.h"

#include <rpm/rpmcrypto.h>

#include <array>
#include <vector>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

// Tags that only rpm 6 has names for.
constexpr auto kPayloadSha512 = static_cast<rpmTagVal>(5121);
constexpr auto kPayloadSha3 = static_cast<rpmTagVal>(5123);
constexpr int kSha3_256 = 12;

/// A digest that must come out over the file from an offset on.
struct Expectation
{
    Digest digest;
    QByteArray hex;
    qint64 offset;
};

std::optional<Expectation> payloadDigest(Header header, qint64 offset)
{
    struct Choice
    {
        rpmTagVal tag;
        int algorithm;
    };
    int algorithm = RPM_HASH_SHA256;
    const RpmTag named(header, RPMTAG_PAYLOADDIGESTALGO);
    if (named.numbers() && named.count() > 0)
        algorithm = static_cast<int>(*named.numbers());
    for (const auto &[tag, kind] :
         {Choice{RPMTAG_PAYLOADDIGEST, algorithm}, Choice{kPayloadSha512, RPM_HASH_SHA512},
          Choice{kPayloadSha3, kSha3_256}}) {
        RpmTag value(header, tag);
        const char *hex = value.nextString();
        auto digest = hex && *hex ? Digest::create(kind) : std::nullopt;
        if (digest)
            return Expectation{std::move(*digest), QByteArray(hex).toLower(), offset};
    }
    return {};
}

std::optional<Expectation> packageDigest(Header header, qint64 offset)
{
    rpmtd_s data{};
    if (!headerGet(header, RPMTAG_SIGMD5, &data, HEADERGET_MINMEM))
        return {};
    const QByteArray hex
            = QByteArray(static_cast<const char *>(data.data), static_cast<qsizetype>(data.count))
                      .toHex();
    rpmtdFreeData(&data);
    auto digest = Digest::create(RPM_HASH_MD5);
    if (!digest)
        return {};
    return Expectation{std::move(*digest), hex, offset};
}

/// Bytes of header and payload together, as the signature header says; 0 where it does not.
qint64 announcedSize(Header header)
{
    const RpmTag size(header, RPMTAG_SIGSIZE);
    if (size.numbers() && size.count() > 0)
        return *size.numbers();
    const RpmTag longSize(header, RPMTAG_LONGSIGSIZE);
    if (longSize.longs() && longSize.count() > 0)
        return static_cast<qint64>(*longSize.longs());
    return 0;
}

Result<void> hash(const ReadContext &context, const RpmLayout &layout, Expectation &expectation)
{
    constexpr qint64 kChunk = 128 << 10;
    std::vector<char> buffer(
            static_cast<std::size_t>(qMin(kChunk, layout.end - expectation.offset)));
    for (qint64 offset = expectation.offset; offset < layout.end;) {
        if (const auto fine = context.checkpoint(); !fine)
            return fine;
        const auto wanted = static_cast<std::size_t>(
                qMin(static_cast<qint64>(buffer.size()), layout.end - offset));
        const auto got = context.readAt(offset, std::span(buffer).first(wanted));
        if (!got)
            return std::unexpected(got.error());
        if (*got == 0)
            return context.corrupt(u"became shorter while it was read"_s, Who::Upstream);
        expectation.digest.update(QByteArrayView(buffer.data(), *got));
        offset += *got;
    }
    return {};
}

} // namespace

Result<void> checkDigests(const ReadContext &context, const RpmLayout &layout, Header header)
{
    // librpm has checked these two while it read the header.
    const bool isHeaderCovered = headerIsEntry(header, RPMTAG_SHA256HEADER)
                              || headerIsEntry(header, RPMTAG_SHA1HEADER);
    auto expectation = isHeaderCovered ? payloadDigest(header, layout.payload) : std::nullopt;
    if (!expectation)
        expectation = packageDigest(header, layout.header);
    if (!expectation) {
        return context.corrupt(u"carries no digest that covers its header and its payload"_s);
    }
    const qint64 announced = announcedSize(header);
    const qint64 size = layout.end - layout.header;
    if (const auto fine = hash(context, layout, *expectation); !fine)
        return fine;
    const QByteArray found = expectation->digest.finish();
    if (announced > 0 && announced < size) {
        return context.corrupt(u"has %1 bytes after its payload"_s.arg(size - announced),
                               Who::Upstream);
    }
    if (found != expectation->hex && announced > size) {
        return context.corrupt(u"is cut short: %1 of %2 bytes are there"_s.arg(layout.end)
                                       .arg(layout.header + announced),
                               Who::Upstream);
    }
    if (found != expectation->hex) {
        return context.corrupt(u"is damaged: its digest differs"_s, Who::Upstream,
                               u"expected %1, found %2"_s.arg(QString::fromLatin1(expectation->hex),
                                                              QString::fromLatin1(found)));
    }
    return {};
}

} // namespace sluice
