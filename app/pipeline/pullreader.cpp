// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/pullreader.h"

#include "packit/chroottable.h"
#include "packit/packitconfig.h"
#include "pipeline/pullquery.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace sluice {
using namespace Qt::StringLiterals;

PullReader::PullReader(GithubClient &client, const PipelinePolicy &policy, Pipeline pipeline,
                       PipelineStep step, Done done, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_policy(policy)
    , m_pipeline(std::move(pipeline))
    , m_step(step)
    , m_done(std::move(done))
{
    plan();
    next();
}

QString PullReader::repositoryPath(const QString &rest) const
{
    return u"/repos/"_s + m_pipeline.repository + rest;
}

QString PullReader::contentsPath(const QString &file) const
{
    return repositoryPath(u"/contents/%1?ref=%2"_s.arg(file, m_pipeline.headSha));
}

void PullReader::add(int times, const Planned &read)
{
    for (int i = 0; i < times; ++i)
        m_plan.push_back(read);
}

void PullReader::plan()
{
    if (m_step == PipelineStep::PrUpdated)
        planFirst();
    else
        planAgain();
}

void PullReader::planFirst()
{
    const BudgetSettings &s = m_policy.settings();
    if (m_policy.lookup() == ConfigLookup::OneQuery) {
        add(1, {Reading::Query, CallKind::Other, u"/graphql"_s, u"read the pull request"_s});
        return;
    }
    if (m_policy.isMindingOthers())
        m_plan.push_back(writers());
    add(s.privateCost, {Reading::Private, CallKind::Private, repositoryPath(), u"private?"_s});
    const int checks = s.isApprovalPerJob
                             ? int{s.base.hasBuilds} + int{s.base.hasTests && !s.areTestsManual}
                             : s.approvalChecks;
    Planned again = permission();
    again.reading = Reading::ForItsOwnSake;
    for (int i = 0; i < checks && s.approvalCost > 0; ++i) {
        add(s.approvalCost - 1, again);
        add(1, permission()); // after which one who may not write is looked for in the pull request
    }
    m_facts.isApproved = checks * s.approvalCost == 0;
    planConfig();
}

PullReader::Planned PullReader::writers()
{
    return {Reading::Writers, CallKind::Other, u"/graphql"_s, u"who else writes flags?"_s};
}

PullReader::Planned PullReader::permission() const
{
    return {Reading::Permission, CallKind::Approved,
            repositoryPath(u"/collaborators/%1/permission"_s.arg(m_pipeline.sender)),
            u"may %1 write?"_s.arg(m_pipeline.sender)};
}

void PullReader::planAgain()
{
    const BudgetSettings &s = m_policy.settings();
    const QString pull = repositoryPath(u"/pulls/%1"_s.arg(m_pipeline.number));
    const Planned repository{Reading::ForItsOwnSake, CallKind::Repository, repositoryPath(),
                             u"read the repository again"_s};
    const Planned target{Reading::ForItsOwnSake, CallKind::PullRequest, pull, u"target branch"_s};
    if (m_step == PipelineStep::TestsSubmitted) {
        add(s.testRepositoryReads, repository);
        add(s.fmfReads, {Reading::ForItsOwnSake, CallKind::Fmf, contentsPath(u".fmf/version"_s),
                         u"test metadata?"_s});
        add(s.testPullReads, target);
        add(s.branchReads,
            {Reading::ForItsOwnSake, CallKind::Branch,
             repositoryPath(u"/branches/"_s + m_pipeline.baseRef), u"target branch"_s});
        return;
    }
    add(s.repositoryReads, repository);
    if (m_step == PipelineStep::BuildSubmitted) {
        add(s.submitPullReads, target);
        return;
    }
    if (!s.base.isPrivateOnce)
        add(s.privateCost, {Reading::Private, CallKind::Private, repositoryPath(), u"private?"_s});
    if (!s.base.isConfigLoadedOnce)
        planConfig();
}

void PullReader::planConfig()
{
    if (m_policy.lookup() == ConfigLookup::NameByName) {
        m_names = notebookConfigNames();
        m_plan.push_back({Reading::ConfigByName, CallKind::Config, contentsPath(m_names.first()),
                          u"read %1"_s.arg(m_names.first())});
        return;
    }
    m_plan.push_back({Reading::Listing, CallKind::Config, contentsPath({}), u"find the config"_s});
}

ApiRequest PullReader::request(const Planned &read) const
{
    ApiRequest request;
    request.path = read.path;
    request.urgency
            = m_step == PipelineStep::PrUpdated ? Urgency::FirstFlag : Urgency::ReadForPerson;
    request.purpose = {.repository = m_pipeline.repository,
                       .pipeline = m_pipeline.id,
                       .step = m_step,
                       .kind = read.kind,
                       .why = read.why};
    request.isImmutable = read.path.contains("?ref="_L1); // at a commit nothing changes
    if (read.reading == Reading::Query) {
        request.method = "POST"_ba;
        request.body = pullQuery(m_pipeline);
        request.purpose.served = {CallKind::Private, CallKind::Approved, CallKind::Config};
    }
    if (read.reading == Reading::Writers) {
        request.method = "POST"_ba;
        request.body = writersQuery(m_pipeline, m_facts.others.cursor());
    }
    return request;
}

void PullReader::next()
{
    if (m_plan.empty())
        return end(m_facts);
    const Planned read = m_plan.front();
    m_plan.pop_front();
    m_client.send(request(read), this,
                  [this, read](const Result<ApiAnswer> &answer) { take(read, answer); });
}

void PullReader::take(const Planned &read, const Result<ApiAnswer> &answer)
{
    const bool isMissing = !answer && answer.error().cause == Cause::NotFound;
    const bool mayBeMissing = read.reading == Reading::ConfigByName
                           || read.reading == Reading::Permission
                           || read.reading == Reading::ForItsOwnSake;
    if (!answer && !(isMissing && mayBeMissing))
        return end(std::unexpected(answer.error()));
    const QJsonDocument json = answer ? QJsonDocument::fromJson(answer->body) : QJsonDocument();
    switch (read.reading) {
    case Reading::Private:
        m_facts.isPrivate = json["private"_L1].toBool();
        m_facts.nodeId = json["node_id"_L1].toString();
        break;
    case Reading::Permission: {
        const QString permission = json["permission"_L1].toString();
        if (permission == "admin"_L1 || permission == "write"_L1) {
            m_facts.isApproved = true;
        } else {
            m_plan.push_front({Reading::AuthorOfPull, CallKind::PullRequest,
                               repositoryPath(u"/pulls/%1"_s.arg(m_pipeline.number)),
                               u"is %1 the author?"_s.arg(m_pipeline.sender)});
        }
        break;
    }
    case Reading::AuthorOfPull:
        if (json["user"_L1]["login"_L1].toString() == m_pipeline.sender)
            m_facts.isApproved = true;
        break;
    case Reading::Listing: {
        QStringList names;
        for (const QJsonValue &entry : json.array())
            names << entry["name"_L1].toString();
        const PackitConfigFile file = findPackitConfig(names);
        m_facts.configName = file.name;
        m_facts.warning = file.warning;
        if (!file.name.isEmpty()) {
            m_plan.push_front({Reading::ConfigFound, CallKind::Config, contentsPath(file.name),
                               u"read "_s + file.name});
        }
        break;
    }
    case Reading::ConfigByName:
        if (isMissing) {
            tryNextName();
        } else {
            m_facts.configName = m_names.first();
            takeConfig(answer->body);
        }
        break;
    case Reading::ConfigFound:
        takeConfig(answer->body);
        break;
    case Reading::Query: {
        const auto facts = pullFacts(answer->body, m_pipeline);
        if (!facts)
            return end(std::unexpected(facts.error()));
        m_facts = *facts;
        if (!m_facts.isApproved)
            m_plan.push_front(permission()); // who asks is not who wrote it
        if (!m_facts.others.cursor().isEmpty())
            m_plan.push_front(writers());
        break;
    }
    case Reading::Writers:
        m_facts.others.add(otherWriters(answer->body));
        if (!m_facts.others.cursor().isEmpty())
            m_plan.push_front(writers());
        break;
    case Reading::ForItsOwnSake:
        break;
    }
    next();
}

void PullReader::tryNextName()
{
    m_names.removeFirst();
    if (!m_names.isEmpty()) {
        m_plan.push_front({Reading::ConfigByName, CallKind::Config, contentsPath(m_names.first()),
                           u"read "_s + m_names.first()});
    }
}

void PullReader::takeConfig(const QByteArray &body)
{
    const QJsonObject file = QJsonDocument::fromJson(body).object();
    m_facts.config = QString::fromUtf8(
            QByteArray::fromBase64(file.value("content"_L1).toString().toLatin1()));
    const auto config = parsePackitConfig(
            m_facts.config.toUtf8(), {m_facts.configName, m_pipeline.repository.section(u'/', 1)},
            ChrootTable::builtIn());
    // A package that names no spec file: Packit lists the root (once more) to find one.
    const int lookups = config ? config->specfileLookups : 0;
    for (int i = 0; i < lookups; ++i) {
        m_plan.push_front({Reading::ForItsOwnSake, CallKind::Config, contentsPath({}),
                           u"find the spec file"_s});
    }
}

void PullReader::end(Result<PullFacts> result)
{
    const Done done = std::exchange(m_done, {});
    deleteLater();
    if (done)
        done(std::move(result));
}

} // namespace sluice
