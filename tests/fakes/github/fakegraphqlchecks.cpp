// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/github/fakegraphql.h"

#include "fakes/github/fakesearch.h"

// Pull requests by their ids or by a search, and the checks of a commit with their counts.
namespace sluice {
using namespace Qt::StringLiterals;

QJsonValue FakeGraphQlSchema::node(const GraphQlSelection &field)
{
    const QString id = field.arguments.value("id"_L1).toString();
    FakeRepository *repository = m_context.state.repository(id.section(u'_', 1, 1).toLongLong());
    if (repository && !repository->refusal.isEmpty())
        return m_executor.error(field, repository->refusal, u"Something stands in the way."_s);
    if (repository && !repository->isDeleted && repository->isReadableBy(m_context.token)) {
        if (id.startsWith("R_"_L1))
            return m_executor.pick(ofRepository(*repository), field.selections);
        if (const FakePull *pull = repository->pull(id.section(u'_', 2).toInt()))
            return m_executor.pick(ofPull(*repository, *pull), field.selections);
    }
    return m_executor.error(field, u"NOT_FOUND"_s,
                            u"Could not resolve to a node with the global id of '%1'"_s.arg(id));
}

QJsonValue FakeGraphQlSchema::search(const GraphQlSelection &field)
{
    const QList<FakeFoundPull> found = fakeSearch(m_context.state, m_context.token,
                                                  field.arguments.value("query"_L1).toString());
    const auto make = [&](qsizetype i) {
        return ofPull(*m_context.state.repository(found.at(i).repository->id), *found.at(i).pull);
    };
    return m_executor.connection(field, u"SearchResultItem"_s, found.size(), make,
                                 {{u"issueCount"_s, found.size()}});
}

QJsonValue FakeGraphQlSchema::rollup(FakeRepository &repository, const QString &commit,
                                     const GraphQlSelection &field)
{
    const QList<QJsonObject> all = fakeRollupContexts(repository, commit);
    if (repository.areFlagsHidden) {
        return m_executor.error(field, u"FORBIDDEN"_s,
                                u"Resource not accessible by personal access token"_s);
    }
    if (all.isEmpty())
        return {};
    const auto contexts = [this, &all](const GraphQlSelection &below) {
        return m_executor.connection(
                below, u"StatusCheckRollupContext"_s, all.size(), [&](qsizetype i) {
                    const QJsonObject &one = all.at(i);
                    return GraphQlObject{one.value("__typename"_L1).toString(), one, {}};
                });
    };
    return m_executor.pick(
            {u"StatusCheckRollup"_s,
             {{u"id"_s, QString(u"SCR_"_s + commit)}, {u"state"_s, fakeRollupState(all)}},
             {{u"contexts"_s, contexts}}},
            field.selections);
}

QJsonValue FakeGraphQlSchema::suites(FakeRepository &repository, const QString &commit,
                                     const GraphQlSelection &field)
{
    QStringList apps;
    for (const FakeCheckRun &run : std::as_const(repository.checkRuns)) {
        if (run.headSha == commit && !apps.contains(run.app))
            apps << run.app;
    }
    return m_executor.connection(field, u"CheckSuite"_s, apps.size(), [&](qsizetype i) {
        return ofSuite(repository, commit, apps.at(i));
    });
}

GraphQlObject FakeGraphQlSchema::ofSuite(const FakeRepository &repository, const QString &commit,
                                         const QString &app)
{
    const auto runs = [this, &repository, commit, app](const GraphQlSelection &field) {
        const QJsonObject filter = field.arguments.value("filterBy"_L1).toObject();
        const bool isAll = filter.value("checkType"_L1) == u"ALL"_s;
        QStringList names;
        QStringList all;
        for (const FakeCheckRun &run : repository.checkRuns) {
            if (run.headSha != commit || run.app != app)
                continue;
            all << run.name;
            if (!names.contains(run.name))
                names << run.name;
        }
        const QStringList shown = isAll ? all : names;
        return m_executor.connection(field, u"CheckRun"_s, shown.size(), [&shown](qsizetype i) {
            return GraphQlObject{u"CheckRun"_s, {{u"name"_s, shown.at(i)}}, {}};
        });
    };
    return {u"CheckSuite"_s,
            {{u"app"_s,
              QJsonObject{{u"__typename"_s, u"App"_s}, {u"slug"_s, app}, {u"name"_s, app}}}},
            {{u"checkRuns"_s, runs}}};
}

} // namespace sluice
