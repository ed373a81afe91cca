// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QList>
#include <QObject>
#include <QSslConfiguration>
#include <QTcpServer>
#include <QUrl>

#include <chrono>
#include <functional>
#include <memory>

class QTcpSocket;

namespace sluice {

/// What the server does with one request, misdeeds included.
struct FlakyAnswer
{
    enum class Framing { Length, Chunked, UntilClose };
    enum class Ending { Whole, Close, Reset, Stall }; ///< what happens after `cutAfter` bytes

    int status = 200;
    QList<std::pair<QByteArray, QByteArray>> headers = {};
    QByteArray body = {};
    qint64 zeros = 0; ///< so many zero bytes follow the body, made while they are sent
    Framing framing = Framing::Length;
    qint64 declaredLength = -1; ///< Content-Length, where it is a lie
    Ending ending = Ending::Whole;
    qint64 cutAfter = -1; ///< bytes of the body that are sent before the ending
    qint64 dripBytes = 0; ///< above 0: so many bytes at a time …
    std::chrono::milliseconds dripEvery{0}; ///< … each so long after the one before
    bool isSilent = false; ///< not even a status line

    [[nodiscard]] static FlakyAnswer ok(QByteArray body) { return {.body = std::move(body)}; }
    [[nodiscard]] static FlakyAnswer error(int status)
    {
        return {.status = status, .body = QByteArrayLiteral("no\n")};
    }
    [[nodiscard]] static FlakyAnswer document(const QJsonDocument &document, int status = 200)
    {
        return {.status = status,
                .headers
                = {{QByteArrayLiteral("Content-Type"), QByteArrayLiteral("application/json")}},
                .body = document.toJson()};
    }
    [[nodiscard]] static FlakyAnswer json(const QJsonObject &object, int status = 200)
    {
        return document(QJsonDocument(object), status);
    }
    [[nodiscard]] static FlakyAnswer redirect(const QByteArray &location, int status = 302)
    {
        return {.status = status, .headers = {{QByteArrayLiteral("Location"), location}}};
    }
};

/// One request, as it came in.
struct FlakyRequest
{
    QByteArray method;
    QByteArray target; ///< path and query
    QHash<QByteArray, QByteArray> headers; ///< names in lower case
    QByteArray body;
};

/// An HTTP/1.1 server on 127.0.0.1 that follows a script. Lives on the thread that made it and
/// needs its event loop.
class FlakyServer final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FlakyServer)

public:
    /// On any free port where none is given.
    explicit FlakyServer(quint16 port = 0, QObject *parent = nullptr);
    /// Speaks TLS with this certificate and key.
    explicit FlakyServer(const QSslConfiguration &tls, QObject *parent = nullptr);
    ~FlakyServer() override;

    /// The answers of one path, in turn; the last stays. A path without answers gives 404.
    void script(const QByteArray &path, const QList<FlakyAnswer> &answers);
    /// Answers every path that has no script.
    void handle(std::function<FlakyAnswer(const FlakyRequest &)> handler);
    [[nodiscard]] QUrl url(const QString &path,
                           const QString &host = QStringLiteral("127.0.0.1")) const;
    [[nodiscard]] quint16 port() const; ///< 0: the one that was asked for is taken
    [[nodiscard]] const QList<FlakyRequest> &requests() const { return m_requests; }
    [[nodiscard]] int requestsFor(const QByteArray &path) const;
    [[nodiscard]] int connections() const { return m_connections; }
    [[nodiscard]] int openConnections() const { return m_open; }

signals:
    void requested(const sluice::FlakyRequest &request);

private:
    class Connection;
    void listen(quint16 port);
    [[nodiscard]] FlakyAnswer answerFor(const FlakyRequest &request);

    QHash<QByteArray, QList<FlakyAnswer>> m_scripts;
    std::function<FlakyAnswer(const FlakyRequest &)> m_handler;
    QList<FlakyRequest> m_requests;
    int m_connections = 0;
    int m_open = 0;
    std::unique_ptr<QTcpServer> m_server;
};

} // namespace sluice
