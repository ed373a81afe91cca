// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"
#include "pipeline/observed.h"

#include <QByteArray>
#include <QStringList>

#include <optional>

namespace sluice {

/// An open pull request as a list names it.
struct ListedPull
{
    QString nodeId;
    int number = 0;
    QString headSha;
    QDateTime updatedAt;
    std::optional<QString> rollup; ///< GitHub's word for all of its flags; none: not asked for
};

/// What a list says of one repository.
struct ListedRepository
{
    QString asked; ///< the name by which it was asked for
    QString name; ///< that it has now
    QString nodeId;
    int total = 0; ///< open pull requests
    QList<ListedPull> pulls;
    QString cursor; ///< of the next page; empty: there is none
    std::optional<Error> error;
};

/// The open pull requests that changed last, of up to 100 repositories: 1 point. What all flags of
/// each amount to costs no point, but GitHub some time.
[[nodiscard]] QByteArray listQuery(const QStringList &repositories, bool hasRollups);
/// One page of 100 of them all, of one repository, in an order that holds still: 1 point.
[[nodiscard]] QByteArray pageQuery(const QString &repository, const QString &cursor);
/// One for each that was asked for; errors name the account. *upstream* where the answer is none.
[[nodiscard]] Result<QList<ListedRepository>>
listedIn(const QByteArray &body, const QStringList &asked, const QString &account);

/// A pull request that is read, from this page of its flags on.
struct ReadItem
{
    QString nodeId;
    QString cursor; ///< empty: from the first on
};

/// One page of 100 flags of a pull request's head.
struct ReadPart
{
    bool isGone = false; ///< GitHub does not show it to this token any more
    bool isMissed = false; ///< GitHub could not show it this time, though it showed others
    /// Without its state, which needs all pages, unless it is closed. Its problem: some or all
    /// flags are withheld.
    ObservedReading reading;
    QString cursor; ///< of the next page; empty: there is none
};

/// Flags of up to 30 pull requests: 1 point.
[[nodiscard]] QByteArray readQuery(const QList<ReadItem> &items);
/// One for each item; *upstream* where the answer is none.
[[nodiscard]] Result<QList<ReadPart>> partsIn(const QByteArray &body, qsizetype items);

/// A check run's state, or a commit status', in GraphQL's words. What has no word of ours is said
/// in the description.
[[nodiscard]] FlagValue observedValue(const QString &status, const QString &conclusion,
                                      const QString &description, const QString &url);

} // namespace sluice
