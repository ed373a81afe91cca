// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "github/githubclient.h"
#include "pipeline/otherwriters.h"
#include "pipeline/pipelinepolicy.h"

#include <QStringList>

#include <deque>
#include <functional>

namespace sluice {

/// What GitHub says of a pull request and its head commit.
struct PullFacts
{
    bool isPrivate = false;
    bool isApproved = false; ///< the sender may write, or is the author
    QString nodeId; ///< the repository's; empty where nothing told it
    QString configName; ///< ".packit.yaml"; empty: there is none
    QString config; ///< its text
    QString warning; ///< one sentence, or empty
    OtherWriters others; ///< of flags on the head commit
};

/// Asks GitHub what one event of a pipeline needs to know, as the policy has it, one request after
/// the other. Calls back once and deletes itself. The client's thread.
class PullReader final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PullReader)

public:
    using Done = std::function<void(Result<PullFacts>)>;

    /// `done` is not called once the parent is gone.
    PullReader(GithubClient &client, const PipelinePolicy &policy, Pipeline pipeline,
               PipelineStep step, Done done, QObject *parent);

private:
    /// What an answer is read for.
    enum class Reading {
        Private,
        Permission,
        AuthorOfPull, ///< of somebody who may not write
        Listing,
        ConfigByName,
        ConfigFound, ///< the file that the listing names
        Query,
        Writers, ///< of flags on the head commit
        ForItsOwnSake, ///< the policy reads it and has no use for it
    };
    struct Planned
    {
        Reading reading = Reading::ForItsOwnSake;
        CallKind kind = CallKind::Other;
        QString path;
        QString why;
    };

    void plan();
    void planFirst();
    void planAgain();
    void planConfig();
    [[nodiscard]] Planned permission() const;
    [[nodiscard]] static Planned writers();
    void add(int times, const Planned &read);
    void next();
    void take(const Planned &read, const Result<ApiAnswer> &answer);
    void takeConfig(const QByteArray &body);
    void tryNextName();
    void end(Result<PullFacts> result);
    [[nodiscard]] ApiRequest request(const Planned &read) const;
    [[nodiscard]] QString repositoryPath(const QString &rest = {}) const;
    [[nodiscard]] QString contentsPath(const QString &file) const;

    GithubClient &m_client;
    const PipelinePolicy &m_policy;
    const Pipeline m_pipeline;
    const PipelineStep m_step;
    Done m_done;
    std::deque<Planned> m_plan;
    QStringList m_names; ///< of configurations that have not been tried
    PullFacts m_facts;
};

} // namespace sluice
