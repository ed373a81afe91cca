// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/requestreader.h"

#include <QObject>
#include <QTcpSocket>
#include <QTimer>

#include <optional>

namespace sluice {

/// How much and how long a caller may make the proxy wait.
struct ProxyBounds
{
    qint64 body = 32LL << 20; ///< bytes of a request
    qint64 bodies = 256LL << 20; ///< of all requests under way
    qint64 buffer = 256LL << 10; ///< bytes of an answer that wait for the caller
    int connections = 256;
    std::chrono::milliseconds silence{30'000}; ///< of a caller that should send or take something
    std::chrono::milliseconds request{120'000}; ///< from its first byte to its last
    std::chrono::milliseconds idle{120'000}; ///< between two requests
    std::chrono::milliseconds upstream{60'000}; ///< GitHub's silence
    std::chrono::milliseconds draining{8'000}; ///< for answers under way at the end
};

/// One caller: reads its requests one after the other, each is answered before the next. Deletes
/// itself once the caller has gone.
class ProxyConnection final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProxyConnection)

public:
    ProxyConnection(QTcpSocket *socket, const ProxyBounds &bounds, QObject *parent);

    /// An answer's head; then its body in pieces, then end(). Framing and length are added to the
    /// headers here.
    void begin(int status, const QByteArray &reason, const QHttpHeaders &headers,
               std::optional<qint64> length);
    void send(const QByteArray &piece);
    void end();
    /// A whole answer that is ours: GitHub's form, one sentence.
    void refuse(int status, const QString &why);
    /// The same for one whose request nobody will read.
    void turnAway(int status, const QString &why);
    /// Where the rest of an answer will never come.
    void breakOff();

    [[nodiscard]] bool hasRoom() const { return m_socket->bytesToWrite() < m_bounds.buffer; }
    [[nodiscard]] qint64 room() const { return m_bounds.buffer - m_socket->bytesToWrite(); }
    /// Bytes of the request's body that it may make the proxy hold, until it is answered.
    [[nodiscard]] qint64 promised() const { return m_promised; }
    /// Ends it behind the answer under way, at once where there is none.
    void leave();

signals:
    /// Its body is still to come: turnAway() spares that.
    void announced(const sluice::CallerRequest &head);
    void requested(const sluice::CallerRequest &request);
    void drained(); ///< some of the answer went out
    void turnedAway(); ///< its request was not even taken
    void left(); ///< takes nothing more, and is about to be deleted

private:
    enum class Phase { Reading, Answering, Leaving };

    void read();
    void write(const QByteArray &bytes);
    void hand(const CallerRequest &request);
    void onWritten();
    void onSilence();
    void watch();
    void depart();
    void sayFarewell();

    QTcpSocket *m_socket;
    ProxyBounds m_bounds;
    RequestReader m_reader;
    Phase m_phase = Phase::Reading;
    qint64 m_promised = 0;
    QTimer m_deadline;
    QTimer m_requestEnd; ///< however small its pieces
    bool m_isHead = false;
    bool m_isOld = false; ///< HTTP/1.0
    bool m_isLast = false;
    bool m_isUnread = false; ///< the request was refused before its end
    bool m_isBodyless = false;
    bool m_isChunked = false;
    bool m_isHeadTimed = false; ///< the time for the head of the request runs
    bool m_hasAsked = false; ///< ever
};

} // namespace sluice
