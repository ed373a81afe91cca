// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "github/networktransport.h"

#include "github/systemproxies.h"

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

NetworkTransport::NetworkTransport(const QSslConfiguration &tls, HttpBounds bounds, QObject *parent)
    : QObject(parent)
    , m_tls(tls)
    , m_bounds(bounds)
{
    m_network.setProxyFactory(new SystemProxies); // the manager owns it
}

NetworkTransport::~NetworkTransport() = default;

HttpBounds NetworkTransport::defaultBounds()
{
    return {.silence = 30s, .whole = 60s, .bytes = 32 << 20};
}

void NetworkTransport::send(const HttpRequest &request, QObject *context, Done done)
{
    QNetworkRequest wire(request.url);
    wire.setHeaders(request.headers);
    wire.setSslConfiguration(m_tls);
    wire.setAttribute(QNetworkRequest::Http2AllowedAttribute, true);
    wire.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                      QNetworkRequest::ManualRedirectPolicy);
    // Answers are kept by us, and cookies have no business here.
    wire.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    wire.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    wire.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    // Another 401 would make Qt ask for a password.
    wire.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);

    ++m_inFlight;
    const auto answered = [this, context = QPointer(context),
                           done = std::move(done)](const Result<HttpAnswer> &answer) {
        --m_inFlight;
        if (!context)
            return;
        done(answer.transform([](const HttpAnswer &whole) {
            return HttpResponse{whole.status, whole.headers, whole.body};
        }));
    };
    new HttpCall(m_network, HttpCall::Raw{wire, request.method, request.body}, m_bounds, answered,
                 this);
}

} // namespace sluice
