// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "copr/frontendclient.h"

#include "copr/httpcall.h"
#include "copr/logging.h"
#include "sources/urlpolicy.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkProxy>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr HttpBounds kQueueBounds{.silence = 60s, .whole = 600s, .bytes = 64LL << 20};
constexpr HttpBounds kReportBounds{.silence = 60s, .whole = 120s, .bytes = 1 << 20};
constexpr qint64 kPasswordBytes = 4096;

QString beginningOf(const HttpAnswer &answer)
{
    return u"HTTP status %1\n%2"_s.arg(
            QString::number(answer.status),
            QString::fromUtf8(answer.body.first(std::min<qsizetype>(answer.body.size(), 500))));
}

Result<ImportQueue> queueFrom(const Result<HttpAnswer> &answer, const QString &frontend,
                              Format format)
{
    if (!answer)
        return std::unexpected(answer.error());
    if (answer->status != 200) {
        return failure(Cause::Upstream,
                       u"%1 did not give its import queue (%2): it is asked again, see whether the "
                       "frontend is well."_s.arg(displayUrl(QUrl(frontend)),
                                                 QString::number(answer->status)),
                       beginningOf(*answer));
    }
    return parseImportQueue(answer->body, frontend, format);
}

Result<bool> acknowledgementFrom(const Result<HttpAnswer> &answer, const QString &frontend)
{
    if (!answer)
        return std::unexpected(answer.error());
    if (answer->status == 401 || answer->status == 403) {
        return failure(Cause::Forbidden,
                       u"%1 does not accept our password for reports: correct the frontend's "
                       "password."_s.arg(displayUrl(QUrl(frontend))),
                       beginningOf(*answer));
    }
    const QJsonValue updated = QJsonDocument::fromJson(answer->body).object().value("updated"_L1);
    if (answer->status != 200 || !updated.isBool()) {
        return failure(
                Cause::Upstream,
                u"%1 did not acknowledge a result (%2): it is reported again, see whether the "
                "frontend is well."_s.arg(displayUrl(QUrl(frontend)),
                                          QString::number(answer->status)),
                beginningOf(*answer));
    }
    return updated.toBool();
}

} // namespace

FrontendClient::FrontendClient(const QString &frontend, const QByteArray &password,
                               const QSslConfiguration &tls, QObject *parent)
    : QObject(parent)
    , m_frontend(normalizedFrontend(frontend))
    , m_authorization("Basic " + QByteArray("user:" + password).toBase64())
    , m_tls(tls)
{
    m_network.setProxy(QNetworkProxy::NoProxy);
}

void FrontendClient::pollQueue(Format format, std::function<void(Result<ImportQueue>)> done)
{
    new HttpCall(
            m_network, request(u"/backend/importing/"_s), {}, kQueueBounds,
            [frontend = m_frontend, format,
             done = std::move(done)](const Result<HttpAnswer> &answer) {
                done(queueFrom(answer, frontend, format));
            },
            this);
}

void FrontendClient::report(const QByteArray &body, std::function<void(Result<bool>)> done)
{
    QNetworkRequest post = request(u"/backend/import-completed/"_s);
    post.setRawHeader("Authorization"_ba, m_authorization);
    new HttpCall(
            m_network, post, body, kReportBounds,
            [frontend = m_frontend, done = std::move(done)](const Result<HttpAnswer> &answer) {
                done(acknowledgementFrom(answer, frontend));
            },
            this);
}

QNetworkRequest FrontendClient::request(const QString &path) const
{
    QNetworkRequest request(QUrl(m_frontend + path));
    if (request.url().scheme() == "https"_L1)
        request.setSslConfiguration(m_tls);
    return request;
}

QString normalizedFrontend(const QString &url)
{
    QString normalized = url.trimmed();
    while (normalized.endsWith(u'/'))
        normalized.chop(1);
    return normalized;
}

Result<QByteArray> readPasswordFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return failure(
                Cause::Invalid,
                u"The password file %1 cannot be read (%2): correct its name or its rights."_s.arg(
                        path, file.errorString()),
                {}, Who::Us);
    }
    if (file.permissions().testFlag(QFileDevice::ReadOther)) {
        qCWarning(lcCopr, "Everybody can read the password file %ls: take that right away.",
                  qUtf16Printable(path));
    }
    QByteArray password = file.read(kPasswordBytes + 1);
    if (password.endsWith('\n'))
        password.chop(password.endsWith("\r\n") ? 2 : 1);
    if (password.isEmpty() || password.size() > kPasswordBytes) {
        return failure(Cause::Invalid,
                       u"The password file %1 is %2: put the frontend's password into it."_s.arg(
                               path, password.isEmpty() ? u"empty"_s : u"too large"_s),
                       {}, Who::Us);
    }
    return password;
}

} // namespace sluice
