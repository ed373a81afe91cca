// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "github/personaltoken.h"

#include "settings/secretstore.h"

#include <QCryptographicHash>
#include <QFile>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kLongestToken = 4096;
constexpr qsizetype kHashBytes = 8;

} // namespace

PersonalToken::PersonalToken(const QString &name, QByteArray token, QObject *parent)
    : TokenSource(parent)
    , m_label(u"token of %1"_s.arg(name))
    , m_token(std::move(token))
{}

Result<QByteArray> PersonalToken::checked(QByteArray token, const QString &where)
{
    if (token.endsWith('\n'))
        token.chop(token.endsWith("\r\n") ? 2 : 1);
    const bool isClean = std::ranges::all_of(token, [](char c) { return c > ' ' && c < 127; });
    if (token.isEmpty() || token.size() > kLongestToken || !isClean) {
        return failure(
                Cause::Invalid,
                u"%1 holds no GitHub token: it must be one line, and nothing else."_s.arg(where));
    }
    return token;
}

Result<QByteArray> PersonalToken::fromFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return failure(
                Cause::Invalid,
                u"The token file %1 cannot be read: correct its name or its rights."_s.arg(path),
                file.errorString());
    }
    return checked(file.read(kLongestToken + 3), u"The token file %1"_s.arg(path));
}

Result<QByteArray> PersonalToken::fromEnvironment(const QByteArray &variable)
{
    return checked(qgetenv(variable.constData()),
                   u"The environment variable %1"_s.arg(QString::fromLatin1(variable)));
}

void PersonalToken::fromKeyring(SecretStore &keyring, const QString &baseUrl, const QString &name,
                                QObject *context, Done done)
{
    const QString key = SecretStore::githubKey(baseUrl, name);
    keyring.read(key, context, [key, done = std::move(done)](const Result<QByteArray> &secret) {
        done(secret ? checked(*secret, u"The keyring's entry \"%1\""_s.arg(key)) : secret);
    });
}

QString PersonalToken::account() const
{
    const QByteArray hash = QCryptographicHash::hash(m_token, QCryptographicHash::Sha256);
    return u"%1 (%2)"_s.arg(m_label, QString::fromLatin1(hash.first(kHashBytes).toHex()));
}

void PersonalToken::token(QObject *, Done done) { done(m_token); }

bool PersonalToken::refused(const QByteArray &) { return false; }

} // namespace sluice
