// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "github/apierrors.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

#include <algorithm>
#include <array>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

/// GitHub's own words, with those about single fields: "Validation Failed; description is too
/// long".
QString messageOf(const HttpResponse &response)
{
    const QJsonObject body = QJsonDocument::fromJson(response.body).object();
    QStringList words{body.value("message"_L1).toString()};
    const QJsonArray errors = body.value("errors"_L1).toArray();
    for (const QJsonValue &error : errors) {
        const QString said = error.isString() ? error.toString() : error["message"_L1].toString();
        const QString field = error["field"_L1].toString();
        const QString code = error["code"_L1].toString();
        words << (said.isEmpty() ? u"%1: %2"_s.arg(field, code) : said);
    }
    words.removeAll(QString());
    return words.join(u"; "_s);
}

QString detailOf(const HttpResponse &response)
{
    const QString message = messageOf(response);
    const QString status = u"HTTP status %1"_s.arg(response.status);
    return message.isEmpty() ? status : status + u": " + message;
}

/// "/repos/o/r/contents/?ref=x" reads better without its query.
QString shown(const ApiRequest &request)
{
    return QString::fromLatin1(request.method) + u' ' + request.path.section(u'?', 0, 0);
}

/// What a token would need, as GitHub says it of each kind of token.
QString missingRight(const HttpResponse &response)
{
    const auto header = [&response](QLatin1StringView name) {
        return QString::fromLatin1(response.headers.value(name)).trimmed();
    };
    const QString permissions = header("x-accepted-github-permissions"_L1);
    if (!permissions.isEmpty())
        return u"the permission "_s + permissions;
    const QString scopes = header("x-accepted-oauth-scopes"_L1);
    if (scopes.isEmpty() || !response.headers.contains("x-oauth-scopes"_L1))
        return {};
    const QStringList owned = header("x-oauth-scopes"_L1).split(u", "_s);
    const QStringList accepted = scopes.split(u", "_s);
    const bool hasOne = std::ranges::any_of(
            accepted, [&owned](const QString &scope) { return owned.contains(scope); });
    return hasOne ? QString() : u"the scope "_s + accepted.join(u" or "_s);
}

Error forbiddenError(const ApiRequest &request, const HttpResponse &response, const ApiParty &party)
{
    const QString right = missingRight(response);
    const QString text
            = right.isEmpty()
                    ? u"%1 does not let the %2 do this (%3): ask for access, or use another token."_s
                              .arg(party.host, party.token, shown(request))
                    : u"%1 does not let the %2 do this (%3), because it lacks %4: give it that right."_s
                              .arg(party.host, party.token, shown(request), right);
    return failure(Cause::Forbidden, text, detailOf(response), Who::Us).error();
}

} // namespace

Error apiError(const ApiRequest &request, const HttpResponse &response, const ApiParty &party)
{
    const QString detail = detailOf(response);
    const QString asked = shown(request);
    switch (response.status) {
    case 401:
        return failure(Cause::Forbidden,
                       u"%1 does not accept the %2: it is mistyped, was revoked or has "
                       u"expired: give another."_s.arg(party.host, party.token),
                       detail, Who::Us)
                .error();
    case 403:
    case 451:
        return forbiddenError(request, response, party);
    case 404:
        return failure(Cause::NotFound,
                       u"%1 has no such thing for the %2 (%3): it was deleted or made private, or "
                       u"the token may not see it."_s.arg(party.host, party.token, asked),
                       detail)
                .error();
    case 410:
        return failure(Cause::NotFound,
                       u"%1 says that this is gone for good (%2): forget it."_s.arg(party.host,
                                                                                    asked),
                       detail)
                .error();
    case 422:
        return failure(Cause::Invalid,
                       u"%1 refuses this as it is (%2): see its message."_s.arg(party.host, asked),
                       detail, Who::Us)
                .error();
    default:
        break;
    }
    static constexpr std::array kPassing{408, 409, 423, 425}; // time-out, conflict, locked, early
    const bool isPassing = std::ranges::contains(kPassing, response.status);
    if (response.status >= 500 || response.status < 400 || isPassing) {
        return failure(Cause::Upstream,
                       u"%1 could not answer now (%2, %3): try again later."_s.arg(
                               party.host, asked, QString::number(response.status)),
                       detail)
                .error();
    }
    return failure(Cause::Invalid,
                   u"%1 refused a request (%2, %3): see its message."_s.arg(
                           party.host, asked, QString::number(response.status)),
                   detail, Who::Us)
            .error();
}

Error limitError(const ApiRequest &request, const HttpResponse &response, const ApiParty &party,
                 const QDateTime &roomAt)
{
    Error error = failure(Cause::Upstream,
                          u"%1 takes no more requests with the %2 for now (%3): it is a limit, "
                          u"wait."_s.arg(party.host, party.token, shown(request)),
                          detailOf(response))
                          .error();
    error.retryAt = roomAt;
    return error;
}

Error redirectError(const ApiRequest &request, const ApiParty &party, const QString &why)
{
    return failure(Cause::Upstream,
                   u"%1 sent %2 elsewhere, and we do not follow: %3."_s.arg(party.host,
                                                                            shown(request), why),
                   {}, Who::Upstream)
            .error();
}

Error brokenAnswerError(const ApiRequest &request, const ApiParty &party, const QString &why)
{
    return failure(Cause::Upstream,
                   u"The answer of %1 to %2 makes no sense: see whether it is a GitHub."_s.arg(
                           party.host, shown(request)),
                   why)
            .error();
}

} // namespace sluice
