// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/othersledger.h"

#include "store/database.h"

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr int kKeptRuns = 1000; // of one name; GitHub deletes the oldest beyond that
constexpr int kBuildWrites = 6; // of one flag in one pipeline
constexpr int kTestWrites = 10; // where tests follow their builds, Packit's default
constexpr int kTestWritesAlone = 4; // of one that needs no build, or is asked for again
constexpr int kSourceSteps = 4; // that write every flag: made, submitted, source package made
constexpr double kLookReads = 3; // repository, listing, configuration
constexpr double kSourceReads = 4; // submission, and both events of the source package
constexpr double kBuildReads = 2; // of one chroot
constexpr double kTestReads = 8; // of one target whose metadata come from elsewhere
constexpr double kMostTestReads = 10; // whose metadata are asked for twice
constexpr double kReadsPerWrite = 2.5; // of tests, where these cost most
constexpr double kMostPatches = 3; // of a check run: made, begun, ended

struct Band
{
    double low = 0;
    double high = 0;
};

/// Of one commit, reads alone.
Band readsOf(const OthersCommit &commit, double builds, double tests)
{
    const double first = kLookReads + (builds > 0 ? 1 : 0) + (tests > 0 ? 1 : 0);
    const double source = builds > 0 ? kSourceReads : 0;
    const double full = kBuildWrites * builds + kTestWrites * tests;
    const bool isProven = commit.built + commit.tested > 0;
    // Reads are fewest for each write where no source package is made, or where few flags share
    // one.
    const double sourceless
            = builds > 0 ? (first + source) / (kSourceSteps * (builds + tests)) : first / tests;
    const double whole = first + source + kBuildReads * builds + kTestReads * tests;
    const double cheapest = std::min(sourceless, whole / full);
    const double unproven = std::max(0.0, commit.writes - (isProven ? full : 0)) * cheapest;
    const double proven
            = isProven ? first + source + kBuildReads * commit.built + kTestReads * commit.tested
                       : 0;
    const double outsider = 3; // whose pull request is read, too; and a spec file is looked for
    const double most = first + outsider + source + kBuildReads * builds + kMostTestReads * tests;
    const double pipelines = commit.writes / (kBuildWrites * builds + kTestWritesAlone * tests);
    const double begun = first + outsider + source
                       + kReadsPerWrite * std::max(0.0, commit.writes - 2 * builds);
    return {std::max(first, proven + unproven), std::min(begun, std::max(1.0, pipelines) * most)};
}

QString blindSpots(bool isOverflowing, bool isCut)
{
    const QString old = isOverflowing
                              ? u" GitHub keeps %1 runs of one name and may have deleted older "
                                u"ones here: the truth may lie higher."_s.arg(kKeptRuns)
                              : QString();
    const QString more
            = isCut ? u" Some commits have check suites of more Apps than were read: the "
                      u"truth may lie higher."_s
                    : QString();
    return u"Not seen: heads that were replaced by force before they were observed or are older "
           u"than the last nine, commit statuses, comments, repeated requests."_s
         + old + more;
}

} // namespace

OthersSpending estimateOthers(const OthersCounts &counts)
{
    OthersSpending all{.writer = counts.writer};
    Band reads;
    bool isOverflowing = false;
    const int known = counts.builds + counts.tests;
    for (const OthersCommit &commit : counts.commits) {
        if (commit.writes <= 0)
            continue;
        ++all.commits;
        all.writes += commit.writes;
        if (all.flags == 0)
            all.flags = commit.flags;
        isOverflowing |= commit.writes - commit.flags + 1 >= kKeptRuns; // all of one name
        if (known == 0)
            continue;
        // A head with fewer flags had fewer chroots.
        const double share = commit.flags > 0 ? double(commit.flags) / known : 1;
        const Band one = readsOf(commit, counts.builds * share, counts.tests * share);
        reads.low += one.low;
        reads.high += one.high;
    }
    all.low = all.writes + reads.low;
    all.high = known > 0 ? all.writes + reads.high : all.writes * kMostPatches;
    const QString counted
            = u"%1 check runs counted on %2 commit(s)."_s.arg(all.writes).arg(all.commits);
    const QString model
            = known > 0 ? u" Reads are worked out from what Packit's code asks for %1 build and %2 "
                          u"test flag(s): meant to hold for nine pull requests in ten."_s
                                  .arg(counts.builds)
                                  .arg(counts.tests)
                        : u" How this App works is not known: its reads are left out, and each run "
                          u"may have been changed twice."_s;
    all.basis = u"%1%2 %3"_s.arg(counted, model, blindSpots(isOverflowing, counts.isCut));
    return all;
}

OthersLedger::OthersLedger(Database &database, const Clock &clock)
    : m_database(database)
    , m_clock(clock)
{}

Result<void> OthersLedger::set(const QString &repository, int number,
                               const QList<OthersSpending> &spendings)
{
    Transaction transaction(m_database);
    m_database.run("DELETE FROM observed_spending WHERE repository = ? AND number = ?", repository,
                   number);
    for (const OthersSpending &one : spendings) {
        m_database.run("INSERT INTO observed_spending VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                       repository, number, one.writer, one.commits, one.flags, one.writes, one.low,
                       one.high, one.basis, one.requests, m_clock.now());
    }
    return transaction.commit();
}

Result<QList<OthersSpending>> OthersLedger::spendings(const QString &repository)
{
    QList<OthersSpending> found;
    {
        Rows row = m_database.rows("SELECT repository, number, writer, commits, flags, writes, "
                                   "low, high, basis, requests, at FROM observed_spending "
                                   "WHERE ? = '' OR repository = ? "
                                   "ORDER BY repository, number, writer",
                                   repository, repository);
        while (row.next()) {
            found << OthersSpending{.repository = row.text(0),
                                    .number = int(row.number(1)),
                                    .writer = row.text(2),
                                    .commits = int(row.number(3)),
                                    .flags = int(row.number(4)),
                                    .writes = int(row.number(5)),
                                    .low = row.real(6),
                                    .high = row.real(7),
                                    .basis = row.text(8),
                                    .requests = int(row.number(9)),
                                    .at = row.time(10)};
        }
    }
    return m_database.checked(std::move(found));
}

} // namespace sluice
