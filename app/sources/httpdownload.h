// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/fetcher.h"

#include <QDeadlineTimer>
#include <QHostAddress>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QSet>
#include <QSslError>
#include <QTimer>

namespace sluice {

class HttpDownload;

/// What the downloads of one fetcher share. One thread.
struct FetchContext final
{
    Q_DISABLE_COPY_MOVE(FetchContext)

    FetchContext(QString directory, UrlPolicy policy, Caps caps);

    QString directory;
    UrlPolicy policy;
    Caps caps;
    QNetworkAccessManager network;
    QNetworkRequest plainRequest; ///< copied for each request, so that nothing is set up twice
    QNetworkRequest tlsRequest;
    QByteArray buffer; ///< bytes go from the network to the disk through this one
    QSet<HttpDownload *> active;
    QTimer ticker; ///< one for all deadlines
};

/// One download: resolve, check, connect, stream into a nameless file, for each redirect again.
class HttpDownload final : public Download
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HttpDownload)

public:
    HttpDownload(std::shared_ptr<FetchContext> context, const QUrl &url, bool isListed);
    ~HttpDownload() override;

    [[nodiscard]] qint64 received() const override { return m_received; }
    [[nodiscard]] qint64 total() const override { return m_total; }
    void checkDeadlines();

private:
    void open(const QUrl &url);
    void useAddresses(const QList<QHostAddress> &addresses);
    void connectToNext();
    void onHeader();
    void onBytes();
    void onReplyFinished();
    void followRedirect();
    void finish(std::optional<Error> error);
    void dropReply();
    void waitFor(int seconds) { m_stall.setRemainingTime(std::chrono::seconds(seconds)); }

    std::shared_ptr<FetchContext> m_context;
    QUrl m_url; ///< the one asked for now; a redirect changes it
    QUrl m_firstUrl;
    bool m_isListed;
    bool m_isDone = false;
    QSet<QUrl> m_visited;
    int m_lookup = -1; ///< of QHostInfo
    QList<QHostAddress> m_addresses; ///< checked, not tried yet
    QNetworkReply *m_reply = nullptr;
    bool m_hasHeader = false;
    bool m_isConnected = false;
    QList<QSslError> m_certificateErrors;
    std::shared_ptr<QFile> m_file;
    qint64 m_received = 0;
    qint64 m_total = -1;
    QDeadlineTimer m_whole; ///< of the download
    QDeadlineTimer m_stall{QDeadlineTimer::Forever}; ///< until the server says something
};

} // namespace sluice
