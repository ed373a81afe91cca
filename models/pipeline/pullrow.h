// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/pipeline.h"

#include <QHash>
#include <QList>

namespace sluice {

/// Who looks after a pull request's checks: pipelines of ours, or another service that we watch.
enum class PullSource { Driven, Observed };

/// Which head commit of which pull request: a pipeline, or a row of what was observed.
struct PullKey
{
    PullSource source = PullSource::Driven;
    qint64 id = 0;

    bool operator==(const PullKey &) const = default;
};
[[nodiscard]] inline size_t qHash(const PullKey &key, size_t seed = 0)
{
    return qHashMulti(seed, key.id, int(key.source));
}

enum class CheckKind { Build, Test, Other };

/// One check of a pull request as people see it. A value.
struct PullCheck
{
    qint64 id = 0; ///< of the run or, observed, of the check
    qint64 flag = 0; ///< of a driven one; 0: nobody is told
    CheckKind kind = CheckKind::Other;
    QString name; ///< on GitHub
    QString chroot; ///< empty where it belongs to none
    QString label; ///< tells apart several of one kind in one chroot; may be empty
    FlagState state = FlagState::Queued;
    QString description;
    QString url;
    QDateTime since; ///< in this state
    int writes = 0; ///< of ours
    bool isUnsent = false; ///< GitHub still shows another value
    QString problem; ///< why GitHub can never have it
    std::optional<qint64> buildId; ///< Copr's
    bool isCheckRun = false; ///< of an observed one: it can be asked to run again

    [[nodiscard]] bool isOpen() const { return !isFinal(state); }
    bool operator==(const PullCheck &) const = default;
};

/// One head commit of one pull request with its checks. A value.
struct PullRow
{
    PullKey key;
    QString repository; ///< "owner/name"
    int number = 0;
    QString title;
    QString author;
    QString headSha;
    PipelineState state = PipelineState::Waiting;
    QString problem; ///< one sentence
    QDateTime createdAt;
    QDateTime changedAt;
    QDateTime readAt; ///< of an observed one; null for ours
    QList<PullCheck> checks;

    /// "owner/name#12"
    [[nodiscard]] QString label() const;
    [[nodiscard]] bool isObserved() const { return key.source == PullSource::Observed; }
    [[nodiscard]] const PullCheck *check(qint64 id) const; ///< null: there is none
    bool operator==(const PullRow &) const = default;
};

} // namespace sluice
