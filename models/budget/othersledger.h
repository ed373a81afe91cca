// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "clock.h"
#include "error.h"

#include <QDateTime>
#include <QHash>
#include <QList>
#include <QString>

namespace sluice {

class Database;

/// What can be counted of an App's flags on one commit.
struct OthersCommit
{
    int writes = 0; ///< check runs, older ones of each name included
    int flags = 0; ///< names
    int built = 0; ///< of the newest head's: builds that ended well
    int tested = 0; ///< and tests
};

/// What can be counted of an App's flags on one pull request.
struct OthersCounts
{
    QString writer; ///< the App's slug
    int builds = 0; ///< names on the newest head that are Packit's of a build
    int tests = 0; ///< and of a test
    QList<OthersCommit> commits; ///< heads that can still be read
    QHash<QString, int> runs = {}; ///< on the newest by name; empty: too many to count
    bool isCut = false; ///< some commit has suites of more Apps than were read
};

/// What an App whose token we do not have has probably spent on one pull request: estimated, never
/// measured. A value.
struct OthersSpending
{
    QString repository;
    int number = 0;
    QString writer;
    int commits = 0;
    int flags = 0; ///< names on the newest of them
    int writes = 0; ///< counted
    double low = 0; ///< calls in all
    double high = 0;
    QString basis; ///< what the band rests on, and what it leaves out
    int requests = 0; ///< that the count took
    QDateTime at;
};

/// Counted writes, and reads by what Packit's code asks: from source packages that fail again and
/// again to tests that are asked for again, 9 + 11 for each chroot of a pipeline that runs through.
/// Meant to hold the truth for at least nine pull requests in ten. Of other Apps the writes alone.
[[nodiscard]] OthersSpending estimateOthers(const OthersCounts &counts);

/// Estimates by pull request and App, the newest of each. The database's thread.
class OthersLedger final
{
    Q_DISABLE_COPY_MOVE(OthersLedger)

public:
    /// Both must outlive it.
    OthersLedger(Database &database, const Clock &clock);

    /// In place of those before of this pull request.
    [[nodiscard]] Result<void> set(const QString &repository, int number,
                                   const QList<OthersSpending> &spendings);
    /// Of one repository, or of all (empty).
    [[nodiscard]] Result<QList<OthersSpending>> spendings(const QString &repository = {});

private:
    Database &m_database;
    const Clock &m_clock;
};

} // namespace sluice
