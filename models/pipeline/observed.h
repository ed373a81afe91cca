// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/pipeline.h"

#include <QList>

namespace sluice {

/// One head commit of a pull request that another service looks after. A value.
struct ObservedPull
{
    qint64 id = 0;
    QString repository; ///< "owner/name"
    QString nodeId;
    int number = 0;
    QString headSha;
    QString baseRef;
    QString title;
    QString author;
    PipelineState state = PipelineState::Waiting;
    QString problem; ///< why not all of its flags could be read: one sentence
    QDateTime createdAt; ///< when its first check was; null: not known
    QDateTime changedAt;
    QDateTime readAt; ///< its flags were, from GitHub

    /// "owner/name#12"
    [[nodiscard]] QString label() const
    {
        return QStringLiteral("%1#%2").arg(repository).arg(number);
    }
};

/// A flag that another service set. A value.
struct ObservedCheck
{
    qint64 id = 0;
    QString name;
    FlagKind kind = FlagKind::CheckRun;
    QString writer; ///< the App's slug, or the login of who set a status
    QString nodeId; ///< of a check run
    qint64 number = 0; ///< of a check run, as REST wants it
    FlagValue value;
    QDateTime since; ///< that it shows this, by GitHub's clock; null: it does not say
    int runs = 0; ///< check runs of this name on the commit; 0: not counted
};

/// All that one reading of a pull request tells.
struct ObservedReading
{
    ObservedPull pull;
    QList<ObservedCheck> checks;
};

} // namespace sluice
