// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/github/githubtester.h"

#include <openssl/pem.h>

namespace sluice {
using namespace Qt::StringLiterals;

FakeAppKey::FakeAppKey()
    : m_key(EVP_RSA_gen(2048), EVP_PKEY_free)
{}

QByteArray FakeAppKey::publicPem() const
{
    const std::unique_ptr<BIO, decltype(&BIO_free_all)> bio(BIO_new(BIO_s_mem()), BIO_free_all);
    PEM_write_bio_PUBKEY(bio.get(), m_key.get());
    QByteArray pem(int(BIO_pending(bio.get())), '\0');
    BIO_read(bio.get(), pem.data(), int(pem.size()));
    return pem;
}

QByteArray FakeAppKey::jwt(const QString &issuer, qint64 issued, qint64 expires) const
{
    const auto part = [](const QJsonObject &json) {
        return QJsonDocument(json)
                .toJson(QJsonDocument::Compact)
                .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    };
    const QByteArray message = part({{u"alg"_s, u"RS256"_s}, {u"typ"_s, u"JWT"_s}}) + '.'
                             + part({{u"iss"_s, issuer}, {u"iat"_s, issued}, {u"exp"_s, expires}});
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                          EVP_MD_CTX_free);
    size_t size = 512;
    QByteArray signature(int(size), '\0');
    EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, m_key.get());
    EVP_DigestSign(context.get(), reinterpret_cast<unsigned char *>(signature.data()), &size,
                   reinterpret_cast<const unsigned char *>(message.constData()),
                   size_t(message.size()));
    signature.truncate(qsizetype(size));
    return message + '.'
         + signature.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

GithubTester::GithubTester()
    : github(clock)
    , repository(github.state().addRepository(
              u"org/tool"_s, {{u".packit.yaml"_s, "jobs: []\n"_ba}, {u"src/a.c"_s, "int a;\n"_ba}}))
{
    repository.permissions.insert(u"writer"_s, u"write"_s);
    FakeGithubState &state = github.state();
    head = state.addPull(repository, u"writer"_s, {}, clock.now()).headSha;
    state.addToken("writer"_ba, u"writer"_s);
    state.addToken("org"_ba, u"org"_s);
    state.addToken("stranger"_ba, u"stranger"_s);
    state.addToken("app"_ba, u"org"_s, FakeToken::Kind::Installation);
}

FakeAnswer GithubTester::ask(const QByteArray &method, const QByteArray &target,
                             const QJsonObject &body, const QByteArray &token,
                             const QList<std::pair<QByteArray, QByteArray>> &headers)
{
    QHttpHeaders all;
    all.append("User-Agent"_L1, "test"_L1);
    all.append("Host"_L1, "api.test"_L1);
    if (!token.isEmpty())
        all.append("Authorization"_L1, "Bearer "_ba + token);
    for (const auto &[name, value] : headers)
        all.append(QLatin1StringView(name), value);
    return github.answer(FakeRequest::of(
            method, target, all, body.isEmpty() ? QByteArray() : QJsonDocument(body).toJson()));
}

FakeAnswer GithubTester::get(const QByteArray &target, const QByteArray &token,
                             const QList<std::pair<QByteArray, QByteArray>> &headers)
{
    return ask("GET"_ba, target, {}, token, headers);
}

QJsonObject GithubTester::query(const QString &text, const QByteArray &token)
{
    return json(ask("POST"_ba, "/graphql"_ba, {{u"query"_s, text}}, token)).object();
}

QByteArray GithubTester::installApp(const FakeAppKey &key)
{
    github.state().app = FakeApp{.id = 7,
                                 .slug = u"sluice"_s,
                                 .publicKey = key.publicPem(),
                                 .installations = {{.id = 9, .account = u"org"_s}}};
    const qint64 now = clock.now().toSecsSinceEpoch();
    return key.jwt(u"7"_s, now - 60, now + 540);
}

QJsonDocument GithubTester::json(const FakeAnswer &answer)
{
    return QJsonDocument::fromJson(answer.body);
}

QByteArray GithubTester::header(const FakeAnswer &answer, QLatin1StringView name)
{
    return answer.headers.value(name).toByteArray();
}

QByteArray GithubTester::link(const FakeAnswer &answer, const QByteArray &relation)
{
    for (const QByteArray &part : header(answer, "Link"_L1).split(',')) {
        if (part.contains(QByteArray("rel=\""_ba + relation + '"'))) {
            const QUrl url(QString::fromLatin1(part.mid(part.indexOf('<') + 1).split('>').first()));
            return url.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority);
        }
    }
    return {};
}

QString GithubTester::keys(const QJsonValue &value) { return value.toObject().keys().join(u' '); }

} // namespace sluice
