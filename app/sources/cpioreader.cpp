// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/cpioreader.h"

#include <array>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t kFieldSize = 8;
constexpr QByteArrayView kTrailer("TRAILER!!!");

std::unexpected<Error> damaged(const ReadContext &context)
{
    return context.corrupt(u"has a payload that is no cpio archive"_s);
}

std::optional<quint32> number(QByteArrayView field)
{
    quint32 value = 0;
    for (const char c : field) {
        const int digit = c >= '0' && c <= '9' ? c - '0'
                        : c >= 'a' && c <= 'f' ? c - 'a' + 10
                        : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                               : -1;
        if (digit < 0)
            return {};
        value = value << 4 | static_cast<quint32>(digit);
    }
    return value;
}

} // namespace

CpioReader::CpioReader(const ReadContext &context, PayloadStream &stream)
    : m_context(context)
    , m_stream(stream)
{}

Result<void> CpioReader::skipPadding()
{
    std::array<char, 3> padding{};
    return m_stream.read(
            std::span(padding).first(static_cast<std::size_t>(-m_stream.position() & 3)));
}

Result<std::optional<CpioReader::Entry>> CpioReader::next()
{
    if (const auto fine = skipPadding(); !fine)
        return std::unexpected(fine.error());
    std::array<char, 6> magic{};
    if (const auto fine = m_stream.read(magic); !fine)
        return std::unexpected(fine.error());
    const QByteArrayView seen(magic);
    if (seen == "07070X")
        return nextStripped();
    if (seen == "070701" || seen == "070702")
        return nextNewc();
    return damaged(m_context);
}

Result<std::optional<CpioReader::Entry>> CpioReader::nextStripped()
{
    constexpr quint32 kEnd = 0xffffffff;
    std::array<char, kFieldSize> field{};
    if (const auto fine = m_stream.read(field); !fine)
        return std::unexpected(fine.error());
    if (const auto fine = skipPadding(); !fine)
        return std::unexpected(fine.error());
    const auto index = number(field);
    if (!index)
        return damaged(m_context);
    if (*index == kEnd)
        return std::nullopt;
    return Entry{.index = index, .name = {}};
}

Result<std::optional<CpioReader::Entry>> CpioReader::nextNewc()
{
    enum Field {
        Inode,
        Mode,
        User,
        Group,
        Links,
        Time,
        Size,
        Major,
        Minor,
        RMajor,
        RMinor,
        NameSize,
        Sum,
        Count
    };
    constexpr quint32 kLongestName = 4096; // librpm's limit too
    std::array<char, Count * kFieldSize> raw{};
    if (const auto fine = m_stream.read(raw); !fine)
        return std::unexpected(fine.error());
    std::array<quint32, Count> fields{};
    for (std::size_t i = 0; i < Count; ++i) {
        const auto value = number(
                QByteArrayView(raw).sliced(static_cast<qsizetype>(i * kFieldSize), kFieldSize));
        if (!value)
            return damaged(m_context);
        fields[i] = *value;
    }
    if (fields[NameSize] == 0 || fields[NameSize] > kLongestName)
        return damaged(m_context);
    QByteArray name(static_cast<qsizetype>(fields[NameSize]), Qt::Uninitialized);
    if (const auto fine = m_stream.read(std::span(name.data(), fields[NameSize])); !fine)
        return std::unexpected(fine.error());
    if (name.indexOf('\0') != name.size() - 1)
        return damaged(m_context);
    name.chop(1);
    if (const auto fine = skipPadding(); !fine)
        return std::unexpected(fine.error());
    if (name == kTrailer)
        return std::nullopt;
    if (name.startsWith("./"))
        name.remove(0, 2);
    return Entry{.index = {},
                 .name = name,
                 .mode = fields[Mode],
                 .links = fields[Links],
                 .size = fields[Size]};
}

} // namespace sluice
