// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/github/fakeapp.h"

#include <QJsonDocument>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <memory>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kLongestLife = 600; // seconds

template <auto kRelease> struct OpenSslDeleter
{
    void operator()(auto *object) const { kRelease(object); }
};

bool isSigned(const QByteArray &message, const QByteArray &signature, const QByteArray &publicKey)
{
    const std::unique_ptr<BIO, OpenSslDeleter<BIO_free_all>> bio(
            BIO_new_mem_buf(publicKey.constData(), int(publicKey.size())));
    const std::unique_ptr<EVP_PKEY, OpenSslDeleter<EVP_PKEY_free>> key(
            PEM_read_bio_PUBKEY(bio.get(), nullptr, nullptr, nullptr));
    const std::unique_ptr<EVP_MD_CTX, OpenSslDeleter<EVP_MD_CTX_free>> digest(EVP_MD_CTX_new());
    if (!key || !digest
        || EVP_DigestVerifyInit(digest.get(), nullptr, EVP_sha256(), nullptr, key.get()) != 1)
        return false;
    const auto bytes = [](const QByteArray &text) {
        return reinterpret_cast<const unsigned char *>(text.constData());
    };
    return EVP_DigestVerify(digest.get(), bytes(signature), size_t(signature.size()),
                            bytes(message), size_t(message.size()))
        == 1;
}

QByteArray decoded(const QByteArray &part)
{
    return QByteArray::fromBase64(part, QByteArray::Base64UrlEncoding);
}

} // namespace

std::expected<void, QString> verifyJwt(const FakeApp &app, const QByteArray &token,
                                       const QDateTime &now)
{
    const QList<QByteArray> parts = token.split('.');
    const auto isRs256 = [&parts] {
        return QJsonDocument::fromJson(decoded(parts.at(0)))["alg"_L1].toString() == "RS256"_L1;
    };
    if (parts.size() != 3 || !isRs256()
        || !isSigned(parts.at(0) + '.' + parts.at(1), decoded(parts.at(2)), app.publicKey))
        return std::unexpected(u"A JSON web token could not be decoded"_s);
    const QJsonObject claims = QJsonDocument::fromJson(decoded(parts.at(1))).object();
    const qint64 seconds = now.toSecsSinceEpoch();
    const qint64 expires = claims.value("exp"_L1).toInteger();
    if (claims.value("iss"_L1).toVariant().toString() != QString::number(app.id))
        return std::unexpected(u"Integration not found"_s);
    if (claims.value("iat"_L1).toInteger(seconds + 1) > seconds) {
        return std::unexpected(u"'Issued at' claim ('iat') must be an Integer representing the "
                               u"time that the assertion was issued"_s);
    }
    if (expires <= seconds) {
        return std::unexpected(u"'Expiration time' claim ('exp') must be a numeric value "
                               u"representing the future time at which the assertion expires"_s);
    }
    if (expires > seconds + kLongestLife)
        return std::unexpected(u"'Expiration time' claim ('exp') is too far in the future"_s);
    return {};
}

} // namespace sluice
