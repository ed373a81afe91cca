// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/requestreader.h"

#include <QIODevice>
#include <QLocale>

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kHeadLimit = 64 * 1024;
constexpr qsizetype kHeaderLimit = 200;

bool isTokenCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
        || QByteArrayView("!#$%&'*+-.^_`|~").contains(c);
}

bool isToken(QByteArrayView text)
{
    return !text.isEmpty() && std::ranges::all_of(text, isTokenCharacter);
}

/// Printable ASCII without a space.
bool isTargetText(QByteArrayView text)
{
    return !text.isEmpty() && std::ranges::all_of(text, [](char c) { return c > ' ' && c < 127; });
}

bool isHeaderText(QByteArrayView text)
{
    return std::ranges::all_of(text, [](char c) {
        return c == '\t' || (static_cast<unsigned char>(c) >= ' ' && c != 127);
    });
}

/// -1: no number. Digits alone: what Qt takes beside them, others read as something else.
qint64 numberIn(QByteArrayView text, int base)
{
    const auto isDigit = [base](char c) {
        return (c >= '0' && c <= '9')
            || (base == 16 && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')));
    };
    bool isNumber = false;
    const qint64 number = text.toByteArray().toLongLong(&isNumber, base);
    return isNumber && std::ranges::all_of(text, isDigit) ? number : -1;
}

bool lists(const QHttpHeaders &headers, QHttpHeaders::WellKnownHeader name, QByteArrayView word)
{
    const QList<QByteArray> words = headers.combinedValue(name).split(',');
    return std::ranges::any_of(words, [word](const QByteArray &one) {
        return one.trimmed().compare(word, Qt::CaseInsensitive) == 0;
    });
}

} // namespace

RequestReader::State RequestReader::readHead(QIODevice &device)
{
    while (m_state == State::Idle || m_state == State::Head) {
        if (!readLine(device))
            return m_state;
        onHeadLine();
    }
    return m_state;
}

RequestReader::State RequestReader::read(QIODevice &device)
{
    if (readHead(device) == State::Body)
        readBody(device);
    return m_state;
}

bool RequestReader::readLine(QIODevice &device)
{
    if (device.bytesAvailable() > 0 && m_state == State::Idle)
        m_state = State::Head;
    if (!device.canReadLine()) {
        if (device.bytesAvailable() > kHeadLimit)
            refuse(431, u"The head of the request is longer than 64 KB; send less in it."_s);
        return false;
    }
    m_line = device.readLine();
    m_headBytes += m_line.size();
    m_line.chop(m_line.endsWith("\r\n") ? 2 : 1);
    if (m_headBytes > kHeadLimit || m_request.headers.size() > kHeaderLimit) {
        refuse(431, u"The head of the request is longer than 64 KB; send less in it."_s);
        return false;
    }
    return true;
}

void RequestReader::onHeadLine()
{
    if (m_request.method.isEmpty()) {
        if (!m_line.isEmpty()) // some send an empty line too much behind a body
            readRequestLine();
    } else if (m_line.isEmpty()) {
        onHeadEnd();
    } else {
        readHeader();
    }
}

void RequestReader::readRequestLine()
{
    const QList<QByteArray> parts = m_line.split(' ');
    const bool isRequest = parts.size() == 3 && isToken(parts.at(0)) && isTargetText(parts.at(1))
                        && parts.at(2).startsWith("HTTP/");
    if (!isRequest)
        return refuse(400, u"This is no HTTP request; ask as you would ask api.github.com."_s);
    if (parts.at(2) != "HTTP/1.1" && parts.at(2) != "HTTP/1.0")
        return refuse(505, u"The proxy speaks HTTP/1.1; ask in that."_s);
    m_request.method = parts.at(0);
    m_request.target = parts.at(1);
    m_request.minor = parts.at(2).endsWith('1') ? 1 : 0;
}

void RequestReader::readHeader()
{
    const qsizetype colon = m_line.indexOf(':');
    const QByteArray name = m_line.first(std::max<qsizetype>(colon, 0));
    const QByteArray value = m_line.sliced(colon + 1).trimmed();
    if (!isToken(name) || !isHeaderText(value))
        return refuse(400, u"A header of the request cannot be read; send \"Name: value\"."_s);
    m_request.headers.append(QLatin1StringView(name), QLatin1StringView(value));
}

