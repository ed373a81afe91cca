// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "github/appkey.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kBackSeconds = 60;
constexpr qint64 kForwardSeconds = 540; // GitHub takes ten minutes at most
constexpr int kSmallestRsaBits = 2048;

QString openSslError()
{
    std::array<char, 256> text{};
    ERR_error_string_n(ERR_get_error(), text.data(), text.size());
    ERR_clear_error();
    return QString::fromLatin1(text.data());
}

/// Without one, OpenSSL asks the terminal.
int noPassphrase(char *, int, int, void *) { return -1; }

QByteArray base64Url(const QByteArray &bytes)
{
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

QByteArray base64Url(const QJsonObject &object)
{
    return base64Url(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

} // namespace

struct AppKey::Handle
{
    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key;
};

AppKey::AppKey(qint64 appId, std::shared_ptr<Handle> key)
    : m_appId(appId)
    , m_key(std::move(key))
{}

Result<AppKey> AppKey::fromPem(qint64 appId, const QByteArray &pem)
{
    const std::unique_ptr<BIO, decltype(&BIO_free)> memory(
            BIO_new_mem_buf(pem.constData(), int(pem.size())), &BIO_free);
    auto handle = std::make_shared<Handle>(
            Handle{{memory ? PEM_read_bio_PrivateKey(memory.get(), nullptr, noPassphrase, nullptr)
                           : nullptr,
                    &EVP_PKEY_free}});
    const bool isRsa = handle->key && EVP_PKEY_get_base_id(handle->key.get()) == EVP_PKEY_RSA;
    if (!isRsa || EVP_PKEY_get_bits(handle->key.get()) < kSmallestRsaBits) {
        return failure(Cause::Invalid,
                       u"The private key of App %1 is no RSA key in PEM form without a passphrase: "
                       u"take the file that GitHub made."_s.arg(appId),
                       handle->key ? QString() : openSslError());
    }
    return AppKey(appId, std::move(handle));
}

Result<QByteArray> AppKey::jwt(const QDateTime &now) const
{
    const qint64 seconds = now.toSecsSinceEpoch();
    const QByteArray text = base64Url(QJsonObject{{u"alg"_s, u"RS256"_s}, {u"typ"_s, u"JWT"_s}})
                          + '.'
                          + base64Url(QJsonObject{{u"iat"_s, seconds - kBackSeconds},
                                                  {u"exp"_s, seconds + kForwardSeconds},
                                                  {u"iss"_s, QString::number(m_appId)}});
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                          &EVP_MD_CTX_free);
    const auto *bytes = reinterpret_cast<const unsigned char *>(text.constData());
    const auto length = size_t(text.size());
    size_t size = 0;
    QByteArray signature;
    bool isDone
            = context
           && EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, m_key->key.get())
                      == 1
           && EVP_DigestSign(context.get(), nullptr, &size, bytes, length) == 1;
    if (isDone) {
        signature.resize(qsizetype(size));
        isDone = EVP_DigestSign(context.get(), reinterpret_cast<unsigned char *>(signature.data()),
                                &size, bytes, length)
              == 1;
    }
    if (!isDone) {
        return failure(
                Cause::Invalid,
                u"Could not sign as App %1: see whether its private key is whole."_s.arg(m_appId),
                openSslError());
    }
    signature.truncate(qsizetype(size));
    return text + '.' + base64Url(signature);
}

} // namespace sluice
