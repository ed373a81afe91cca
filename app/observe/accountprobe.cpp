// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "observe/accountprobe.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr int kMostPages = 100; // 10,000 repositories of one owner

} // namespace

AccountProbe::AccountProbe(Account account, GithubClient &client, GithubClient *asApp,
                           QObject *parent)
    : QObject(parent)
    , m_account(std::move(account))
    , m_client(client)
    , m_asApp(asApp)
{}

void AccountProbe::check(Done done)
{
    m_done = std::move(done);
    if (m_asApp)
        askForInstallation();
    else
        askForUser();
}

ApiRequest AccountProbe::request(const QString &path, const QString &why) const
{
    ApiRequest request;
    request.path = path;
    request.purpose.why = why;
    return request;
}

void AccountProbe::get(const QString &path, const QString &why,
                       const std::function<void(const ApiAnswer &)> &take)
{
    m_client.send(request(path, why), this, [this, take](const Result<ApiAnswer> &answer) {
        if (answer)
            take(*answer);
        else
            end(std::unexpected(answer.error()));
    });
}

void AccountProbe::askForUser()
{
    get(u"/user"_s, u"who is this token's owner?"_s, [this](const ApiAnswer &answer) {
        m_answer.login = QJsonDocument::fromJson(answer.body)["login"_L1].toString();
        if (answer.headers.contains("X-OAuth-Scopes"_L1)) {
            m_answer.scopes
                    = QString::fromUtf8(answer.headers.value("X-OAuth-Scopes"_L1).toByteArray());
            m_answer.warning = missingScopes(m_answer.scopes.split(u", "_s, Qt::SkipEmptyParts));
        } else {
            m_answer.scopes = u"fine-grained"_s; // GitHub does not name its permissions
        }
        askForLimits();
    });
}

void AccountProbe::askForInstallation()
{
    const QString path = u"/app/installations/%1"_s.arg(m_account.installation);
    m_asApp->send(
            request(path, u"where is this App installed?"_s), this,
            [this](const Result<ApiAnswer> &answer) {
                if (!answer && answer.error().cause == Cause::NotFound) {
                    return end(failure(
                            Cause::NotFound,
                            u"App %1 has no installation %2: take the number from the end of its "
                            u"address on GitHub, and add the account %3 again."_s.arg(m_account.app)
                                    .arg(m_account.installation)
                                    .arg(m_account.name),
                            answer.error().detail, Who::Us));
                }
                if (!answer)
                    return end(std::unexpected(answer.error()));
                const QJsonObject json = QJsonDocument::fromJson(answer->body).object();
                m_answer.login = u"%1 on %2"_s.arg(json.value("app_slug"_L1).toString(),
                                                   json.value("account"_L1)["login"_L1].toString());
                const QJsonObject permissions = json.value("permissions"_L1).toObject();
                QStringList all;
                for (auto it = permissions.begin(); it != permissions.end(); ++it)
                    all << it.key() + u':' + it.value().toString();
                m_answer.scopes = all.join(", "_L1);
                if (permissions.value("pull_requests"_L1).toString() != "write"_L1
                    && permissions.value("issues"_L1).toString() != "write"_L1) {
                    m_answer.warning
                            = u"The App in the account %1 may not comment: retries by "
                              u"comment will not work. Give it pull_requests: write."_s.arg(
                                      m_account.name);
                }
                askForLimits();
            });
}

void AccountProbe::askForLimits()
{
    const QString &file = m_account.secretFile;
    if (!file.isEmpty() && QFile::permissions(file).testFlag(QFileDevice::ReadOther))
        warn(u"Everybody can read %1: take that right away, with chmod 600."_s.arg(file));
    m_client.send(request(u"/rate_limit"_s, u"which limits?"_s), this,
                  [this](const Result<ApiAnswer> &answer) {
                      if (answer)
                          return takeLimits(*answer);
                      m_answer.limits = u"its limits are not told"_s; // some servers have none
                      end(m_answer);
                  });
}

void AccountProbe::takeLimits(const ApiAnswer &answer)
{
    const QJsonValue all = QJsonDocument::fromJson(answer.body)["resources"_L1];
    const auto left = [&all](QLatin1StringView name, const QString &what) {
        return u"%1 of %2 %3"_s.arg(all[name]["remaining"_L1].toInt())
                .arg(all[name]["limit"_L1].toInt())
                .arg(what);
    };
    m_answer.limits = u"%1 and %2 are left this hour"_s.arg(
            left("core"_L1, u"requests"_s), left("graphql"_L1, u"GraphQL points"_s));
    end(m_answer);
}

