// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/github/fakegithub.h"

#include <QJsonArray>
#include <QLocale>

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

const QString kApi = u"https://api.github.test"_s;
const QString kDocumentation = u"https://docs.github.com/rest"_s;

} // namespace

FakeRequest FakeRequest::of(const QByteArray &method, const QByteArray &target,
                            const QHttpHeaders &headers, const QByteArray &body)
{
    const QUrl url(QString::fromLatin1(target));
    return {method, url.path(QUrl::FullyDecoded), QUrlQuery(url), headers, body};
}

FakeAnswer fakeJson(const QJsonValue &value, int status)
{
    FakeAnswer answer{.status = status};
    answer.headers.append(QHttpHeaders::WellKnownHeader::ContentType,
                          "application/json; charset=utf-8"_L1);
    answer.body
            = (value.isArray() ? QJsonDocument(value.toArray()) : QJsonDocument(value.toObject()))
                      .toJson(QJsonDocument::Compact);
    return answer;
}

FakeAnswer fakeError(int status, const QString &message, const QJsonArray &errors)
{
    QJsonObject body{{u"message"_s, message},
                     {u"documentation_url"_s, kDocumentation},
                     {u"status"_s, QString::number(status)}};
    if (!errors.isEmpty())
        body.insert(u"errors"_s, errors);
    return fakeJson(body, status);
}

FakeAnswer fakeNotFound() { return fakeError(404, u"Not Found"_s); }

QString fakeApiUrl(const QString &path) { return kApi + path; }

void leadBack(FakeAnswer &answer, const FakeRequest &request)
{
    const QByteArray host = request.headers.value("host"_L1).toByteArray();
    if (!host.isEmpty())
        answer.body.replace(kApi.toLatin1(), QByteArray("http://"_ba + host));
}

QString fakeLink(const FakeRequest &request, const QUrlQuery &query, const QString &relation)
{
    const QString host = QString::fromUtf8(request.headers.value("host"_L1).toByteArray());
    return u"<http://%1%2?%3>; rel=\"%4\""_s.arg(host, request.path,
                                                 query.toString(QUrl::FullyEncoded), relation);
}

FakeAnswer fakePage(const FakeRequest &request, const QJsonArray &all)
{
    const auto number = [&request](const QString &key, int fallback) {
        const int value = request.query.queryItemValue(key).toInt();
        return value > 0 ? value : fallback;
    };
    const int size = std::min(100, number(u"per_page"_s, 30));
    const int page = number(u"page"_s, 1);
    const int last = std::max(1, (int(all.size()) + size - 1) / size);
    QJsonArray part;
    for (qsizetype i = qsizetype(page - 1) * size; i < std::min(all.size(), qsizetype(page) * size);
         ++i)
        part << all.at(i);
    FakeAnswer answer = fakeJson(part);
    const auto link = [&](int to, const QString &relation) {
        QUrlQuery query = request.query;
        query.removeQueryItem(u"page"_s);
        query.addQueryItem(u"page"_s, QString::number(to));
        return fakeLink(request, query, relation);
    };
    QStringList links;
    if (page > 1)
        links << link(page - 1, u"prev"_s);
    if (page < last)
        links << link(page + 1, u"next"_s) << link(last, u"last"_s);
    if (page > 1)
        links << link(1, u"first"_s);
    if (!links.isEmpty())
        answer.headers.append("Link"_L1, links.join(", "_L1).toUtf8());
    return answer;
}

FakeAnswer fakeCountedPage(const FakeRequest &request, const QString &name, const QJsonArray &all,
                           QJsonObject more)
{
    const FakeAnswer page = fakePage(request, all);
    more.insert(u"total_count"_s, all.size());
    more.insert(name, QJsonDocument::fromJson(page.body).array());
    FakeAnswer answer = fakeJson(more);
    if (page.headers.contains("Link"_L1))
        answer.headers.append("Link"_L1, page.headers.value("Link"_L1));
    return answer;
}

QByteArray fakeHttpDate(const QDateTime &at)
{
    return QLocale::c().toString(at.toUTC(), u"ddd, dd MMM yyyy HH:mm:ss 'GMT'").toLatin1();
}

FakeAnswer fakeDated(FakeAnswer answer, const QDateTime &changed)
{
    if (answer.status == 200 && changed.isValid())
        answer.headers.append(QHttpHeaders::WellKnownHeader::LastModified, fakeHttpDate(changed));
    return answer;
}

} // namespace sluice
