// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QList>
#include <QString>

#include <optional>

namespace sluice {

/// What somebody can ask of the engine. Numbers are stored: new ones come last.
enum class WishKind {
    // Of a pipeline that runs here; the subject is its id.
    RetryChroot, ///< the argument: all of this chroot, whatever its state
    RetryFailed, ///< builds and tests
    Cancel, ///< everything that has not ended
    ResendFlags, ///< every flag is written again, as if GitHub had lost it
    // Of an observed pull request; the subject is its id.
    AskRebuildFailed, ///< by the comment that its service understands
    AskRetestFailed,
    RerequestCheck, ///< the argument: its name
    ReadAgain, ///< now, instead of when its turn comes
    EstimateSpending, ///< counts the check runs that another App has written
    // Of an account; the argument is its name.
    CheckAccount,
    ListRepositories,
    ScanOrganisation, ///< the argument: its name, a blank, the organisation; the answer: a scenario
    // Of the services that the settings name.
    CheckCopr,
    CheckTestingFarm,
};

/// Who takes it up: whoever runs pipelines, whoever observes, or any engine with a network.
[[nodiscard]] inline bool isForPipelines(WishKind kind) { return kind <= WishKind::ResendFlags; }
[[nodiscard]] inline bool isForServices(WishKind kind) { return kind >= WishKind::CheckCopr; }
[[nodiscard]] inline bool isForObserver(WishKind kind)
{
    return !isForPipelines(kind) && !isForServices(kind);
}

/// One thing that somebody asked for. A value.
struct Wish
{
    qint64 id = 0;
    WishKind kind = WishKind::RetryFailed;
    qint64 subject = 0;
    QString argument;
    QString who;
    QDateTime at;
    bool isTaken = false; ///< somebody is about it
    bool isDone = false;
    QString answer; ///< a sentence for who asked
    QString problem; ///< a sentence, where it could not be done
};

} // namespace sluice
