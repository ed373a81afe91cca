// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "github/orgscan.h"

#include "github/githubclient.h"
#include "github/graphql.h"
#include "github/rategovernor.h"
#include "packit/packitconfig.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr int kPageSize = 50;
constexpr auto kUrgency = Urgency::ReadForPerson;
constexpr int kMostPulls = 100; // that one query shows of a repository

QString candidateAlias(qsizetype position) { return u"config%1"_s.arg(position); }

/// What is asked of each repository.
QString factFields()
{
    QString fields = u" pullRequests(first: %1, orderBy: {field: CREATED_AT, direction: DESC}) "
                     u"{ nodes { createdAt } } defaultBranchRef { target { ... on Commit "
                     u"{ history(since: $since) { totalCount } } } }"_s.arg(kMostPulls);
    const QStringList names = packitConfigNames();
    for (qsizetype i = 0; i < names.size(); ++i) {
        fields += u" %1: object(expression: \"HEAD:%2\") { ... on Blob { text byteSize isTruncated "
                  u"} }"_s.arg(candidateAlias(i), names.at(i));
    }
    return fields;
}

QString queryText(bool isBare)
{
    const QString since = isBare ? QString() : u", $since: GitTimestamp!"_s;
    return u"query($login: String!, $first: Int!, $after: String%1) { rateLimit { cost } "
           u"repositoryOwner(login: $login) { repositories(first: $first, after: $after, "
           u"ownerAffiliations: [OWNER]) { totalCount pageInfo { hasNextPage endCursor } nodes "
           u"{ name isArchived isFork%2 } } } }"_s.arg(since, isBare ? QString() : factFields());
}

/// Opened in the time looked at: more than a query shows are told by the time that these span.
int pullsSince(const QJsonArray &pulls, const QDateTime &since, const QDateTime &now)
{
    int count = 0;
    QDateTime oldest = now;
    for (const QJsonValue &pull : pulls) {
        const auto at = QDateTime::fromString(pull["createdAt"_L1].toString(), Qt::ISODate);
        if (at < since)
            return count;
        oldest = std::min(oldest, at);
        ++count;
    }
    if (count < kMostPulls)
        return count;
    const double span = double(std::max<qint64>(1, oldest.secsTo(now)));
    return int(std::min(1e6, double(count) * double(since.secsTo(now)) / span));
}

/// A classic token names its scopes, others do not.
bool seesPrivate(const QHttpHeaders &headers)
{
    if (!headers.contains("x-oauth-scopes"_L1))
        return true;
    const QString scopes = QString::fromLatin1(headers.value("x-oauth-scopes"_L1));
    const QStringList all = scopes.split(u',');
    return std::ranges::any_of(all,
                               [](const QString &scope) { return scope.trimmed() == "repo"_L1; });
}

} // namespace

