// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/listenplace.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>

#include <sys/un.h>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kLongestSocketPath = sizeof(sockaddr_un::sun_path) - 1;

Result<ListenPlace> socketPlace(const QString &path)
{
    if (path.isEmpty())
        return failure(Cause::Invalid, u"--listen unix: needs the path of a socket behind it."_s);
    const QString whole = QDir::cleanPath(QDir::current().absoluteFilePath(path));
    if (QFile::encodeName(whole).size() > kLongestSocketPath) {
        return failure(Cause::Invalid,
                       u"--listen: %1 is longer than the %2 bytes that a socket's path may have; "
                       u"choose a shorter one."_s.arg(whole)
                               .arg(kLongestSocketPath));
    }
    return ListenPlace{.path = whole};
}

} // namespace

QString ListenPlace::text() const
{
    if (isPath())
        return "unix:"_L1 + path;
    const bool isSix = address.protocol() == QAbstractSocket::IPv6Protocol;
    return (isSix ? u"http://[%1]:%2"_s : u"http://%1:%2"_s).arg(address.toString()).arg(port);
}

Result<ListenPlace> listenPlace(const QString &text)
{
    if (text.startsWith("unix:"_L1))
        return socketPlace(text.sliced(5));
    static const QRegularExpression form(u"\\A(.+):([0-9]{1,5})\\z"_s);
    const auto match = form.match(text);
    const int port = match.captured(2).toInt();
    if (!match.hasMatch() || port > 65535) {
        return failure(
                Cause::Invalid,
                u"--listen takes 127.0.0.1:PORT or unix:PATH, not \"%1\"."_s.arg(text.left(200)));
    }
    QString host = match.captured(1);
    if (host.startsWith(u'[') && host.endsWith(u']'))
        host = host.sliced(1, host.size() - 2);
    const QHostAddress address
            = host == "localhost"_L1 ? QHostAddress(QHostAddress::LocalHost) : QHostAddress(host);
    // Callers name the others of 127.0.0.0/8 in Host, which is not taken for ours.
    if (address != QHostAddress(QHostAddress::LocalHost)
        && address != QHostAddress(QHostAddress::LocalHostIPv6)) {
        return failure(Cause::Invalid,
                       u"--listen takes an address of this machine alone, not \"%1\": callers send "
                       u"their tokens in the clear, so nobody else may listen; take "
                       u"127.0.0.1:%2."_s.arg(host.left(200))
                               .arg(port));
    }
    return ListenPlace{.address = address, .port = quint16(port)};
}

} // namespace sluice
