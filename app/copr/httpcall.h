// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"

#include <QHttpHeaders>
#include <QNetworkRequest>
#include <QObject>
#include <QPointer>
#include <QSslError>
#include <QTimer>

#include <chrono>
#include <functional>

class QNetworkAccessManager;
class QNetworkReply;

namespace sluice {

/// What a server said, whatever its status.
struct HttpAnswer
{
    int status = 0;
    QByteArray body;
    QHttpHeaders headers = {};

    [[nodiscard]] std::chrono::seconds retryAfter() const; ///< how long it asks us to wait
};

/// How long and how large an answer may be.
struct HttpBounds
{
    std::chrono::seconds silence{60}; ///< without a byte
    std::chrono::seconds whole{120};
    qint64 bytes = 1 << 20;
};

/// One request to a server that we are configured to trust, with a small answer. Calls back once,
/// unless it (or its parent) is gone before; then deletes itself. Redirects are not followed to
/// other servers, and never after anything but a GET.
class HttpCall final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HttpCall)

public:
    using Done = std::function<void(Result<HttpAnswer>)>;

    /// A request that goes out as it is: its headers and attributes are the caller's.
    struct Raw
    {
        QNetworkRequest request;
        QByteArray method;
        QByteArray body;
    };
    HttpCall(QNetworkAccessManager &network, Raw raw, HttpBounds bounds, Done done,
             QObject *parent);
    /// A POST of `body`, which is JSON, or a GET where there is none.
    HttpCall(QNetworkAccessManager &network, QNetworkRequest request,
             const std::optional<QByteArray> &body, HttpBounds bounds, Done done, QObject *parent);
    /// With any method. `body` is JSON.
    HttpCall(QNetworkAccessManager &network, QNetworkRequest request, const QByteArray &method,
             const std::optional<QByteArray> &body, HttpBounds bounds, Done done, QObject *parent);
    ~HttpCall() override;

private:
    void onBytes();
    void onFinished();
    void end(Result<HttpAnswer> result);

    HttpBounds m_bounds;
    Done m_done;
    QPointer<QNetworkReply> m_reply; // its manager may be gone before this object
    QList<QSslError> m_certificateErrors;
    QTimer m_deadline;
};

} // namespace sluice
