// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "proxy/listenplace.h"

#include <QHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocalSocket>
#include <QTcpSocket>
#include <QTest>

#include <memory>

namespace sluice {

/// An answer as it came over the wire.
struct RawAnswer
{
    int status = 0;
    QHash<QByteArray, QByteArray> headers = {}; ///< names in lower case
    QByteArray body = {};
    bool isWhole = false; ///< as far as its framing tells

    [[nodiscard]] QByteArray message() const ///< of GitHub's form
    {
        return QJsonDocument::fromJson(body).object().value(u"message").toString().toUtf8();
    }
};

/// A caller that says exactly what it is told to, and may be slow.
class RawCaller final
{
    Q_DISABLE_COPY_MOVE(RawCaller)

public:
    /// A read buffer above 0 is all that it takes before it is read.
    explicit RawCaller(const ListenPlace &place, qint64 readBuffer = 0)
    {
        if (place.isPath()) {
            auto socket = std::make_unique<QLocalSocket>();
            socket->setReadBufferSize(readBuffer);
            socket->connectToServer(place.path);
            m_isOpen = [local = socket.get()] {
                return local->state() == QLocalSocket::ConnectedState;
            };
            m_socket = std::move(socket);
        } else {
            auto socket = std::make_unique<QTcpSocket>();
            socket->setReadBufferSize(readBuffer);
            socket->connectToHost(place.address, place.port);
            m_isOpen = [tcp = socket.get()] {
                return tcp->state() == QAbstractSocket::ConnectedState;
            };
            m_socket = std::move(socket);
        }
        static_cast<void>(QTest::qWaitFor(m_isOpen));
    }

    void send(const QByteArray &bytes) { m_socket->write(bytes); }
    /// With a token and a body's length; `headers` end in a line's end each.
    void ask(const QByteArray &method, const QByteArray &target, const QByteArray &headers = {},
             const QByteArray &body = {}, const QByteArray &host = "127.0.0.1")
    {
        QByteArray head = method + ' ' + target + " HTTP/1.1\r\nHost: " + host + "\r\n";
        if (!headers.contains("Authorization"))
            head += "Authorization: token secret-of-tests\r\n";
        if (!body.isEmpty())
            head += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
        m_isHead = method == "HEAD";
        send(head + headers + "\r\n" + body);
    }
    /// The next answer, whole or as far as it came.
    [[nodiscard]] RawAnswer answer(int ms = 10'000)
    {
        RawAnswer answer;
        static_cast<void>(QTest::qWaitFor(
                [&] {
                    take();
                    const bool isOver = !isOpen();
                    answer = parse(isOver);
                    return answer.isWhole || isOver;
                },
                ms));
        return answer;
    }
    [[nodiscard]] RawAnswer get(const QByteArray &target, const QByteArray &headers = {},
                                const QByteArray &host = "127.0.0.1")
    {
        ask("GET", target, headers, {}, host);
        return answer();
    }

    [[nodiscard]] bool isOpen() const { return m_isOpen(); }
    void take() { m_input += m_socket->readAll(); }
    /// From now on takes whatever comes at once, and tells how much.
    void takeAlways(const std::function<void(qint64)> &taken)
    {
        const auto takeNow = [socket = m_socket.get(), taken] { taken(socket->readAll().size()); };
        QObject::connect(m_socket.get(), &QIODevice::readyRead, m_socket.get(), takeNow);
        takeNow();
    }

private:
    RawAnswer parse(bool isOver)
    {
        const qsizetype end = m_input.indexOf("\r\n\r\n");
        if (end < 0)
            return {};
        const QList<QByteArray> lines = m_input.first(end).replace("\r\n", "\n").split('\n');
        RawAnswer answer{.status = lines.first().split(' ').value(1).toInt()};
        for (const QByteArray &line : lines.sliced(1)) {
            const qsizetype colon = line.indexOf(':');
            answer.headers.insert(line.first(colon).toLower(), line.sliced(colon + 1).trimmed());
        }
        const QByteArray rest = m_input.sliced(end + 4);
        qsizetype used = 0;
        const bool isBare
                = m_isHead || answer.status == 204 || answer.status == 304 || answer.status == 100;
        if (isBare) {
            answer.isWhole = true;
        } else if (answer.headers.value("transfer-encoding") == "chunked") {
            used = unchunk(rest, answer);
        } else if (answer.headers.contains("content-length")) {
            const qsizetype length = answer.headers.value("content-length").toLongLong();
            answer.body = rest.first(std::min(length, rest.size()));
            answer.isWhole = rest.size() >= length;
            used = answer.body.size();
        } else {
            answer.body = rest;
            answer.isWhole = isOver;
            used = rest.size();
        }
        if (answer.isWhole)
            m_input = rest.sliced(used);
        return answer;
    }

    static qsizetype unchunk(const QByteArray &rest, RawAnswer &answer)
    {
        for (qsizetype at = 0;;) {
            const qsizetype lineEnd = rest.indexOf("\r\n", at);
            if (lineEnd < 0)
                return at;
            const qsizetype size = rest.sliced(at, lineEnd - at).toLongLong(nullptr, 16);
            if (rest.size() < lineEnd + 2 + size + 2)
                return at;
            answer.body += rest.sliced(lineEnd + 2, size);
            at = lineEnd + 2 + size + 2;
            if (size == 0) {
                answer.isWhole = true;
                return at;
            }
        }
    }

    std::unique_ptr<QIODevice> m_socket;
    std::function<bool()> m_isOpen;
    QByteArray m_input;
    bool m_isHead = false;
};

} // namespace sluice
