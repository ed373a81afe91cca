// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/httpdownload.h"

#include "sources/fetcherrors.h"
#include "sources/namelessfile.h"

#include <QHostInfo>
#include <QHttp1Configuration>
#include <QHttpHeaders>
#include <QLocale>
#include <QNetworkProxy>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int kMaxRedirects = 10;
constexpr qint64 kBufferBytes = 256 << 10;
constexpr auto kTick = 200ms;
// While another address can still be tried, the first ones get less than the whole stall time.
constexpr int kConnectSeconds = 10;

QNetworkRequest requestTemplate()
{
    QNetworkRequest request;
    request.setRawHeader("Accept-Encoding"_ba, "identity"_ba);
    request.setRawHeader("User-Agent"_ba, "Sluice/" SLUICE_VERSION ""_ba);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                         QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute,
                         QNetworkRequest::AlwaysNetwork);
    request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    QHttp1Configuration http1;
    http1.setNumberOfConnectionsPerHost(16);
    request.setHttp1Configuration(http1);
    return request;
}

bool isRedirect(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

Error tooLarge(const QUrl &url, qint64 cap)
{
    return failure(Cause::TooLarge,
                   u"%1 is larger than the %2 that caps.package-bytes allows: raise the cap, or "
                   u"make the "
                   "package smaller."_s.arg(displayUrl(url), QLocale::c().formattedDataSize(cap)))
            .error();
}

bool isSameServer(const QUrl &a, const QUrl &b)
{
    return hostOf(a) == hostOf(b) && portOf(a) == portOf(b);
}

} // namespace

FetchContext::FetchContext(QString directory_, UrlPolicy policy_, Caps caps_)
    : directory(std::move(directory_))
    , policy(std::move(policy_))
    , caps(caps_)
    , plainRequest(requestTemplate())
    , tlsRequest(plainRequest)
    , buffer(kBufferBytes, Qt::Uninitialized)
{
    // The address that was checked must be the one that is talked to: a proxy would choose its own.
    network.setProxy(QNetworkProxy::NoProxy);
    ticker.setInterval(kTick);
    QObject::connect(&ticker, &QTimer::timeout, &ticker, [this] {
        const auto downloads = active.values(); // those that end leave it
        for (HttpDownload *download : downloads)
            download->checkDeadlines();
    });
}

HttpDownload::HttpDownload(std::shared_ptr<FetchContext> context, const QUrl &url, bool isListed)
    : m_context(std::move(context))
    , m_firstUrl(url.adjusted(QUrl::RemoveFragment))
    , m_isListed(isListed)
    , m_whole(std::chrono::seconds(m_context->caps.fetchSeconds))
{
    m_context->active.insert(this);
    if (!m_context->ticker.isActive())
        m_context->ticker.start();
    QMetaObject::invokeMethod(this, [this] { open(m_firstUrl); }, Qt::QueuedConnection);
}

HttpDownload::~HttpDownload()
{
    m_isDone = true;
    dropReply();
    if (m_lookup >= 0)
        QHostInfo::abortHostLookup(m_lookup);
    m_context->active.remove(this);
    if (m_context->active.isEmpty())
        m_context->ticker.stop();
}

void HttpDownload::open(const QUrl &url)
{
    m_url = url;
    m_visited.insert(url);
    if (const auto allowed = m_context->policy.checkUrl(url); !allowed) {
        Error error = allowed.error();
        if (m_visited.size() > 1) {
            error.who = Who::Upstream;
            error.detail = u"%1 redirects to %2"_s.arg(displayUrl(m_firstUrl), displayUrl(url));
        }
        return finish(std::move(error));
    }
    const QString host = hostOf(url);
    if (const QHostAddress literal(host); !literal.isNull())
        return useAddresses({literal});
    waitFor(m_context->caps.stallSeconds);
    m_lookup = QHostInfo::lookupHost(host, this, [this, host](const QHostInfo &info) {
        m_lookup = -1;
        if (m_isDone)
            return;
        if (info.addresses().isEmpty()) {
            return finish(
                    failure(Cause::Network,
                            u"Could not find the server %2 to fetch %1: see whether its name "
                            "is right and the name service works."_s.arg(displayUrl(m_url), host),
                            info.errorString())
                            .error());
        }
        useAddresses(info.addresses());
    });
}

