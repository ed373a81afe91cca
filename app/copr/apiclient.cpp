// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "copr/apiclient.h"

#include "copr/frontendclient.h"
#include "copr/httpcall.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkProxy>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Result<QString> stateFrom(const Result<HttpAnswer> &answer, const QString &base, qint64 buildId)
{
    if (!answer)
        return std::unexpected(answer.error());
    const QString detail = u"HTTP status %1"_s.arg(answer->status);
    if (answer->status == 404) {
        return failure(Cause::NotFound,
                       u"%1 knows no build %2: it was deleted there."_s.arg(
                               base, QString::number(buildId)),
                       detail);
    }
    const QString state
            = QJsonDocument::fromJson(answer->body).object().value("state"_L1).toString();
    if (answer->status != 200 || state.isEmpty()) {
        return failure(
                Cause::Upstream,
                u"%1 did not tell the state of build %2: it is asked again, see whether it is "
                "the URL of Copr's API."_s.arg(base, QString::number(buildId)),
                detail);
    }
    return state;
}

} // namespace

ApiClient::ApiClient(const QString &api, const QSslConfiguration &tls, QObject *parent)
    : QObject(parent)
    , m_base(normalizedFrontend(api))
    , m_tls(tls)
{
    if (m_base.endsWith("/api_3"_L1))
        m_base = normalizedFrontend(m_base.chopped(6));
    m_network.setProxy(QNetworkProxy::NoProxy);
}

void ApiClient::buildState(qint64 buildId, std::function<void(Result<QString>)> done)
{
    QNetworkRequest request(QUrl(m_base + u"/api_3/build/"_s + QString::number(buildId)));
    if (request.url().scheme() == "https"_L1)
        request.setSslConfiguration(m_tls);
    new HttpCall(
            m_network, request, {}, HttpBounds{.silence = 60s, .whole = 120s, .bytes = 1 << 20},
            [base = m_base, buildId, done = std::move(done)](const Result<HttpAnswer> &answer) {
                done(stateFrom(answer, base, buildId));
            },
            this);
}

} // namespace sluice
