// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/payloadstream.h"

#include <QtEndian>

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {
constexpr qint64 kBufferSize = 128 << 10;
}

PayloadStream::PayloadStream(const ReadContext &context, const RpmLayout &layout,
                             const PayloadFormat &format)
    : m_context(context)
    , m_layout(layout)
    , m_format(format)
{}

PayloadStream::~PayloadStream() = default;

Result<void> PayloadStream::open(const RpmLog &log)
{
    m_log = &log;
    m_file = openRpmFile(m_context.descriptor, m_layout.payload);
    // On success it is the same file, with a decompressor on top.
    if (!m_file || !Fdopen(m_file.get(), m_format.openMode())) {
        return failure(Cause::Storage, u"%1 cannot be unpacked; try again."_s.arg(m_context.name),
                       log.text());
    }
    m_buffer = std::make_unique_for_overwrite<char[]>(kBufferSize);
    m_checksum = crc32(0, nullptr, 0);
    return {};
}

Result<void> PayloadStream::fill()
{
    if (const auto fine = m_context.checkpoint(); !fine)
        return fine;
    errno = 0; // librpm tries again for as long as it finds EINTR here, even an old one
    const auto got = Fread(m_buffer.get(), 1, kBufferSize, m_file.get());
    if (got < 0)
        return cannotUnpack();
    if (m_format.kind == PayloadFormat::Kind::Gzip) {
        m_checksum = crc32_z(m_checksum, reinterpret_cast<const Bytef *>(m_buffer.get()),
                             static_cast<std::size_t>(got));
    }
    m_unpacked += got;
    m_begin = 0;
    m_end = got;
    return {};
}

std::unexpected<Error> PayloadStream::cannotUnpack() const
{
    constexpr qint64 kMostThatLibrpmGives = 100LL << 20;
    const QString detail = m_log->text() + u' ' + QString::fromLocal8Bit(Fstrerror(m_file.get()));
    if (m_format.memory > kMostThatLibrpmGives) {
        return failure(Cause::TooLarge,
                       u"%1 needs %2 bytes of memory to unpack, more than librpm gives; build the "
                       "package with a smaller dictionary."_s.arg(m_context.name)
                               .arg(m_format.memory),
                       detail);
    }
    return m_context.corrupt(u"has a payload that cannot be unpacked"_s, Who::Packager, detail);
}

Result<QByteArrayView> PayloadStream::next(qint64 most)
{
    if (m_begin == m_end) {
        if (const auto fine = fill(); !fine)
            return std::unexpected(fine.error());
    }
    const QByteArrayView bytes(m_buffer.get() + m_begin, qMin(most, m_end - m_begin));
    m_begin += bytes.size();
    m_position += bytes.size();
    return bytes;
}

Result<void> PayloadStream::read(std::span<char> into)
{
    while (!into.empty()) {
        const auto bytes = next(static_cast<qint64>(into.size()));
        if (!bytes)
            return std::unexpected(bytes.error());
        if (bytes->isEmpty())
            return m_context.corrupt(u"has a payload that ends too early"_s);
        std::ranges::copy(*bytes, into.begin());
        into = into.subspan(static_cast<std::size_t>(bytes->size()));
    }
    return {};
}

// zlib passes over whatever follows a gzip stream. Only where the stream ends with the file do its
// last eight bytes hold this stream's checksum and length.
Result<void> PayloadStream::checkGzipEnd() const
{
    std::array<char, 8> tail{};
    if (const auto got = m_context.readAt(m_layout.end - 8, tail); !got)
        return std::unexpected(got.error());
    if (qFromLittleEndian<quint32>(tail.data()) != m_checksum
        || qFromLittleEndian<quint32>(tail.data() + 4) != static_cast<quint32>(m_unpacked)) {
        return m_context.corrupt(u"has bytes after its payload"_s);
    }
    return {};
}

Result<void> PayloadStream::finish()
{
    constexpr qint64 kMostPadding = 64 << 10; // other cpio writers fill up to a block
    qint64 padding = 0;
    while (true) {
        const auto bytes = next(kBufferSize);
        if (!bytes)
            return std::unexpected(bytes.error());
        if (bytes->isEmpty())
            break;
        padding += bytes->size();
        if (padding > kMostPadding || std::ranges::any_of(*bytes, [](char c) { return c != 0; }))
            return m_context.corrupt(u"has bytes after its payload's last file"_s);
    }
    if (m_format.kind == PayloadFormat::Kind::Gzip)
        return checkGzipEnd();
    if (m_format.end == PayloadFormat::End::Elsewhere)
        return m_context.corrupt(u"has bytes after its payload"_s);
    return {};
}

} // namespace sluice
