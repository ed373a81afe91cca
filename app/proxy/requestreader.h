// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/callerrequest.h"

class QIODevice;

namespace sluice {

/// Reads one HTTP/1 request from a connection, and nothing of what follows it. A value.
class RequestReader final
{
public:
    enum class State {
        Idle, ///< nothing has come yet
        Head,
        Body,
        Whole,
        Refused, ///< see status() and why()
    };

    explicit RequestReader(qint64 bodyLimit)
        : m_bodyLimit(bodyLimit)
    {}

    /// Takes what is there.
    State read(QIODevice &device);
    /// The same without the body: nobody need take that of a request that will be refused.
    State readHead(QIODevice &device);
    [[nodiscard]] const CallerRequest &request() const { return m_request; } ///< its head
    [[nodiscard]] bool awaitsBody() const { return m_left > 0 || m_part != Part::Length; }
    /// Bytes of the body that may still come; of one that does not say so, all that it may have.
    [[nodiscard]] qint64 promised() const { return m_part == Part::Length ? m_left : m_bodyLimit; }
    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] CallerRequest take() { return std::move(m_request); } ///< once it is whole
    /// True once, where the caller waits for a word before it sends the body.
    [[nodiscard]] bool takeWish() { return std::exchange(m_wantsWord, false); }
    [[nodiscard]] int status() const { return m_status; }
    [[nodiscard]] const QString &why() const { return m_why; }

private:
    enum class Part { Length, ChunkSize, Chunk, ChunkEnd, Trailer };

    bool readLine(QIODevice &device); ///< into m_line; false: not there yet, or refused
    void onHeadLine();
    void readRequestLine();
    void readHeader();
    void onHeadEnd();
    void readTarget();
    void readFraming();
    void readBody(QIODevice &device);
    void onChunkLine();
    void refuse(int status, const QString &why);

    qint64 m_bodyLimit;
    State m_state = State::Idle;
    Part m_part = Part::Length;
    CallerRequest m_request;
    QByteArray m_line;
    qsizetype m_headBytes = 0;
    qint64 m_left = 0; ///< of the body, or of the chunk
    bool m_wantsWord = false;
    int m_status = 0;
    QString m_why;
};

} // namespace sluice
