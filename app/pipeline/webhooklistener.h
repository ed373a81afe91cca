// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/pullevent.h"

#include <QHttpHeaders>
#include <QObject>

#include <functional>
#include <memory>

namespace sluice {

/// What a listener is for.
struct WebhookOptions
{
    QByteArray secret; ///< shared with GitHub; never empty
    quint16 port = 0; ///< 0: a free one
    QString path = QStringLiteral("/webhook");
    qint64 bytes = 25'000'000; ///< of a body: GitHub sends no larger ones
    std::chrono::milliseconds silence{30'000}; ///< a request must be complete so soon
};

/// Who keeps what comes in: both are called before the answer goes out.
struct WebhookReceiver
{
    std::function<bool(const QString &delivery)> isKnownDelivery;
    /// An error is answered with 503, so that the delivery shows as failed and can be sent again.
    std::function<Result<void>(const PullEvent &event)> take;
};

/// How many requests ended how.
struct WebhookCounts
{
    int taken = 0;
    int known = 0; ///< came before
    int ignored = 0; ///< no pipeline cares
    int pings = 0;
    int refused = 0; ///< malformed, too large, wrongly signed, not for us
    int failed = 0; ///< the receiver could not keep them

    bool operator==(const WebhookCounts &) const = default;
};

/// Takes GitHub's signed webhooks on 127.0.0.1, behind a relay or a proxy. Lives on the engine's
/// thread and needs its event loop.
class WebhookListener final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WebhookListener)

public:
    WebhookListener(WebhookOptions options, WebhookReceiver receiver, QObject *parent = nullptr);
    ~WebhookListener() override;

    /// The port that it listens on.
    [[nodiscard]] Result<quint16> listen();
    [[nodiscard]] const WebhookCounts &counts() const { return m_counts; }

signals:
    /// Something knocked that is not GitHub with our secret: for the log, without what it sent.
    void refused(int status, const QString &why);

private:
    class Server;
    class Gate;
    struct Reply
    {
        int status = 202;
        QString text; ///< for whoever looks at the delivery
    };

    [[nodiscard]] Reply answer(const QString &path, bool isPost, const QHttpHeaders &headers,
                               const QByteArray &body);
    [[nodiscard]] Reply answerSigned(const QHttpHeaders &headers, const QByteArray &body);
    Reply refuse(int status, const QString &why);

    WebhookOptions m_options;
    WebhookReceiver m_receiver;
    WebhookCounts m_counts;
    std::unique_ptr<Server> m_server;
};

} // namespace sluice
