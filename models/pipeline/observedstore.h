// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "clock.h"
#include "error.h"
#include "pipeline/observed.h"

#include <QHash>
#include <QSet>

#include <optional>

namespace sluice {

class Database;

/// Pull requests that other services look after, as they were read last. The database's thread;
/// every function is one transaction and can fail with *storage* or *storage full*.
class ObservedStore final
{
    Q_DISABLE_COPY_MOVE(ObservedStore)

public:
    /// Both must outlive it.
    ObservedStore(Database &database, const Clock &clock);

    /// Writes what is new alone; the pull requests, by their ids, in which something changed. Other
    /// heads of the same pull request are superseded. With a problem, what the reading does not
    /// tell stays as it was read before, with its age.
    [[nodiscard]] Result<QList<qint64>> save(const QList<ObservedReading> &readings);
    /// Check runs of one App on a head by name, older ones included.
    [[nodiscard]] Result<void> noteRuns(qint64 pull, const QString &writer,
                                        const QHash<QString, int> &runs);
    /// Those of a repository that are open no more: none of these numbers.
    [[nodiscard]] Result<void> closeOthers(const QString &repository, const QSet<int> &open);
    /// With all that is known of it. Where the new name is observed already, the old one goes.
    [[nodiscard]] Result<void> rename(const QString &from, const QString &to);
    /// Forgets heads that are superseded or closed and have not changed since then.
    [[nodiscard]] Result<void> prune(const QDateTime &before);

    [[nodiscard]] Result<std::optional<ObservedPull>> pull(qint64 id);
    /// Of one repository, or of all (empty): the newest head of each, by number.
    [[nodiscard]] Result<QList<ObservedPull>> open(const QString &repository = {});
    /// All heads of one pull request, the newest first.
    [[nodiscard]] Result<QList<ObservedPull>> heads(const QString &repository, int number);
    [[nodiscard]] Result<QList<ObservedCheck>> checks(qint64 pull); ///< by name

private:
    [[nodiscard]] Result<QList<ObservedPull>> pullsWhere(const QString &condition,
                                                         const QVariantList &values);
    [[nodiscard]] qint64 savePull(const ObservedPull &pull, bool &isChanged);
    [[nodiscard]] bool saveChecks(qint64 pull, const ObservedReading &reading);
    [[nodiscard]] QDateTime sinceOf(qint64 pull, const ObservedCheck &check);
    [[nodiscard]] bool saveCheck(qint64 pull, const ObservedCheck &check);

    Database &m_database;
    const Clock &m_clock;
};

/// What the flags of a pull request amount to.
[[nodiscard]] PipelineState observedState(const QList<ObservedCheck> &checks);

} // namespace sluice
