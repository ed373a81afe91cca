// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "fakes/github/fakegithub.h"

#include <QHttpServer>
#include <QUrl>

namespace sluice {

/// A FakeGithub that listens on 127.0.0.1. The thread that made it, which needs its event loop.
class FakeGithubServer final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FakeGithubServer)

public:
    /// On any free port where none is given. Both must outlive it.
    explicit FakeGithubServer(FakeGithub &github, quint16 port = 0, QObject *parent = nullptr);

    [[nodiscard]] bool isListening() const { return m_port != 0; }
    [[nodiscard]] QUrl url() const; ///< "http://127.0.0.1:8080"

private:
    FakeGithub &m_github;
    QHttpServer m_server;
    quint16 m_port = 0;
};

} // namespace sluice
