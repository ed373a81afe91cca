// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "github/ratestate.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTimeZone>

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// GitHub's reset of one window may differ by a second from answer to answer.
constexpr qint64 kSameWindowMs = 5000;
constexpr std::chrono::milliseconds kAfterReset = 1s;
constexpr qint64 kLargestEpoch = 253'402'300'799; // the year 9999

int numberIn(const QHttpHeaders &headers, QAnyStringView name)
{
    bool isNumber = false;
    const int number = headers.value(name).trimmed().toByteArray().toInt(&isNumber);
    return isNumber && number >= 0 ? number : -1;
}

/// "Mon, 23 Nov 2026 07:27:25 GMT", or null. By hand: each answer has one, and Qt's own way asks
/// for the local time zone.
QDateTime httpDate(QByteArrayView text)
{
    constexpr QByteArrayView kMonths("JanFebMarAprMayJunJulAugSepOctNovDec");
    if (text.size() != 29 || !text.endsWith(" GMT"))
        return {};
    const auto number = [text](qsizetype at, qsizetype size) {
        return text.sliced(at, size).toInt(); // 0 where it is none
    };
    const qsizetype month = kMonths.indexOf(text.sliced(8, 3));
    const QDate date(number(12, 4), month < 0 ? 0 : int(month / 3) + 1, number(5, 2));
    const QTime time(number(17, 2), number(20, 2), number(23, 2));
    return date.isValid() && time.isValid() ? QDateTime(date, time, QTimeZone::UTC) : QDateTime();
}

RateVerdict graphqlVerdict(const QByteArray &body)
{
    const QJsonObject answer = QJsonDocument::fromJson(body).object();
    RateVerdict verdict = RateVerdict::Fine;
    for (const QJsonValue &error : answer.value("errors"_L1).toArray()) {
        if (error["message"_L1].toString().contains("secondary rate limit"_L1, Qt::CaseInsensitive))
            return RateVerdict::Secondary;
        if (error["type"_L1] == "RATE_LIMITED"_L1)
            verdict = RateVerdict::PrimaryExhausted;
    }
    return verdict;
}

QString messageOf(const QByteArray &body)
{
    return QJsonDocument::fromJson(body).object().value("message"_L1).toString();
}

} // namespace

RateFacts rateFacts(const QHttpHeaders &headers)
{
    RateFacts facts;
    facts.resource = QString::fromLatin1(headers.value("x-ratelimit-resource"_L1));
    facts.limit = numberIn(headers, "x-ratelimit-limit"_L1);
    facts.remaining = numberIn(headers, "x-ratelimit-remaining"_L1);
    const qint64 reset = headers.value("x-ratelimit-reset"_L1).toByteArray().toLongLong();
    if (reset > 0 && reset <= kLargestEpoch)
        facts.reset = QDateTime::fromSecsSinceEpoch(reset, QTimeZone::UTC);
    facts.retryAfter = headers.value("retry-after"_L1).toByteArray();
    facts.serverTime = httpDate(headers.value("date"_L1));
    return facts;
}

RateVerdict rateVerdict(int status, const RateFacts &facts, const QByteArray &body, bool isGraphql)
{
    if (isGraphql && status == 200) {
        // Answers of queries may be long; the word alone may also stand in a file that was asked
        // for.
        const bool isSuspect = body.contains("RATE_LIMITED") || body.contains("rate limit");
        return isSuspect ? graphqlVerdict(body) : RateVerdict::Fine;
    }
    if (status != 403 && status != 429)
        return RateVerdict::Fine;
    const QString message = messageOf(body);
    const auto says = [&message](QLatin1StringView words) {
        return message.contains(words, Qt::CaseInsensitive);
    };
    if (says("secondary rate limit"_L1) || says("abuse detection"_L1))
        return RateVerdict::Secondary;
    // The last request of a window may be refused for another reason.
    if (facts.remaining == 0 && (status == 429 || message.isEmpty() || says("rate limit"_L1)))
        return RateVerdict::PrimaryExhausted;
    if (status == 429 || !facts.retryAfter.isEmpty())
        return RateVerdict::Secondary;
    return says("rate limit exceeded"_L1) ? RateVerdict::PrimaryExhausted : RateVerdict::Fine;
}

void RateState::learn(const RateFacts &facts, std::chrono::milliseconds skew)
{
    if (!facts.isComplete())
        return;
    const qint64 later
            = m_serverReset.isValid() ? m_serverReset.msecsTo(facts.reset) : kSameWindowMs + 1;
    if (later < -kSameWindowMs)
        return;
    const bool isSameWindow = later <= kSameWindowMs;
    m_remaining = isSameWindow && facts.limit == m_limit ? std::min(m_remaining, facts.remaining)
                                                         : facts.remaining;
    m_limit = facts.limit;
    m_serverReset = isSameWindow ? std::max(m_serverReset, facts.reset) : facts.reset;
    m_reset = m_serverReset.addMSecs((kAfterReset - skew).count());
}

void RateState::exhaust(const QDateTime &until)
{
    m_remaining = 0;
    m_reset = until;
}

int RateState::remaining(const QDateTime &now) const { return isOver(now) ? m_limit : m_remaining; }

} // namespace sluice
