// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/zstdframes.h"

#include <QtEndian>

#include <array>

namespace sluice {

namespace {

/// Reads forward through part of a file, small steps cheap.
class Walker final
{
public:
    Walker(const ReadContext &context, qint64 begin, qint64 end)
        : m_context(context)
        , m_position(begin)
        , m_last(end)
    {}

    [[nodiscard]] qint64 left() const { return m_last - m_position; }
    void skip(qint64 bytes) { m_position += bytes; }
    /// The next bytes, fewer at the part's end; they are not passed yet.
    [[nodiscard]] Result<QByteArrayView> peek(qint64 bytes)
    {
        bytes = qBound(0LL, bytes, left());
        const bool isHere = m_position >= m_start
                         && m_position + bytes <= m_start + static_cast<qint64>(m_filled);
        if (!isHere) {
            if (const auto fine = m_context.checkpoint(); !fine)
                return std::unexpected(fine.error());
            const auto got = m_context.readAt(m_position, m_buffer);
            if (!got)
                return std::unexpected(got.error());
            m_start = m_position;
            m_filled = qMin(*got, left());
        }
        const qint64 offset = m_position - m_start;
        return QByteArrayView(m_buffer.data() + offset, qBound(0LL, m_filled - offset, bytes));
    }

private:
    const ReadContext &m_context;
    qint64 m_position;
    const qint64 m_last;
    qint64 m_start = 0;
    qint64 m_filled = 0;
    std::array<char, 4096> m_buffer{};
};

struct ZstdFrame
{
    qint64 headerSize = 0; ///< 0: no frame
    qint64 window = 0;
    bool hasChecksum = false;
};

ZstdFrame zstdFrame(QByteArrayView bytes)
{
    if (bytes.size() < 6 || !bytes.startsWith("\x28\xb5\x2f\xfd"))
        return {};
    const auto descriptor = static_cast<uchar>(bytes[4]);
    const bool isSingleSegment = descriptor & 0x20;
    constexpr std::array kDictionarySizes{0, 1, 2, 4};
    constexpr std::array kContentSizes{0, 2, 4, 8};
    int contentSize = kContentSizes[static_cast<std::size_t>(descriptor >> 6)];
    if (isSingleSegment && contentSize == 0)
        contentSize = 1;
    const int content = 5 + (isSingleSegment ? 0 : 1)
                      + kDictionarySizes[static_cast<std::size_t>(descriptor & 3)];
    if (bytes.size() < content + contentSize)
        return {};
    ZstdFrame frame{
            .headerSize = content + contentSize, .window = 0, .hasChecksum = (descriptor & 4) != 0};
    if (isSingleSegment) {
        for (int i = contentSize - 1; i >= 0; --i)
            frame.window
                    = qMin(frame.window, 1LL << 48) << 8 | static_cast<uchar>(bytes[content + i]);
    } else {
        const auto code = static_cast<uchar>(bytes[5]);
        const qint64 base = 1LL << (10 + (code >> 3));
        frame.window = base + base / 8 * (code & 7);
    }
    return frame;
}

// Passes the blocks of a frame; false when they go beyond the end.
Result<bool> skipZstdBlocks(Walker &walker, bool hasChecksum)
{
    for (bool isLast = false; !isLast;) {
        const auto bytes = walker.peek(3);
        if (!bytes)
            return std::unexpected(bytes.error());
        if (bytes->size() < 3)
            return false;
        const uint block = static_cast<uchar>((*bytes)[0])
                         | static_cast<uint>(static_cast<uchar>((*bytes)[1])) << 8
                         | static_cast<uint>(static_cast<uchar>((*bytes)[2])) << 16;
        constexpr uint kRepeated = 1;
        isLast = block & 1;
        walker.skip(3 + ((block >> 1 & 3) == kRepeated ? 1 : block >> 3));
        if (walker.left() < 0)
            return false;
    }
    walker.skip(hasChecksum ? 4 : 0);
    return walker.left() >= 0;
}

} // namespace

Result<ZstdFrames> readZstdFrames(const ReadContext &context, qint64 begin, qint64 end)
{
    constexpr qint64 kLongestHeader = 18;
    ZstdFrames frames;
    Walker walker(context, begin, end);
    while (walker.left() > 0) {
        const auto bytes = walker.peek(kLongestHeader);
        if (!bytes)
            return std::unexpected(bytes.error());
        const bool isSkippable = bytes->size() >= 8 && bytes->sliced(1).startsWith("\x2a\x4d\x18")
                              && (static_cast<uchar>(bytes->front()) & 0xf0) == 0x50;
        if (isSkippable) {
            walker.skip(8 + qFromLittleEndian<quint32>(bytes->data() + 4));
            continue;
        }
        const ZstdFrame frame = zstdFrame(*bytes);
        if (frame.headerSize == 0)
            return frames;
        frames.window = qMax(frames.window, frame.window);
        walker.skip(frame.headerSize);
        const auto isWhole = skipZstdBlocks(walker, frame.hasChecksum);
        if (!isWhole)
            return std::unexpected(isWhole.error());
        if (!*isWhole)
            return frames;
    }
    frames.isWhole = walker.left() == 0;
    return frames;
}

} // namespace sluice