OrgScan::OrgScan(GithubClient &client, const ChrootTable &chroots, OrgScanRequest request,
                 QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_chroots(chroots)
    , m_request(std::move(request))
{
    m_findings.organisation = m_request.organisation;
    m_findings.isWhole = false;
    connect(&m_client.governor(), &RateGovernor::waits, this, &OrgScan::noteHold);
}

void OrgScan::start() { ask(); }

void OrgScan::end(const Error &why)
{
    m_client.cancel(std::exchange(m_asked, 0));
    m_findings.ended = why.what;
    emit failed(why);
}

void OrgScan::noteHold(const QDateTime &until)
{
    const bool isOurs = m_client.governor().state().held.at(size_t(kUrgency)) > 0;
    if (m_asked == 0 || !isOurs || until == m_heldUntil)
        return;
    m_heldUntil = until;
    emit held(until);
}

void OrgScan::ask()
{
    const int left = m_request.limit > 0 ? m_request.limit - m_findings.looked() : m_pageSize;
    QJsonObject variables{{u"login"_s, m_request.organisation},
                          {u"first"_s, std::min(m_pageSize, left)}};
    if (!m_cursor.isEmpty())
        variables.insert(u"after"_s, m_cursor);
    if (!m_isBare) {
        const QDateTime since = m_request.now.addDays(-m_findings.days).toUTC();
        variables.insert(u"since"_s, since.toString(Qt::ISODate));
    }
    m_asked = m_client.send({.method = "POST",
                             .path = u"/graphql"_s,
                             .body = graphqlBody(queryText(m_isBare), variables),
                             .urgency = kUrgency,
                             .purpose = {.why = u"scan "_s + m_request.organisation}},
                            this, [this](const Result<ApiAnswer> &answer) { take(answer); });
}

void OrgScan::take(const Result<ApiAnswer> &answer)
{
    if (std::exchange(m_asked, 0) == 0) // it was ended, and this had left
        return;
    if (!answer)
        return askForLess(answer.error());
    const auto graph = parseGraphql(answer->body);
    if (!graph)
        return askForLess(graph.error());
    m_findings.points += graph->cost;
    m_findings.seesPrivate = seesPrivate(answer->headers);
    const QJsonValue owner = graph->data.value("repositoryOwner"_L1);
    const auto forbidden = std::ranges::find(graph->errors, u"FORBIDDEN"_s, &GraphqlError::type);
    const bool isForbidden = forbidden != graph->errors.end();
    if (isForbidden && m_findings.refusal.isEmpty())
        m_findings.refusal = forbidden->message.simplified().left(200);
    if (isForbidden && !owner["repositories"_L1].isObject())
        return end(refused(forbidden->message));
    if (!owner.isObject()) {
        const QString detail = graph->errors.isEmpty() ? QString() : graph->errors.first().message;
        return end(notThere(detail));
    }
    takePage(owner["repositories"_L1].toObject());
}

Error OrgScan::notThere(const QString &detail) const
{
    return failure(Cause::NotFound,
                   u"%1 has no organisation or user \"%2\", or does not show it to the token: "
                   u"check "
                   u"the name."_s.arg(m_client.options().baseUrl.host(),
                                      m_request.organisation.left(80)),
                   detail, Who::Us)
            .error();
}

Error OrgScan::refused(const QString &message) const
{
    return failure(Cause::Forbidden,
                   u"%1 does not show the repositories of %2 to the token (%3): allow it for this "
                   u"organisation, where single sign-on asks for that."_s.arg(
                           m_client.options().baseUrl.host(), m_request.organisation.left(80),
                           message.simplified().left(200)),
                   message, Who::Us)
            .error();
}

void OrgScan::takePage(const QJsonObject &repositories)
{
    m_findings.visible = repositories.value("totalCount"_L1).toInt();
    const QJsonArray nodes = repositories.value("nodes"_L1).toArray();
    for (const QJsonValue &node : nodes)
        takeRepository(node);
    const QJsonValue page = repositories.value("pageInfo"_L1);
    const QString cursor = page["endCursor"_L1].toString();
    const int wanted = m_request.limit > 0 ? std::min(m_request.limit, m_findings.visible)
                                           : m_findings.visible;
    emit progress(std::min(m_findings.looked(), wanted), wanted);
    const bool isEnd = !page["hasNextPage"_L1].toBool() || cursor.isEmpty() || cursor == m_cursor;
    if (isEnd || (m_request.limit > 0 && m_findings.looked() >= m_request.limit)) {
        m_findings.isWhole = isEnd;
        emit finished();
        return;
    }
    m_cursor = cursor;
    m_pageSize = std::min(kPageSize, m_pageSize * 2);
    m_isBare = false;
    ask();
}

void OrgScan::takeRepository(const QJsonValue &repository)
{
    OrgRepository found{.name = repository["name"_L1].toString()};
    if (repository["isArchived"_L1].toBool()) {
        ++m_findings.archived;
        return;
    }
    if (repository["isFork"_L1].toBool()) {
        ++m_findings.forks;
        return;
    }
    if (!repository.isObject() || m_isBare) {
        m_findings.unknown << (found.name.isEmpty() ? u"one without a name"_s : found.name);
        return;
    }
    const QDateTime since = m_request.now.addDays(-m_findings.days);
    found.pulls
            = pullsSince(repository["pullRequests"_L1]["nodes"_L1].toArray(), since, m_request.now);
    found.commits
            = repository["defaultBranchRef"_L1]["target"_L1]["history"_L1]["totalCount"_L1].toInt();
    const QStringList names = packitConfigNames();
    const auto isThere = [&](const QString &name) {
        return repository[candidateAlias(names.indexOf(name))]["byteSize"_L1].isDouble();
    };
    QStringList present;
    std::ranges::copy_if(names, std::back_inserter(present), isThere);
    found.warning = findPackitConfig(present).warning;
    for (qsizetype i = 0; i < names.size(); ++i) {
        if (!present.contains(names.at(i)))
            continue;
        const QJsonValue blob = repository[candidateAlias(i)];
        const PackitConfigOrigin origin{names.at(i), found.name};
        if (blob["isTruncated"_L1].toBool() || !blob["text"_L1].isString()) {
            found.problem = u"%1 has %2 bytes that are no text, or too many: it is not read."_s.arg(
                    names.at(i), QString::number(blob["byteSize"_L1].toInteger()));
        } else if (const auto config
                   = parsePackitConfig(blob["text"_L1].toString().toUtf8(), origin, m_chroots)) {
            found.facts = factsOf(*config, origin);
        } else {
            found.problem = config.error().what;
        }
        break; // the first name counts
    }
    m_findings.repositories << found;
}

/// GitHub gives up on queries that take it too long: half as many repositories may do.
void OrgScan::askForLess(const Error &error)
{
    const bool isTooMuch = error.cause == Cause::Upstream || error.cause == Cause::TooLarge;
    if (!isTooMuch || m_isBare)
        return end(error);
    m_isBare = m_pageSize == 1;
    m_pageSize = std::max(1, m_pageSize / 2);
    ask();
}

} // namespace sluice
