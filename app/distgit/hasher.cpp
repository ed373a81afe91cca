// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "distgit/hasher.h"

#include <openssl/evp.h>

namespace sluice {

namespace {

/// Fetched once: looking an algorithm up by name costs more than hashing a small file.
const EVP_MD *fetched(Hasher::Algorithm algorithm)
{
    // MD5 only names files here, so a machine in FIPS mode may still use it.
    static const EVP_MD *const md5 = EVP_MD_fetch(nullptr, "MD5", "-fips");
    static const EVP_MD *const sha1 = EVP_MD_fetch(nullptr, "SHA1", "-fips");
    static const EVP_MD *const sha512 = EVP_MD_fetch(nullptr, "SHA512", "-fips");
    switch (algorithm) {
    case Hasher::Algorithm::Md5:
        return md5;
    case Hasher::Algorithm::Sha1:
        return sha1;
    case Hasher::Algorithm::Sha512:
        return sha512;
    }
    Q_UNREACHABLE_RETURN(nullptr);
}

} // namespace

Hasher::Hasher(Algorithm algorithm)
    : m_algorithm(algorithm)
    , m_context(EVP_MD_CTX_new())
{
    start();
}

Hasher::~Hasher() { EVP_MD_CTX_free(m_context); }

void Hasher::start()
{
    if (EVP_DigestInit_ex2(m_context, fetched(m_algorithm), nullptr) != 1)
        qFatal("OpenSSL offers none of the hashes that git and dist-git are made of");
}

void Hasher::add(QByteArrayView bytes)
{
    EVP_DigestUpdate(m_context, bytes.data(), static_cast<size_t>(bytes.size()));
}

QByteArray Hasher::result()
{
    QByteArray hash(EVP_MAX_MD_SIZE, Qt::Uninitialized);
    unsigned length = 0;
    EVP_DigestFinal_ex(m_context, reinterpret_cast<unsigned char *>(hash.data()), &length);
    hash.resize(length);
    start();
    return hash;
}

} // namespace sluice
