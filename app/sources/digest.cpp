// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/digest.h"

#include <openssl/evp.h>
#include <rpm/rpmcrypto.h>

#include <array>

namespace sluice {

namespace {

// Fetched once: OpenSSL 3 otherwise looks each up under a lock, every time.
const EVP_MD *fetched(int rpmAlgorithm)
{
    constexpr int kSha3_256 = 12; // RFC 9580; librpm 4 has no names for these two
    constexpr int kSha3_512 = 14;
    struct Kind
    {
        int algorithm;
        const EVP_MD *md;
    };
    static const std::array kinds{
            Kind{RPM_HASH_MD5, EVP_MD_fetch(nullptr, "MD5", nullptr)},
            Kind{RPM_HASH_SHA1, EVP_MD_fetch(nullptr, "SHA1", nullptr)},
            Kind{RPM_HASH_SHA256, EVP_MD_fetch(nullptr, "SHA256", nullptr)},
            Kind{RPM_HASH_SHA384, EVP_MD_fetch(nullptr, "SHA384", nullptr)},
            Kind{RPM_HASH_SHA512, EVP_MD_fetch(nullptr, "SHA512", nullptr)},
            Kind{RPM_HASH_SHA224, EVP_MD_fetch(nullptr, "SHA224", nullptr)},
            Kind{kSha3_256, EVP_MD_fetch(nullptr, "SHA3-256", nullptr)},
            Kind{kSha3_512, EVP_MD_fetch(nullptr, "SHA3-512", nullptr)},
    };
    for (const Kind &kind : kinds) {
        if (kind.algorithm == rpmAlgorithm)
            return kind.md;
    }
    return nullptr;
}

} // namespace

void Digest::Free::operator()(EVP_MD_CTX *context) const { EVP_MD_CTX_free(context); }

Digest::Digest(const EVP_MD *kind)
    : m_kind(kind)
    , m_context(EVP_MD_CTX_new())
{
    EVP_DigestInit_ex2(m_context.get(), m_kind, nullptr);
}

std::optional<Digest> Digest::create(int rpmAlgorithm)
{
    const EVP_MD *kind = fetched(rpmAlgorithm);
    if (!kind)
        return {};
    return Digest(kind);
}

void Digest::update(QByteArrayView bytes)
{
    EVP_DigestUpdate(m_context.get(), bytes.data(), static_cast<std::size_t>(bytes.size()));
}

QByteArray Digest::finish()
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> raw{};
    unsigned int size = 0;
    EVP_DigestFinal_ex(m_context.get(), raw.data(), &size);
    EVP_DigestInit_ex2(m_context.get(), m_kind, nullptr);
    return QByteArray(reinterpret_cast<const char *>(raw.data()), size).toHex();
}

} // namespace sluice
