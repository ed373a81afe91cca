// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "distgit/packwriter.h"

#include <QtEndian>

#include <cerrno>
#include <fcntl.h>
#include <ranges>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kInMemory = 256 * 1024; // up to 256 imports wait for one sync together
constexpr int kLevel = 1; // git compresses again when it repacks
constexpr int kHeaderSize = 12;
constexpr mode_t kPackMode = 0444; // packs never change, git makes them so

constexpr std::array<QByteArrayView, 4> kKindNames{"", "commit", "tree", "blob"};

void appendBigEndian(QByteArray &bytes, std::integral auto value)
{
    value = qToBigEndian(value);
    bytes.append(reinterpret_cast<const char *>(&value), sizeof value);
}

/// Kind and size before an object's compressed bytes: 4 bits of size, then 7 a byte.
QByteArray entryHeader(ObjectKind kind, qint64 size)
{
    QByteArray header;
    auto rest = static_cast<quint64>(size);
    auto byte = static_cast<unsigned>(kind) << 4 | static_cast<unsigned>(rest & 0x0f);
    rest >>= 4;
    while (rest != 0) {
        header += static_cast<char>(byte | 0x80);
        byte = static_cast<unsigned>(rest & 0x7f);
        rest >>= 7;
    }
    header += static_cast<char>(byte);
    return header;
}

quint32 crcOf(quint32 crc, QByteArrayView bytes)
{
    return static_cast<quint32>(::crc32_z(crc, reinterpret_cast<const Bytef *>(bytes.data()),
                                          static_cast<z_size_t>(bytes.size())));
}

} // namespace

/// A zlib stream that is made once and reset for each object.
struct PackWriter::Deflater
{
    Deflater()
    {
        if (::deflateInit(&stream, kLevel) != Z_OK)
            qFatal("zlib could not be started: out of memory");
    }
    ~Deflater() { ::deflateEnd(&stream); }
    Q_DISABLE_COPY_MOVE(Deflater)

    z_stream stream{};
    std::array<char, 32 * 1024> output;
};

PackWriter::PackWriter(QByteArray path)
    : m_path(std::move(path))
    , m_deflater(std::make_unique<Deflater>())
{
    m_buffer.append(kHeaderSize, '\0'); // written when the number of objects is known
}

PackWriter::~PackWriter()
{
    if (m_file.isOpen())
        ::unlink(m_path.constData());
}

Result<void> PackWriter::begin(ObjectKind kind, qint64 size)
{
    const QByteArray header = entryHeader(kind, size);
    m_current = {.id = {}, .crc = crcOf(0, header), .offset = position()};
    m_expected = size;
    const QByteArray prefix = kKindNames.at(static_cast<size_t>(kind)).toByteArray() + ' '
                            + QByteArray::number(size) + '\0';
    m_hasher.add(prefix);
    ::deflateReset(&m_deflater->stream);
    return put(header);
}

Result<void> PackWriter::add(QByteArrayView bytes)
{
    Q_ASSERT(bytes.size() <= m_expected);
    m_expected -= bytes.size();
    m_hasher.add(bytes);
    z_stream &stream = m_deflater->stream;
    const int mode = m_expected == 0 ? Z_FINISH : Z_NO_FLUSH;
    while (true) {
        // Pieces come from a reader's buffer or are capped text, far below 4 GiB.
        stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(bytes.data()));
        stream.avail_in = static_cast<uInt>(bytes.size());
        stream.next_out = reinterpret_cast<Bytef *>(m_deflater->output.data());
        stream.avail_out = static_cast<uInt>(m_deflater->output.size());
        const int status = ::deflate(&stream, mode);
        bytes = bytes.last(stream.avail_in);
        const QByteArrayView made(m_deflater->output.data(),
                                  std::ssize(m_deflater->output) - stream.avail_out);
        m_current.crc = crcOf(m_current.crc, made);
        if (const auto done = put(made); !done)
            return done;
        if (status == Z_STREAM_END || (mode == Z_NO_FLUSH && stream.avail_out != 0))
            return {};
    }
}

Result<ObjectId> PackWriter::end()
{
    Q_ASSERT(m_expected == 0);
    m_current.id = ObjectId(m_hasher.result());
    if (m_known.contains(m_current.id)) {
        if (const auto done = cutAt(m_current.offset); !done)
            return std::unexpected(done.error());
    } else {
        m_known.insert(m_current.id);
        m_entries.push_back(m_current);
    }
    return m_current.id;
}

Result<ObjectId> PackWriter::write(ObjectKind kind, QByteArrayView bytes)
{
    if (const auto done = begin(kind, bytes.size()); !done)
        return std::unexpected(done.error());
    if (const auto done = add(bytes); !done)
        return std::unexpected(done.error());
    return end();
}

QList<ObjectId> PackWriter::ids() const
{
    QList<ObjectId> ids;
    ids.reserve(std::ssize(m_entries));
    for (const Entry &entry : m_entries)
        ids << entry.id;
    return ids;
}

Result<void> PackWriter::put(QByteArrayView bytes)
{
    m_buffer.append(bytes);
    return m_buffer.size() > kInMemory ? flush() : Result<void>();
}

