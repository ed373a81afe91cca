// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHashFunctions>
#include <QString>

#include <array>
#include <compare>
#include <cstring>

namespace sluice {

/// The id of a git object (SHA-1). A value; all zeros means none.
class ObjectId final
{
public:
    static constexpr int kSize = 20;

    ObjectId() = default;
    explicit ObjectId(const unsigned char *raw) { std::memcpy(m_raw.data(), raw, kSize); }
    explicit ObjectId(QByteArrayView raw)
    {
        Q_ASSERT(raw.size() == kSize);
        std::memcpy(m_raw.data(), raw.data(), kSize);
    }

    /// The id of 40 hexadecimal digits; null for anything else.
    [[nodiscard]] static ObjectId fromHex(QByteArrayView hex)
    {
        const QByteArray raw = QByteArray::fromHex(hex.toByteArray()); // skips what is no digit
        return hex.size() == 2 * kSize && raw.size() == kSize ? ObjectId(QByteArrayView(raw))
                                                              : ObjectId();
    }

    [[nodiscard]] bool isNull() const { return *this == ObjectId(); }
    [[nodiscard]] const unsigned char *data() const { return m_raw.data(); }
    [[nodiscard]] QByteArrayView raw() const { return QByteArrayView(m_raw.data(), kSize); }
    [[nodiscard]] QByteArray hex() const
    {
        return QByteArray::fromRawData(raw().data(), kSize).toHex();
    }
    [[nodiscard]] QString text() const { return QString::fromLatin1(hex()); }

    auto operator<=>(const ObjectId &) const = default;

private:
    std::array<unsigned char, kSize> m_raw{};
};

inline size_t qHash(const ObjectId &id, size_t seed = 0) noexcept
{
    return qHashBits(id.data(), ObjectId::kSize, seed);
}

} // namespace sluice
