// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/payloadunpacker.h"

#include "sources/packagename.h"

#include <sys/stat.h>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {} // namespace

PayloadUnpacker::PayloadUnpacker(const ReadContext &context, const PackageListing &listing,
                                 PayloadStream &stream, PayloadSink &sink)
    : m_context(context)
    , m_listing(listing)
    , m_stream(stream)
    , m_sink(sink)
    , m_isFound(listing.isGhost.size(), false)
{
    const auto &files = listing.header.files;
    m_indexes.reserve(files.size());
    for (qsizetype i = 0; i < files.size(); ++i)
        m_indexes.insert(files[i].name, i);
}

Result<void> PayloadUnpacker::run()
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
        m_isFound[static_cast<std::size_t>(*index)] = true;
        if (const auto fine = unpack(*index); !fine)
            return fine;
    }
    if (const auto fine = m_stream.finish(); !fine)
        return fine;
    return checkNoneIsMissing();
}

Result<qsizetype> PayloadUnpacker::find(const CpioReader::Entry &entry) const
{
    const auto &files = m_listing.header.files;
    if (entry.index && *entry.index >= static_cast<quint32>(files.size())) {
        return m_context.corrupt(
                u"holds a file number %1 that its header does not list"_s.arg(*entry.index));
    }
    const auto index = entry.index ? static_cast<qsizetype>(*entry.index) : findByName(entry);
    if (index && m_isFound[static_cast<std::size_t>(*index)])
        return m_context.unsafe(files[*index].name, u"is there twice"_s);
    return index;
}

Result<qsizetype> PayloadUnpacker::findByName(const CpioReader::Entry &entry) const
{
    if (const QString fault = payloadNameFault(entry.name); !fault.isEmpty())
        return m_context.unsafe(entry.name, u"has a name that "_s + fault);
    if (!S_ISREG(entry.mode))
        return m_context.unsafe(entry.name, u"is no regular file"_s);
    if (entry.links > 1)
        return m_context.unsafe(entry.name, u"is a hard link"_s);
    const qsizetype index = m_indexes.value(entry.name, -1);
    if (index < 0) {
        return m_context.corrupt(
                u"holds a file “%1” that its header does not list"_s.arg(printable(entry.name)));
    }
    const qint64 size = m_listing.header.files[index].size;
    if (entry.size != size) {
        return m_context.corrupt(u"holds a file “%1” of %2 bytes that its header says are %3"_s
                                         .arg(printable(entry.name))
                                         .arg(entry.size)
                                         .arg(size));
    }
    return index;
}

Result<void> PayloadUnpacker::unpack(qsizetype index)
{
    const PackageFile &file = m_listing.header.files[index];
    if (const auto fine = m_sink.begin(file); !fine)
        return fine;
    for (qint64 left = file.size; left > 0;) {
        const auto bytes = m_stream.next(left);
        if (!bytes)
            return std::unexpected(bytes.error());
        if (bytes->isEmpty()) {
            return m_context.corrupt(
                    u"has a payload that ends within “%1”"_s.arg(printable(file.name)));
        }
        if (const auto fine = m_sink.data(*bytes); !fine)
            return fine;
        left -= bytes->size();
    }
    return m_sink.end();
}

Result<void> PayloadUnpacker::checkNoneIsMissing() const
{
    for (std::size_t i = 0; i < m_isFound.size(); ++i) {
        if (m_isFound[i])
            continue;
        const QByteArray &name = m_listing.header.files[static_cast<qsizetype>(i)].name;
        if (m_listing.isNoSource || m_listing.isGhost[i])
            return lacksSource(m_context, name);
        return m_context.corrupt(
                u"lists a file “%1” that its payload does not hold"_s.arg(printable(name)));
    }
    return {};
}

} // namespace sluice