Result<void> PackWriter::flush()
{
    if (!m_file.isOpen()) {
        m_file = Descriptor(
                ::open(m_path.constData(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
        if (!m_file.isOpen())
            return storageFailure(errno, "create"_L1, m_path);
    }
    if (const auto done = writeAll(m_file.fd(), m_buffer, m_path); !done)
        return done;
    m_flushed += m_buffer.size();
    m_buffer.resize(0);
    return {};
}

Result<void> PackWriter::cutAt(qint64 offset)
{
    if (offset >= m_flushed) {
        m_buffer.truncate(offset - m_flushed);
        return {};
    }
    m_buffer.resize(0);
    m_flushed = offset;
    if (::ftruncate(m_file.fd(), offset) != 0 || ::lseek(m_file.fd(), offset, SEEK_SET) != offset)
        return storageFailure(errno, "shorten"_L1, m_path);
    return {};
}

Result<void> PackWriter::forget(const Mark &mark, const QByteArray &path)
{
    if (!m_deflater) { // finished
        ::chmod(m_path.constData(), 0600);
        if (::rename(m_path.constData(), path.constData()) != 0)
            return storageFailure(errno, "rename"_L1, m_path);
        m_path = path;
        m_file = Descriptor(::open(m_path.constData(), O_RDWR | O_NOFOLLOW | O_CLOEXEC));
        if (!m_file.isOpen())
            return storageFailure(errno, "open"_L1, m_path);
        m_deflater = std::make_unique<Deflater>();
    }
    for (const Entry &entry : m_entries | std::views::drop(mark.objects))
        m_known.remove(entry.id);
    m_entries.resize(mark.objects);
    return cutAt(mark.offset);
}

Result<QByteArray> PackWriter::seal()
{
    QByteArray header("PACK");
    appendBigEndian(header, quint32(2));
    appendBigEndian(header, static_cast<quint32>(m_entries.size()));
    if (m_flushed == 0) {
        m_buffer.replace(0, kHeaderSize, header);
        m_hasher.add(m_buffer);
    } else {
        if (const auto done = flush(); !done)
            return std::unexpected(done.error());
        if (::pwrite(m_file.fd(), header.constData(), kHeaderSize, 0) != kHeaderSize)
            return storageFailure(errno, "write"_L1, m_path);
        if (const auto done = hashBody(); !done)
            return std::unexpected(done.error());
    }
    m_hash = m_hasher.result();
    m_buffer += m_hash;
    if (const auto done = flush(); !done)
        return std::unexpected(done.error());
    return m_hash.toHex();
}

Result<void> PackWriter::hashBody()
{
    QByteArray block(kInMemory, Qt::Uninitialized);
    for (qint64 at = 0; at < m_flushed;) {
        const auto wanted = static_cast<size_t>(std::min<qint64>(block.size(), m_flushed - at));
        const ssize_t got = ::pread(m_file.fd(), block.data(), wanted, at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return storageFailure(got < 0 ? errno : EIO, "read"_L1, m_path);
        m_hasher.add(QByteArrayView(block).first(got));
        at += got;
    }
    return {};
}

QByteArray PackWriter::index() const
{
    std::vector<const Entry *> sorted;
    sorted.reserve(m_entries.size());
    for (const Entry &entry : m_entries)
        sorted.push_back(&entry);
    std::ranges::sort(sorted, {}, [](const Entry *entry) { return entry->id; });

    QByteArray index("\377tOc");
    index.reserve(1100 + std::ssize(sorted) * 28);
    appendBigEndian(index, quint32(2));
    size_t below = 0;
    for (unsigned first = 0; first < 256; ++first) {
        while (below < sorted.size() && sorted[below]->id.data()[0] <= first)
            ++below;
        appendBigEndian(index, static_cast<quint32>(below));
    }
    for (const Entry *entry : sorted)
        index.append(entry->id.raw());
    for (const Entry *entry : sorted)
        appendBigEndian(index, entry->crc);
    QByteArray far;
    for (const Entry *entry : sorted) {
        if (entry->offset < 0x80000000LL) {
            appendBigEndian(index, static_cast<quint32>(entry->offset));
        } else {
            appendBigEndian(index, static_cast<quint32>(0x80000000U + far.size() / 8));
            appendBigEndian(far, static_cast<quint64>(entry->offset));
        }
    }
    index += far;
    index += m_hash;
    Hasher hasher(Hasher::Algorithm::Sha1);
    hasher.add(index);
    index += hasher.result();
    return index;
}

Result<void> PackWriter::finish(const QByteArray &stem)
{
    const QByteArray packPath = stem + ".pack";
    if (const auto done = writeNewFile(stem + ".idx", index(), kPackMode); !done)
        return done;
    if (::fchmod(m_file.fd(), kPackMode) != 0
        || ::rename(m_path.constData(), packPath.constData()) != 0)
        return storageFailure(errno, "rename"_L1, m_path);
    m_path = packPath;
    m_file.close();
    m_deflater.reset(); // a quarter of a megabyte, and imports wait here for their sync
    m_buffer = {};
    return {};
}

} // namespace sluice