void RequestReader::onHeadEnd()
{
    using enum QHttpHeaders::WellKnownHeader;
    const QHttpHeaders &headers = m_request.headers;
    const QList<QByteArray> hosts = headers.values(Host);
    if (hosts.size() > 1 || (hosts.isEmpty() && m_request.minor == 1))
        return refuse(400, u"The request needs one Host header; send it."_s);
    m_request.host = hosts.value(0).toLower();
    m_request.isLast = lists(headers, Connection, "close") || m_request.minor == 0;
    readTarget();
    if (m_state != State::Refused)
        readFraming();
}

/// Callers with an HTTP proxy in their settings name the whole URL; it counts before Host.
void RequestReader::readTarget()
{
    const QByteArray target = m_request.target;
    if (!target.startsWith("http://"))
        return;
    const qsizetype slash = target.indexOf('/', 7);
    m_request.host = target.sliced(7, (slash < 0 ? target.size() : slash) - 7).toLower();
    m_request.target = slash < 0 ? "/"_ba : target.sliced(slash);
}

void RequestReader::readFraming()
{
    using enum QHttpHeaders::WellKnownHeader;
    const QHttpHeaders &headers = m_request.headers;
    const QList<QByteArray> lengths = headers.values(ContentLength);
    const bool isCoded = headers.contains(TransferEncoding);
    // Two ways to say where a body ends are one too many: others may believe the other one.
    if (lengths.size() > 1 || (isCoded && (!lengths.isEmpty() || m_request.minor == 0)))
        return refuse(400, u"The request says in two ways how long it is; say it in one."_s);
    if (isCoded && headers.combinedValue(TransferEncoding).toLower() != "chunked")
        return refuse(501,
                      u"Of the transfer encodings the proxy reads chunked alone; send that."_s);
    m_left = lengths.isEmpty() ? 0 : numberIn(lengths.first(), 10);
    if (m_left < 0)
        return refuse(400, u"The Content-Length is no number; correct it."_s);
    m_part = isCoded ? Part::ChunkSize : Part::Length;
    m_state = State::Body;
    if (m_left > m_bodyLimit)
        return refuse(413, QString());
    m_wantsWord = m_request.minor == 1 && (isCoded || m_left > 0)
               && headers.combinedValue("expect"_L1).toLower() == "100-continue";
}

void RequestReader::readBody(QIODevice &device)
{
    while (m_state == State::Body) {
        if (m_part == Part::Length || m_part == Part::Chunk) {
            const QByteArray piece = device.read(m_left);
            m_request.body += piece;
            m_left -= piece.size();
            if (m_left > 0)
                return;
            if (m_part == Part::Length)
                m_state = State::Whole;
            m_part = Part::ChunkEnd;
            continue;
        }
        if (m_part != Part::Trailer) // which ends no sooner than its sender likes
            m_headBytes = 0;
        if (!readLine(device))
            return;
        onChunkLine();
    }
}

void RequestReader::onChunkLine()
{
    if (m_part == Part::Trailer) {
        if (m_line.isEmpty())
            m_state = State::Whole;
        return;
    }
    if (m_part == Part::ChunkEnd) {
        m_part = Part::ChunkSize;
        if (!m_line.isEmpty())
            refuse(400, u"A chunk of the body is longer than it says; correct its size."_s);
        return;
    }
    m_left = numberIn(m_line.split(';').constFirst().trimmed(), 16);
    if (m_left < 0)
        return refuse(400, u"The size of a chunk is no number; correct it."_s);
    if (m_left > m_bodyLimit - m_request.body.size())
        return refuse(413, QString());
    m_part = m_left == 0 ? Part::Trailer : Part::Chunk;
}

void RequestReader::refuse(int status, const QString &why)
{
    m_state = State::Refused;
    m_status = status;
    m_why = status != 413
                  ? why
                  : u"The body is larger than the %1 that the proxy takes; send it to GitHub "
                    u"itself."_s.arg(QLocale::c().formattedDataSize(m_bodyLimit, 0));
}

} // namespace sluice
