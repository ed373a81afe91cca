// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "fakes/github/fakegithub.h"
#include "fakes/github/graphqlexecutor.h"

namespace sluice {

/// GitHub's schema, as much of it as the fake has: objects made from the state. One request.
class FakeGraphQlSchema final
{
    Q_DISABLE_COPY_MOVE(FakeGraphQlSchema)

public:
    FakeGraphQlSchema(FakeContext &context, GraphQlExecutor &executor);

    [[nodiscard]] GraphQlObject query();
    [[nodiscard]] GraphQlObject mutation();

private:
    [[nodiscard]] GraphQlObject rateLimit() const;
    [[nodiscard]] QJsonValue repository(const GraphQlSelection &field);
    [[nodiscard]] QJsonValue repositoryOwner(const GraphQlSelection &field);
    [[nodiscard]] QJsonValue node(const GraphQlSelection &field);
    [[nodiscard]] QJsonValue search(const GraphQlSelection &field);
    [[nodiscard]] GraphQlObject ofRepository(FakeRepository &repository);
    [[nodiscard]] QJsonValue pulls(FakeRepository &repository, const GraphQlSelection &field);
    [[nodiscard]] GraphQlObject ofPull(FakeRepository &repository, const FakePull &pull);
    [[nodiscard]] QJsonValue object(FakeRepository &repository, const GraphQlSelection &field);
    [[nodiscard]] GraphQlObject ofCommit(FakeRepository &repository, const QString &commit);
    [[nodiscard]] QJsonValue rollup(FakeRepository &repository, const QString &commit,
                                    const GraphQlSelection &field);
    [[nodiscard]] QJsonValue suites(FakeRepository &repository, const QString &commit,
                                    const GraphQlSelection &field);
    [[nodiscard]] GraphQlObject ofSuite(const FakeRepository &repository, const QString &commit,
                                        const QString &app);
    [[nodiscard]] QJsonValue writeCheckRun(const GraphQlSelection &field, bool isNew);
    [[nodiscard]] QJsonValue addComment(const GraphQlSelection &field);

    FakeContext &m_context;
    GraphQlExecutor &m_executor;
};

/// The flags of a commit, newest of each name: "StatusContext" and "CheckRun".
[[nodiscard]] QList<QJsonObject> fakeRollupContexts(const FakeRepository &repository,
                                                    const QString &commit);
/// "SUCCESS", "PENDING", "FAILURE" or "ERROR".
[[nodiscard]] QString fakeRollupState(const QList<QJsonObject> &contexts);

} // namespace sluice
