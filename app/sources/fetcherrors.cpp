// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/fetcherrors.h"

#include "sources/urlpolicy.h"

#include <QLocale>
#include <QSslError>
#include <QTimeZone>

namespace sluice {
using namespace Qt::StringLiterals;

Error statusError(const QUrl &url, int status, const QByteArray &retryAfter, const QDateTime &now)
{
    const QString shown = displayUrl(url);
    const QString detail = u"HTTP status %1"_s.arg(status);
    const auto error = [&](Cause cause, const QString &what) {
        return failure(cause, what, detail, Who::Upstream).error();
    };
    if (status == 404 || status == 410) {
        return error(Cause::NotFound,
                     u"%1 is not on the server (%2): put it there again, or correct "
                     "the URL, then retry."_s.arg(shown, QString::number(status)));
    }
    if (status == 401 || status == 403 || status == 407) {
        return error(Cause::Forbidden, u"The server does not let us fetch %1 (%2): make the file "
                                       "public, then retry."_s.arg(shown, QString::number(status)));
    }
    if (status == 408 || status == 425 || status == 429 || status >= 500) {
        Error transient = error(Cause::Upstream,
                                u"The server could not give us %1 now (%2): it is "
                                "tried again by itself."_s.arg(shown, QString::number(status)));
        transient.retryAt = retryTime(retryAfter, now);
        return transient;
    }
    return error(Cause::Invalid,
                 u"The server answered %2 for %1, which is not a file: correct the URL, "
                 "then retry."_s.arg(shown, QString::number(status)));
}

Error transferError(const QUrl &url, const QNetworkReply &reply,
                    const QList<QSslError> &certificateErrors)
{
    QString detail = reply.errorString();
    const QString shown = displayUrl(url);
    const bool isSent = reply.operation() != QNetworkAccessManager::GetOperation;
    if (!certificateErrors.isEmpty()) {
        QStringList reasons;
        for (const QSslError &error : certificateErrors)
            reasons << error.errorString();
        return failure(Cause::Forbidden,
                       u"%1 was not %4, because the certificate of %2 cannot be trusted (%3): have "
                       u"it mended, or add its authority to the trusted certificates."_s.arg(
                               shown, hostOf(url), reasons.first(),
                               isSent ? u"posted to"_s : u"fetched"_s),
                       reasons.join(u'\n'), Who::Upstream)
                .error();
    }
    const QString doing = (isSent ? u"post to "_s : u"fetch "_s) + shown;
    switch (reply.error()) {
    case QNetworkReply::ConnectionRefusedError:
        return failure(Cause::Network,
                       u"Could not connect to %2 to %1: see whether the server runs."_s.arg(
                               doing, hostOf(url)),
                       std::move(detail))
                .error();
    case QNetworkReply::TimeoutError:
    case QNetworkReply::OperationCanceledError: // as Qt calls a transfer that fell silent
        return failure(Cause::Network,
                       u"%2 fell silent while we %1: see whether the server is well."_s.arg(
                               (isSent ? u"posted to "_s : u"fetched "_s) + shown, hostOf(url)),
                       std::move(detail))
                .error();
    case QNetworkReply::SslHandshakeFailedError:
        return failure(Cause::Network,
                       u"Could not agree with %2 on an encrypted connection to %1: see whether it "
                       u"speaks https on that port."_s.arg(doing, hostOf(url)),
                       std::move(detail))
                .error();
    default:
        return failure(Cause::Network,
                       u"The connection to %2 broke while we %1: see whether the server and the "
                       u"network are well."_s.arg(
                               (isSent ? u"posted to "_s : u"fetched "_s) + shown, hostOf(url)),
                       std::move(detail))
                .error();
    }
}

QDateTime retryTime(const QByteArray &retryAfter, const QDateTime &now)
{
    bool isNumber = false;
    const qint64 seconds = retryAfter.trimmed().toLongLong(&isNumber);
    QDateTime at;
    if (isNumber) {
        at = now.addSecs(std::clamp<qint64>(seconds, 0, 3600));
    } else {
        // RFC 9110's IMF-fixdate; the obsolete forms are not worth a parser.
        const QString text = QString::fromLatin1(retryAfter.trimmed());
        at = QLocale::c().toDateTime(text, u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s);
        at = QDateTime(at.date(), at.time(), QTimeZone::UTC);
    }
    if (!at.isValid() || at < now)
        return {};
    return std::min(at, now.addSecs(3600));
}

} // namespace sluice
