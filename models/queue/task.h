// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"

#include <QDateTime>
#include <QList>
#include <QString>

#include <array>
#include <optional>

namespace sluice {

using TaskId = qint64;

/// Where a task stands. Copr calls the first four *importing*.
enum class State { Queued, Fetching, Committing, Reporting, Succeeded, Failed, Canceled };
inline constexpr int kStateCount = 7;

/// How dist-git is written: `copr` (MD5, `<md5>  <file>`) or `fedora` (SHA512, BSD lines).
enum class Format { Copr, Fedora };

/// The parts of an import that are timed.
enum class Stage { Fetch, Unpack, Store, Commit, Sync, Report };
inline constexpr int kStageCount = 6;

/// Milliseconds spent per stage; a stage that did not run is absent.
class StageTimings
{
public:
    void add(Stage stage, double ms);
    [[nodiscard]] std::optional<double> ms(Stage stage) const;
    [[nodiscard]] QByteArray toJson() const; ///< {"fetch":1.2,…}, in the order of Stage
    [[nodiscard]] static StageTimings fromJson(const QByteArray &json);

    bool operator==(const StageTimings &) const = default;

private:
    std::array<std::optional<double>, kStageCount> m_ms;
};

/// A requested branch and, once the task succeeded, its tip.
struct BranchTip
{
    QString branch;
    QString commit; ///< 40 hex digits, or empty

    bool operator==(const BranchTip &) const = default;
};

/// What is asked for when a task is added.
struct NewTask
{
    QString source; ///< absolute path, or http/https URL
    QString given; ///< the source as the user typed it
    bool isUrlListed = false; ///< typed by the user: its host counts as listed for the URL policy
    QString owner = QStringLiteral("local");
    QString project = QStringLiteral("imports");
    QString package = {}; ///< decides the repository; empty: the header's name
    QStringList branches = {QStringLiteral("master")};
    Format format = Format::Copr;
    QString frontend = {}; ///< URL of the Copr frontend the task came from, or empty
    std::optional<qint64> buildId = {}; ///< Copr's; (frontend, buildId) is unique
    QString submitter = {};
    QString sandbox = {}; ///< empty: owner/project
    bool isBackground = false;
    int priority = 0; ///< above 0: put first
};

/// One import. A value; what the store knows of it at `rev`.
struct Task
{
    TaskId id = 0;
    qint64 rev = 0; ///< the store's counter when the row last changed
    QString frontend;
    std::optional<qint64> buildId;
    QString source;
    QString given;
    bool isUrlListed = false;
    QString owner;
    QString project;
    QString requestedPackage; ///< --package or Copr's name, or empty
    QString package; ///< requestedPackage, else the header's name once read, else empty
    QString version; ///< [epoch:]version-release, once the header is read
    Format format = Format::Copr;
    QString submitter;
    QString sandbox;
    bool isBackground = false;
    int priority = 0;
    State state = State::Queued;
    QList<BranchTip> branches;
    int attempts = 0; ///< tries that ended in a result
    int attemptsBefore = 0; ///< of them, before a person last said retry
    bool isFailureReported
            = false; ///< its frontend knows of a failure: a success will be reported again
    int interruptions = 0; ///< tries cut off by the end of the process, since the last result
    std::optional<Error> error; ///< of the last attempt; kept while an automatic retry waits
    StageTimings timings; ///< of the last attempt
    QDateTime createdAt;
    QDateTime changedAt; ///< when the state last changed
    QDateTime beganAt; ///< of the try under way, interruptions included: the date of its commits
    QDateTime retryAt; ///< queued, but not before this time; null: at once
    QDateTime finishedAt; ///< null unless ended

    [[nodiscard]] bool hasEnded() const;
    /// "build 123" where Copr gave an id, else "task 7": how every text speaks of it.
    [[nodiscard]] QString label() const;
    /// File name of the log: "<build id>.log" (the name Copr links), else "task-<id>.log".
    [[nodiscard]] QString logName() const;

    bool operator==(const Task &) const = default;
};

/// One file put into the lookaside cache or into git by an import.
struct StoredObject
{
    QString file;
    bool isLookaside = false;
    QString hash; ///< MD5 or SHA512 for lookaside files, git blob id for text
    qint64 size = 0; ///< bytes

    bool operator==(const StoredObject &) const = default;
};

/// One try of a task that ended in a result.
struct Attempt
{
    int number = 0; ///< from 1
    QDateTime startedAt;
    QDateTime endedAt;
    std::optional<Error> error;
    StageTimings timings;
};

/// Something done to a task by somebody: added, retried, canceled, put first.
struct HistoryEntry
{
    QDateTime at;
    QString what;
    QString who;
};

[[nodiscard]] QString stateName(State state); ///< "queued"
[[nodiscard]] std::optional<State> stateFromName(QStringView name);
[[nodiscard]] QString formatName(Format format); ///< "copr", "fedora"
[[nodiscard]] std::optional<Format> formatFromName(QStringView name);
[[nodiscard]] QString stageName(Stage stage); ///< "fetch"

} // namespace sluice