QString AccountProbe::missingScopes(const QStringList &scopes) const
{
    const bool hasRepo = scopes.contains("repo"_L1);
    const bool hasOrganisations = scopes.contains("read:org"_L1) || scopes.contains("user"_L1)
                               || scopes.contains("write:org"_L1)
                               || scopes.contains("admin:org"_L1);
    QStringList lost;
    if (!hasRepo && !scopes.contains("public_repo"_L1))
        lost << u"retries by comment (they need public_repo)"_s;
    if (!hasRepo)
        lost << u"private repositories and re-running checks (repo)"_s;
    if (!hasOrganisations)
        lost << u"listing your organisations (read:org)"_s;
    if (lost.isEmpty())
        return {};
    return u"The token of %1 has too few scopes for %2. The rest works; make a token with these "
           u"scopes for all of it."_s.arg(m_account.name, lost.join(", "_L1));
}

void AccountProbe::end(Result<Answer> result)
{
    const Done done = std::exchange(m_done, {});
    deleteLater();
    if (done)
        done(std::move(result));
}

void AccountProbe::list(Done done)
{
    m_done = std::move(done);
    if (m_account.kind == AccountKind::App) {
        const ApiRequest all = request(u"/installation/repositories?per_page=100"_s,
                                       u"list what the App is installed on"_s);
        m_client.getPages(all, kMostPages, this, [this](const Result<QList<ApiAnswer>> &pages) {
            if (!pages)
                return end(std::unexpected(pages.error()));
            add(*pages, true);
            listNext();
        });
        return;
    }
    listOwn();
}

void AccountProbe::listOwn()
{
    const ApiRequest own = request(u"/user/repos?per_page=100&affiliation=owner,collaborator,"
                                   u"organization_member"_s,
                                   u"list repositories"_s);
    m_client.getPages(own, kMostPages, this, [this](const Result<QList<ApiAnswer>> &pages) {
        if (!pages)
            return end(std::unexpected(pages.error()));
        add(*pages, false);
        listOrganisations();
    });
}

/// Of their public repositories the list before names those alone that were given to this person.
void AccountProbe::listOrganisations()
{
    const ApiRequest all = request(u"/user/orgs?per_page=100"_s, u"list organisations"_s);
    m_client.getPages(all, kMostPages, this, [this](const Result<QList<ApiAnswer>> &pages) {
        if (!pages && pages.error().cause == Cause::Forbidden) {
            m_answer.warning = u"Organisations are not listed: the token of %1 needs the scope "
                               u"read:org for that."_s.arg(m_account.name);
            return listNext();
        }
        if (!pages)
            return end(std::unexpected(pages.error()));
        for (const ApiAnswer &page : *pages) {
            const QJsonArray organisations = QJsonDocument::fromJson(page.body).array();
            for (const QJsonValue &one : organisations)
                m_organisations << one["login"_L1].toString();
        }
        listNext();
    });
}

void AccountProbe::listNext()
{
    if (m_organisations.isEmpty()) {
        m_answer.repositories = m_seen.values();
        return end(m_answer);
    }
    const QString name = m_organisations.takeFirst();
    const ApiRequest all = request(u"/orgs/%1/repos?per_page=100"_s.arg(name),
                                   u"list repositories of %1"_s.arg(name));
    m_client.getPages(all, kMostPages, this, [this, name](const Result<QList<ApiAnswer>> &pages) {
        const bool isHidden = !pages
                           && (pages.error().cause == Cause::Forbidden
                               || pages.error().cause == Cause::NotFound);
        if (!pages && !isHidden)
            return end(std::unexpected(pages.error()));
        if (pages)
            add(*pages, false);
        else
            warn(u"The organisation %1 does not let the token of %2 list its repositories: let it "
                 u"approve the token, or type their names."_s.arg(name, m_account.name));
        listNext();
    });
}

void AccountProbe::warn(const QString &sentence)
{
    m_answer.warning += m_answer.warning.isEmpty() ? sentence : QString(u' ' + sentence);
}

void AccountProbe::add(const QList<ApiAnswer> &pages, bool isInstallation)
{
    for (const ApiAnswer &page : pages) {
        const QJsonDocument document = QJsonDocument::fromJson(page.body);
        const QJsonArray repositories
                = isInstallation ? document["repositories"_L1].toArray() : document.array();
        for (const QJsonValue &one : repositories) {
            const QString name = one["full_name"_L1].toString();
            SeenRepository &seen = m_seen[name.toLower()];
            seen.repository = name;
            seen.isPrivate = one["private"_L1].toBool();
            seen.canPush |= one["permissions"_L1]["push"_L1].toBool();
        }
    }
}

} // namespace sluice
