// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "copr/jsonapi.h"

#include <QStringList>

#include <variant>

namespace sluice {

/// Where a build or one of its chroots is, in Copr's own words.
enum class CoprState {
    Waiting,
    Pending,
    Starting,
    Running,
    Importing,
    Succeeded,
    Failed,
    Canceled,
    Skipped, ///< was built before
    Forked,
    Unknown,
};

[[nodiscard]] CoprState coprStateFrom(const QString &word);
/// Nothing more happens.
[[nodiscard]] bool isFinal(CoprState state);
/// There are packages.
[[nodiscard]] bool isGood(CoprState state);

/// Sources in a repository; Copr makes the SRPM.
struct CoprScm
{
    QString cloneUrl;
    QString committish;
    QString subdirectory;
    QString spec;
    QString method = QStringLiteral("rpkg"); ///< how the SRPM is made: rpkg, tito, make_srpm, …
};

/// What to build, where, for what.
struct CoprSubmission
{
    QString owner; ///< "@group" for a group
    QString project;
    std::variant<QUrl, CoprScm> source; ///< an SRPM's URL, or a repository
    QStringList chroots; ///< empty: all of the project
    bool isNetworkEnabled = false;
    bool isBackground = false;
};

/// A project as it is made when it is missing.
struct CoprProject
{
    QString owner;
    QString name;
    QStringList chroots;
    QString description;
    int deleteAfterDays = 60;
    bool isListed = false; ///< on Copr's first page
};

/// A build as Copr tells of it.
struct CoprBuild
{
    qint64 id = 0;
    CoprState state = CoprState::Unknown;
    QString owner;
    QString project;
    QStringList chroots;
    QUrl sourcePackage; ///< once it is there

    bool operator==(const CoprBuild &) const = default;
};

/// One chroot of a build.
struct CoprChroot
{
    QString name;
    CoprState state = CoprState::Unknown;
    QUrl results;

    bool operator==(const CoprChroot &) const = default;
};

/// Submits builds to Copr and asks about them, by its API v3. Lives on the engine's thread.
/// Answers that are still out are dropped with this object.
class CoprBuildClient final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CoprBuildClient)

public:
    /// `server`: its URL with or without `/api_3`; its authorization is that of the credentials.
    CoprBuildClient(JsonApiServer server, const Clock &clock, QObject *parent = nullptr);

    /// Whose login this is.
    void whoAmI(std::function<void(Result<QString>)> done);
    /// The id of the new build. After *network* it may exist nevertheless.
    void submit(const CoprSubmission &submission, std::function<void(Result<qint64>)> done);
    /// Makes the project; that it exists already is well too.
    void ensureProject(const CoprProject &project, std::function<void(Result<void>)> done);
    /// The forge projects that Packit-like services may build for in this project, as its owner has
    /// set them: shell patterns such as "github.com/owner/*".
    void allowedForgeProjects(const QString &owner, const QString &project,
                              std::function<void(Result<QStringList>)> done);
    /// Adds chroots to a project; those that it has stay.
    void addChroots(const QString &owner, const QString &project, const QStringList &chroots,
                    std::function<void(Result<void>)> done);
    void build(qint64 id, std::function<void(Result<CoprBuild>)> done);
    /// The newest builds of a project, in one request.
    void builds(const QString &owner, const QString &project, int limit,
                std::function<void(Result<QList<CoprBuild>>)> done);
    /// Of the SRPM.
    void sourceState(qint64 id, std::function<void(Result<CoprState>)> done);
    void chroots(qint64 id, std::function<void(Result<QList<CoprChroot>>)> done);
    void cancel(qint64 id, std::function<void(Result<CoprBuild>)> done);

private:
    JsonApi m_api;
};

} // namespace sluice
