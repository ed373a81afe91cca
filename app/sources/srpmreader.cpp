// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/srpmreader.h"

#include "sources/memorybudget.h"
#include "sources/packagelisting.h"
#include "sources/payloaddigest.h"
#include "sources/payloadformat.h"
#include "sources/payloadstream.h"
#include "sources/payloadunpacker.h"
#include "sources/rpmlayout.h"

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

// One request for all that this read needs: who held one part and waited for another would block.
Result<MemoryBudget::Share> takeMemory(const ReadContext &context, const RpmLayout &layout,
                                       const PayloadFormat &format)
{
    constexpr qint64 kCopiesOfHeader = 12; // librpm's two, its pointers to strings, and our lists
    const qint64 limit = context.caps.memoryBytes;
    const qint64 wanted = kCopiesOfHeader * (layout.payload - layout.header) + format.memory;
    auto share = MemoryBudget::process().take(qMin(wanted, limit), limit, context.stop,
                                              context.deadline);
    if (share)
        return std::move(*share);
    if (const auto fine = context.checkpoint(); !fine)
        return std::unexpected(fine.error());
    return failure(Cause::Canceled, u"%1: the import was canceled."_s.arg(context.name));
}

Result<void> checkFormat(const ReadContext &context, const PayloadFormat &format, Header header)
{
    const qint64 limit = context.caps.memoryBytes;
    if (format.memory > limit) {
        return context.tooLarge(
                u"needs %1 bytes of memory to unpack, more than the %2 allowed"_s.arg(format.memory)
                        .arg(limit),
                "caps.memory-bytes"_L1);
    }
    RpmTag tag(header, RPMTAG_PAYLOADCOMPRESSOR);
    const char *name = tag.nextString();
    if (format.kind == PayloadFormat::Kind::Unknown) {
        return context.corrupt(u"has a payload in a format that cannot be unpacked (%1)"_s.arg(
                name ? printable(name) : u"unknown"_s));
    }
    // Without a tag it is gzip, or not compressed at all.
    const bool isAsTagged = name ? QByteArrayView(name) == format.name()
                                 : format.kind == PayloadFormat::Kind::Gzip
                                            || format.kind == PayloadFormat::Kind::None;
    if (!isAsTagged) {
        return context.corrupt(u"has a payload in another format than its header says (%1)"_s.arg(
                name ? printable(name) : u"gzip"_s));
    }
    return {};
}

// From here on the header is known to be whole; the payload is checked before it is unpacked.
Result<PackageHeader> readChecked(const ReadContext &context, const RpmLayout &layout,
                                  const PayloadFormat &format, Header header, const RpmLog &log,
                                  PayloadSink &sink)
{
    if (const auto identity = readIdentity(context, header))
        sink.identified(identity->name, identity->version);
    if (const auto fine = checkDigests(context, layout, header); !fine)
        return std::unexpected(fine.error());
    const auto listing = readListing(context, header, layout.end);
    if (!listing)
        return std::unexpected(listing.error());
    if (const auto fine = checkFormat(context, format, header); !fine)
        return std::unexpected(fine.error());
    if (const auto fine = sink.header(listing->header); !fine)
        return std::unexpected(fine.error());
    PayloadStream stream(context, layout, format);
    if (const auto fine = stream.open(log); !fine)
        return std::unexpected(fine.error());
    if (const auto fine = PayloadUnpacker(context, *listing, stream, sink).run(); !fine)
        return std::unexpected(fine.error());
    return listing->header;
}

} // namespace

Result<PackageHeader> readSourcePackage(int descriptor, const QString &name, const Caps &caps,
                                        PayloadSink &sink, std::stop_token stop)
{
    const ReadContext context{.descriptor = descriptor,
                              .name = name,
                              .caps = caps,
                              .stop = std::move(stop),
                              .deadline = std::chrono::steady_clock::now()
                                        + std::chrono::seconds(caps.seconds)};
    if (!setUpRpm())
        return failure(Cause::Storage,
                       u"librpm's configuration cannot be read; install the rpm package."_s);
    const RpmLog log;
    if (const auto fine = context.checkpoint(); !fine)
        return std::unexpected(fine.error());
    const auto layout = readRpmLayout(context);
    if (!layout)
        return std::unexpected(layout.error());
    const auto format = inspectPayload(context, *layout);
    if (!format)
        return std::unexpected(format.error());
    const auto share = takeMemory(context, *layout, *format);
    if (!share)
        return std::unexpected(share.error());
    const auto header = readRpmHeader(context, log);
    if (!header)
        return std::unexpected(header.error());
    return readChecked(context, *layout, *format, header->get(), log, sink);
}

} // namespace sluice
