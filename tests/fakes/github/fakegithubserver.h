// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "fakes/github/fakegithub.h"

#include <QHttpServer>
#include <QNetworkAccessManager>
#include <QPointer>
#include <QUrl>

namespace sluice {

/// A FakeGithub that listens on 127.0.0.1 and sends its webhooks to whoever hears them. The thread
/// that made it, which needs its event loop.
class FakeGithubServer final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FakeGithubServer)

public:
    /// On any free port where none is given. Both must outlive it.
    explicit FakeGithubServer(FakeGithub &github, quint16 port = 0, QObject *parent = nullptr);

    ~FakeGithubServer() override;

    [[nodiscard]] bool isListening() const { return m_port != 0; }
    [[nodiscard]] QUrl url() const; ///< "http://127.0.0.1:8080"

private:
    class Listener;
    void respond(const QHttpServerRequest &request, QHttpServerResponder &responder);
    void deliver(qint64 id, const QUrl &url, const FakeWebhook &sent);

    FakeGithub &m_github;
    QHttpServer m_server;
    QNetworkAccessManager m_network;
    QPointer<Listener> m_listener; // the HTTP server owns it
    quint16 m_port = 0;
};

} // namespace sluice