void HttpDownload::useAddresses(const QList<QHostAddress> &addresses)
{
    m_addresses.clear();
    std::optional<Error> refusal;
    const bool isListed = m_isListed && isSameServer(m_url, m_firstUrl);
    for (const QHostAddress &address : addresses) {
        if (auto allowed = m_context->policy.checkAddress(m_url, address, isListed))
            m_addresses << address;
        else if (!refusal)
            refusal = std::move(allowed.error());
    }
    if (m_addresses.isEmpty()) {
        if (m_visited.size() > 1)
            refusal->detail = u"%1 redirects there"_s.arg(displayUrl(m_firstUrl));
        return finish(std::move(refusal));
    }
    connectToNext();
}

void HttpDownload::connectToNext()
{
    dropReply();
    const QHostAddress address = m_addresses.takeFirst();
    const QString host = hostOf(m_url);
    const bool isTls = m_url.scheme() == "https"_L1;
    QNetworkRequest request = isTls ? m_context->tlsRequest : m_context->plainRequest;
    QUrl pinned = m_url;
    if (QHostAddress(host).isNull()) {
        pinned.setHost(address.toString());
        const QString port = m_url.port() < 0 ? QString() : u':' + QString::number(m_url.port());
        request.setRawHeader("Host"_ba, (host + port).toLatin1());
        if (isTls)
            request.setPeerVerifyName(host);
    }
    request.setUrl(pinned);
    m_hasHeader = false;
    m_isConnected = false;
    m_stall = QDeadlineTimer::Forever; // it may wait for a connection that others use
    m_reply = m_context->network.get(request);
    m_reply->setReadBufferSize(kBufferBytes);
    connect(m_reply, &QNetworkReply::socketStartedConnecting, this, [this] {
        waitFor(m_addresses.isEmpty() ? m_context->caps.stallSeconds
                                      : std::min(kConnectSeconds, m_context->caps.stallSeconds));
    });
    connect(m_reply, &QNetworkReply::requestSent, this, [this] {
        m_isConnected = true;
        waitFor(m_context->caps.stallSeconds);
    });
    connect(m_reply, &QNetworkReply::metaDataChanged, this, &HttpDownload::onHeader);
    connect(m_reply, &QNetworkReply::readyRead, this, &HttpDownload::onBytes);
    connect(m_reply, &QNetworkReply::finished, this, &HttpDownload::onReplyFinished);
    if (isTls) {
        connect(m_reply, &QNetworkReply::sslErrors, this,
                [this](const QList<QSslError> &errors) { m_certificateErrors = errors; });
    }
}

void HttpDownload::onHeader()
{
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (m_hasHeader || m_isDone || status < 200)
        return;
    m_hasHeader = true;
    m_isConnected = true;
    waitFor(m_context->caps.stallSeconds);
    if (isRedirect(status))
        return followRedirect();
    if (status != 200 && status != 203) {
        return finish(statusError(m_url, status, m_reply->rawHeader("Retry-After"),
                                  QDateTime::currentDateTimeUtc()));
    }
    const QVariant length = m_reply->header(QNetworkRequest::ContentLengthHeader);
    m_total = length.isValid() ? length.toLongLong() : -1;
    if (m_total > m_context->caps.packageBytes)
        return finish(tooLarge(m_url, m_context->caps.packageBytes));
    auto file = makeNamelessFile(m_context->directory);
    if (!file)
        return finish(std::move(file.error()));
    m_file = std::move(*file);
}

