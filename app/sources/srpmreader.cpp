// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/srpmreader.h"

#include "sources/cpioreader.h"
#include "sources/digest.h"
#include "sources/memorybudget.h"
#include "sources/packagelisting.h"
#include "sources/packagename.h"
#include "sources/payloaddigest.h"
#include "sources/payloadformat.h"
#include "sources/payloadstream.h"
#include "sources/rpmlayout.h"

#include <QHash>

#include <sys/stat.h>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

/// Hands the files of an opened payload on to the sink, each held against the header.
class Unpacker final
{
public:
    Unpacker(const ReadContext &context, const PackageListing &listing, PayloadStream &stream,
             PayloadSink &sink)
        : m_context(context)
        , m_listing(listing)
        , m_stream(stream)
        , m_sink(sink)
        , m_isFound(listing.extras.size(), false)
    {
        const auto &files = listing.header.files;
        m_indexes.reserve(files.size());
        for (qsizetype i = 0; i < files.size(); ++i)
            m_indexes.insert(files[i].name, i);
    }

    [[nodiscard]] Result<void> run()
    {
        CpioReader archive(m_context, m_stream);
        while (true) {
            const auto entry = archive.next();
            if (!entry)
                return std::unexpected(entry.error());
            if (!*entry)
                break;
            const auto index = find(**entry);
            if (!index)
                return std::unexpected(index.error());
            if (const auto fine = unpack(*index); !fine)
                return fine;
        }
        if (const auto fine = m_stream.finish(); !fine)
            return fine;
        return checkNoneIsMissing();
    }

private:
    [[nodiscard]] std::unexpected<Error> unsafe(QByteArrayView file, const QString &fault) const
    {
        return failure(
                Cause::UnsafeContent,
                u"%1 holds a file “%2” that %3; it is not imported, build the package without it."_s
                        .arg(m_context.name, printable(file), fault));
    }

    [[nodiscard]] Result<qsizetype> find(const CpioReader::Entry &entry)
    {
        const auto &files = m_listing.header.files;
        qsizetype index = -1;
        if (entry.index)
            index = *entry.index < static_cast<quint32>(files.size())
                          ? static_cast<qsizetype>(*entry.index)
                          : -1;
        else if (const QString fault = payloadNameFault(entry.name); !fault.isEmpty())
            return unsafe(entry.name, u"has a name that "_s + fault);
        else if (!S_ISREG(entry.mode))
            return unsafe(entry.name, u"is no regular file"_s);
        else if (entry.links > 1)
            return unsafe(entry.name, u"is a hard link"_s);
        else
            index = m_indexes.value(entry.name, -1);
        if (index < 0) {
            return m_context.corrupt(u"holds a file “%1” that its header does not list"_s.arg(
                    entry.index ? u"#%1"_s.arg(*entry.index) : printable(entry.name)));
        }
        if (m_isFound[static_cast<std::size_t>(index)])
            return unsafe(files[index].name, u"is there twice"_s);
        if (!entry.index && entry.size != files[index].size) {
            return m_context.corrupt(u"holds a file “%1” of %2 bytes that its header says are %3"_s
                                             .arg(printable(entry.name))
                                             .arg(entry.size)
                                             .arg(files[index].size));
        }
        m_isFound[static_cast<std::size_t>(index)] = true;
        return index;
    }

    [[nodiscard]] Result<void> unpack(qsizetype index)
    {
        const PackageFile &file = m_listing.header.files[index];
        const QByteArray &expected = m_listing.extras[static_cast<std::size_t>(index)].digest;
        auto digest = expected.isEmpty() ? std::nullopt : Digest::create(m_listing.digestAlgorithm);
        if (const auto fine = m_sink.begin(file); !fine)
            return fine;
        for (qint64 left = file.size; left > 0;) {
            const auto bytes = m_stream.next(left);
            if (!bytes)
                return std::unexpected(bytes.error());
            if (bytes->isEmpty())
                return m_context.corrupt(
                        u"has a payload that ends within “%1”"_s.arg(printable(file.name)));
            if (digest)
                digest->update(*bytes);
            if (const auto fine = m_sink.data(*bytes); !fine)
                return fine;
            left -= bytes->size();
        }
        if (digest && !isAsExpected(*digest, expected, file)) {
            return m_context.corrupt(
                    u"holds a file “%1” whose digest differs from its header's"_s.arg(
                            printable(file.name)));
        }
        return m_sink.end();
    }

    // Old packages have zeros for the digests of empty files.
    static bool isAsExpected(Digest &digest, const QByteArray &expected, const PackageFile &file)
    {
        return digest.finish() == expected
            || (file.size == 0 && expected.count('0') == expected.size());
    }

    [[nodiscard]] Result<void> checkNoneIsMissing() const
    {
        for (std::size_t i = 0; i < m_isFound.size(); ++i) {
            if (m_isFound[i])
                continue;
            const QByteArray &name = m_listing.header.files[static_cast<qsizetype>(i)].name;
            if (m_listing.isNoSource || m_listing.extras[i].isGhost)
                return lacksSource(m_context, name);
            return m_context.corrupt(
                    u"lists a file “%1” that its payload does not hold"_s.arg(printable(name)));
        }
        return {};
    }

    const ReadContext &m_context;
    const PackageListing &m_listing;
    PayloadStream &m_stream;
    PayloadSink &m_sink;
    QHash<QByteArray, qsizetype> m_indexes;
    std::vector<bool> m_isFound;
};

// One request for all that this read needs: who held one part and waited for another would block.
Result<MemoryBudget::Share> takeMemory(const ReadContext &context, const RpmLayout &layout,
                                       const PayloadFormat &format)
{
    constexpr qint64 kCopiesOfHeader = 4; // librpm's two, and our lists
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
    // Without a tag it is gzip, or not compressed at all.
    const bool isAsTagged = name ? QByteArrayView(name) == format.name()
                                 : format.kind == PayloadFormat::Kind::Gzip
                                            || format.kind == PayloadFormat::Kind::None;
    if (!isAsTagged) {
        return context.corrupt(
                u"has a payload that is not in the format that its header says (%1)"_s.arg(
                        name ? printable(name) : u"gzip"_s));
    }
    return {};
}

// From here on the header is known to be whole; the payload is checked before it is unpacked.
Result<PackageHeader> readChecked(const ReadContext &context, const RpmLayout &layout,
                                  const PayloadFormat &format, Header header, const RpmLog &log,
                                  PayloadSink &sink)
{
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
    if (const auto fine = Unpacker(context, *listing, stream, sink).run(); !fine)
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
