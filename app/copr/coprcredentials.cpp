// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "copr/coprcredentials.h"

#include <QFile>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kMostBytes = 64 * 1024;

void readLine(CoprCredentials &credentials, const QByteArray &line)
{
    const qsizetype equals = line.indexOf('=');
    if (equals < 0)
        return;
    const QByteArray key = line.first(equals).trimmed();
    const QByteArray value = line.sliced(equals + 1).trimmed();
    if (key == "login")
        credentials.login = value;
    else if (key == "token")
        credentials.token = value;
    else if (key == "username")
        credentials.user = QString::fromUtf8(value);
    else if (key == "copr_url")
        credentials.url = QString::fromUtf8(value);
}

CoprCredentials credentialsFrom(const QByteArray &text)
{
    CoprCredentials credentials;
    const QList<QByteArray> lines = text.split('\n');
    bool isSection = false;
    for (const QByteArray &raw : lines) {
        const QByteArray line = raw.trimmed();
        if (line.startsWith('['))
            isSection = line == "[copr-cli]";
        else if (isSection && !line.startsWith('#') && !line.startsWith(';'))
            readLine(credentials, line);
    }
    const QByteArray whole = text.trimmed();
    if (credentials.login.isEmpty() && whole.count(':') == 1 && !whole.contains('\n')) {
        credentials.login = whole.first(whole.indexOf(':'));
        credentials.token = whole.sliced(whole.indexOf(':') + 1);
    }
    return credentials;
}

} // namespace

QByteArray CoprCredentials::authorization() const
{
    return "Basic "_ba + QByteArray(login + ':' + token).toBase64();
}

Result<CoprCredentials> readCoprCredentials(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return failure(Cause::Invalid,
                       u"Copr's token cannot be read from %1: store there what the page API of "
                       "Copr shows."_s.arg(path),
                       file.errorString(), Who::Us);
    }
    CoprCredentials credentials = credentialsFrom(file.read(kMostBytes));
    if (credentials.login.isEmpty() || credentials.token.isEmpty()) {
        return failure(Cause::Invalid,
                       u"%1 holds no login and token of Copr: store there what the page API of "
                       "Copr shows."_s.arg(path),
                       {}, Who::Us);
    }
    return credentials;
}

} // namespace sluice