void HttpDownload::onBytes()
{
    onHeader();
    if (!m_file || m_isDone)
        return;
    QByteArray &buffer = m_context->buffer;
    while (true) {
        const qint64 count = m_reply->read(buffer.data(), buffer.size());
        if (count <= 0)
            return;
        m_received += count;
        if (m_received > m_context->caps.packageBytes)
            return finish(tooLarge(m_url, m_context->caps.packageBytes));
        if (auto written
            = writeAll(m_file->handle(), QByteArrayView(buffer).first(count),
                       u"Could not keep what was fetched from %1"_s.arg(displayUrl(m_url)));
            !written)
            return finish(std::move(written.error()));
        waitFor(m_context->caps.stallSeconds);
    }
}

void HttpDownload::onReplyFinished()
{
    onBytes();
    if (m_isDone || !m_reply || !m_reply->isFinished())
        return; // ended, or on its way to the target of a redirect
    if (m_reply->error() != QNetworkReply::NoError || !m_file) {
        if (!m_hasHeader && !m_addresses.isEmpty() && m_certificateErrors.isEmpty())
            return connectToNext();
        return finish(transferError(m_url, *m_reply, m_certificateErrors));
    }
    if (m_total >= 0 && m_received != m_total) {
        return finish(
                failure(Cause::Network,
                        u"Only %2 of the %3 bytes of %1 arrived: see whether the server is well."_s
                                .arg(displayUrl(m_url), QString::number(m_received),
                                     QString::number(m_total)))
                        .error());
    }
    finish({});
}

void HttpDownload::followRedirect()
{
    const QByteArray location = m_reply->rawHeader("Location");
    const QUrl target = m_url.resolved(QUrl::fromEncoded(location)).adjusted(QUrl::RemoveFragment);
    const auto refuse = [&](Cause cause, const QString &why) {
        finish(failure(cause, u"%1 was not fetched, because %2."_s.arg(displayUrl(m_firstUrl), why),
                       u"%1 redirects to %2"_s.arg(displayUrl(m_url), displayUrl(target)),
                       Who::Upstream)
                       .error());
    };
    if (location.isEmpty() || !target.isValid())
        return refuse(Cause::Invalid, u"the server redirects to nowhere: correct the URL"_s);
    if (m_visited.contains(target))
        return refuse(Cause::Invalid, u"its redirects run in a circle: correct the URL"_s);
    if (m_visited.size() > kMaxRedirects) {
        return refuse(Cause::Invalid,
                      u"it redirects more than %1 times: correct the URL"_s.arg(kMaxRedirects));
    }
    if (m_url.scheme() == "https"_L1 && target.scheme() == "http"_L1) {
        return refuse(Cause::Forbidden,
                      u"it redirects from https to http: give the URL that it leads to, "
                      "if plain http will do"_s);
    }
    dropReply();
    open(target);
}

void HttpDownload::checkDeadlines()
{
    const auto late = [this](const QString &what) {
        finish(failure(Cause::Network,
                       u"%1 %2: see whether the server is well."_s.arg(displayUrl(m_url), what))
                       .error());
    };
    const Caps &caps = m_context->caps;
    if (m_whole.hasExpired())
        return late(u"did not arrive within the %1 s that caps.fetch-seconds allows"_s.arg(
                caps.fetchSeconds));
    if (!m_stall.hasExpired())
        return;
    if (m_reply && !m_isConnected && !m_addresses.isEmpty())
        return connectToNext();
    late(u"did not go on for the %1 s that caps.stall-seconds allows"_s.arg(caps.stallSeconds));
}

void HttpDownload::finish(std::optional<Error> error)
{
    if (m_isDone)
        return;
    m_isDone = true;
    dropReply();
    m_context->active.remove(this);
    std::shared_ptr<QFile> file = std::exchange(m_file, nullptr);
    if (error)
        file.reset();
    else
        file->seek(0);
    // Later, because the receiver may drop this object, and callers of this function go on with it.
    QMetaObject::invokeMethod(
            this,
            [this, file = std::move(file), error = std::move(error)] {
                emit finished(file, error);
            },
            Qt::QueuedConnection);
}

void HttpDownload::dropReply()
{
    if (QNetworkReply *reply = std::exchange(m_reply, nullptr)) {
        reply->disconnect(this);
        if (!reply->isFinished())
            reply->abort();
        reply->deleteLater();
    }
}

} // namespace sluice
