// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/calls.h"
#include "pipeline/flag.h"

#include <QDateTime>
#include <QString>
#include <QStringList>

namespace sluice {

using PipelineId = qint64;
using FlagId = qint64;
using ChrootRunId = qint64;

/// Numbers are stored: new ones come last.
enum class PipelineState {
    Waiting, ///< for the first answers of GitHub
    Running,
    Done, ///< every flag has its final value, written or not
    Superseded, ///< by a newer push
    Refused, ///< no configuration, a bad one, or nobody may start it; see `problem`
    Closed, ///< the pull request was, while it ran or after it was refused
    ClosedLater, ///< done, and then the pull request was closed
};
/// Nobody builds or tests for it any more.
[[nodiscard]] inline bool isOld(PipelineState state)
{
    return state == PipelineState::Superseded || state == PipelineState::Closed
        || state == PipelineState::ClosedLater;
}
[[nodiscard]] QString pipelineStateName(PipelineState state); ///< "superseded"

enum class JobKind { Build, Test };

/// How far the work in one chroot has come. Events only ever bring it on, so one that comes twice,
/// late or out of order changes nothing; a retry begins anew. Numbers are stored.
enum class RunProgress {
    Nothing,
    Accepted,
    Submitted,
    SrpmRunning,
    SrpmDone,
    RpmRunning,
    RpmDone, ///< for a test: its RPMs are there
    TestsSubmitting,
    TestsSubmitted,
    TestsRunning,
    Ended,
};

/// One run for one head commit of one pull request. A value.
struct Pipeline
{
    PipelineId id = 0;
    QString repository; ///< "owner/name"
    QString nodeId; ///< the repository's, for GraphQL
    int number = 0;
    QString headSha;
    QString baseRef;
    QString headUrl; ///< the git repository that the head commit is in
    QString title;
    QString author;
    QString sender; ///< who pushed or asked
    QStringList labels; ///< of the pull request
    PipelineState state = PipelineState::Waiting;
    QString config; ///< the configuration's text at the head commit
    QString problem; ///< one sentence
    QDateTime pushedAt; ///< by GitHub's clock; null: nobody said
    QDateTime createdAt;
    QDateTime changedAt;

    /// "owner/name#12"
    [[nodiscard]] QString label() const;
    [[nodiscard]] bool isActive() const
    {
        return state == PipelineState::Waiting || state == PipelineState::Running;
    }
};

/// What is built or tested in one chroot. A value.
struct ChrootRun
{
    ChrootRunId id = 0;
    PipelineId pipeline = 0;
    FlagId flag = 0; ///< 0: nobody is told
    JobKind job = JobKind::Build;
    QString jobName; ///< tells jobs of one kind apart
    QString chroot;
    QString target; ///< of a test; a chroot's build may be tested on several
    RunProgress progress = RunProgress::Nothing;
    FlagState state = FlagState::Queued; ///< once ended
    QString detail; ///< the words of whoever built or tested
    QString url;
    std::optional<qint64> buildId; ///< Copr's
    QString testRequest; ///< Testing Farm's
};

/// A flag with what should stand on GitHub and what does. A value.
struct Flag
{
    FlagId id = 0;
    PipelineId pipeline = 0;
    QString name; ///< context of a commit status, name of a check run
    qint64 wantedCount = 0; ///< goes up with every change
    qint64 sentCount = 0; ///< the change that GitHub has
    PipelineStep step = PipelineStep::PrUpdated; ///< that the wanted value came with
    FlagValue wanted;
    std::optional<FlagValue> sent;
    QString checkRun; ///< its node id, once one exists
    int writes = 0;
    QString problem; ///< why the wanted value was given up

    [[nodiscard]] bool isWaiting() const { return wantedCount > sentCount && problem.isEmpty(); }
};

} // namespace sluice
