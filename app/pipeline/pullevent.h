// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"

#include <QByteArray>
#include <QDateTime>
#include <QString>
#include <QStringList>

class QJsonObject;

namespace sluice {

/// Something that happened to a pull request and that a pipeline may have to act on. What the
/// source did not tell is empty or 0.
struct PullEvent
{
    enum class Kind { Opened, Reopened, Synchronized, Closed, CheckRerequested, Commented };

    Kind kind = Kind::Opened;
    QString delivery; ///< names the event: one that comes twice has the same
    QString repository; ///< "owner/name"
    QString repositoryNodeId; ///< stays when the repository is renamed
    bool isPrivate = false;
    int number = 0; ///< of the pull request; 0: a check of which the source does not know it
    QString title;
    QString author; ///< of the pull request
    QString sender; ///< who did it
    QString authorAssociation; ///< of the pull request's author, or of the one who commented
    QDateTime updatedAt; ///< of the pull request then, by GitHub's clock; null: a check's
    QString headSha;
    QString previousSha; ///< Synchronized: what the head was before
    QString headRef;
    QString headRepository; ///< "fork/name"; empty when the fork is gone
    QString headUrl; ///< its git repository; empty as well
    QString baseRef;
    QStringList labels;
    bool isDraft = false;
    bool isMerged = false; ///< Closed
    QString commentBody;
    QString checkName;
    QString checkExternalId;
    qint64 installation = 0; ///< of the App that was told

    bool operator==(const PullEvent &) const = default;
};

/// A pipeline may care about such an event.
[[nodiscard]] bool isPullEvent(const QString &name, const QString &action);
/// Reads the payload of a webhook, `name` as in X-GitHub-Event. None: an event that no pipeline
/// cares about. An error: not what GitHub sends.
[[nodiscard]] Result<std::optional<PullEvent>> pullEventFrom(const QString &name,
                                                             const QByteArray &json);
/// A pull request of "owner/name" (or what GitHub calls it now) as GitHub's API lists it: as if it
/// had just been opened by its author.
[[nodiscard]] PullEvent pullEventFrom(const QString &repository, const QJsonObject &pull);

} // namespace sluice
