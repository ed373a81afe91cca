// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"

#include <QByteArrayView>
#include <QList>
#include <QStringList>

namespace sluice {

class ChrootTable;

/// What a job does.
enum class PackitJobType {
    CoprBuild,
    Tests,
    UpstreamKojiBuild,
    VmImageBuild,
    ProposeDownstream,
    PullFromUpstream,
    SyncFromDownstream,
    KojiBuild,
    KojiBuildTag,
    BodhiUpdate,
};

/// What starts a job.
enum class PackitTrigger { PullRequest, Commit, Release, KojiBuild, Ignore };

/// One thing that a job builds or tests, and the name of the flag that shows it.
struct PackitFlag
{
    QString target; ///< what is built or tested: "fedora-43-x86_64", "centos-stream-9-x86_64"
    QString chroot; ///< of the build, or of the one that a test takes its packages from, if any
    QString name; ///< "rpm-build:fedora-43-x86_64:identifier"

    bool operator==(const PackitFlag &) const = default;
};

/// One job for one package, with all that it inherits from the package and the top of the file.
struct PackitJob
{
    PackitJobType type = PackitJobType::CoprBuild;
    PackitTrigger trigger = PackitTrigger::Ignore;
    QString package;
    QString identifier;
    QString branch; ///< a regular expression for the target branch; empty: every one
    QStringList labelsPresent; ///< `require.label`: one of them must be on the pull request
    QStringList labelsAbsent; ///< none of these may be
    QStringList labels; ///< of the job itself, to ask for it in a comment
    bool isSkippingBuild = false; ///< tests that need no build
    bool isManual = false; ///< only when somebody asks for it
    bool isSyncingTestFlags = true; ///< test flags follow the build while it runs
    bool isUsingInternalFarm = false;
    bool isNetworkEnabled = false; ///< while building
    QString specfilePath;
    QString coprOwner; ///< empty: the service's own
    QString coprProject; ///< empty: one for the pull request
    QString fmfUrl; ///< where the tests are, when not in the repository
    QString fmfRef;
    QString fmfPath;
    QString tmtPlan;
    QStringList additionalRepos;
    int line = 0; ///< of the file
    int syncLine = 0; ///< where it says whether test flags follow the build; 0: nowhere
    int manualLine = 0; ///< where it says whether it is started by hand; 0: nowhere
    /// For pull requests. CoprBuild: one for each chroot; Tests: one for each test target.
    QList<PackitFlag> flags;
    QList<PackitFlag> unsupported; ///< targets that no chroot is known for: not built, not tested

    [[nodiscard]] bool isForBranch(const QString &baseRef) const;
    [[nodiscard]] bool isForLabels(const QStringList &labelsOfPullRequest) const;

    bool operator==(const PackitJob &) const = default;
};

/// A package of the repository; most have one.
struct PackitPackage
{
    QString name;
    QString downstreamName;
    QString specfilePath; ///< empty: has to be looked for
    QStringList paths;
    int line = 0; ///< of the file; 0: described by the top of it

    bool operator==(const PackitPackage &) const = default;
};

/// A target, and lines of the file that name it; jobs share one by what they inherit.
struct PackitTargetLines
{
    QString name; ///< "fedora-all"
    QList<int> lines; ///< sorted

    bool operator==(const PackitTargetLines &) const = default;
};

/// What a repository's Packit configuration asks for.
struct PackitConfig
{
    QList<PackitPackage> packages;
    QList<PackitJob> jobs; ///< of all triggers, in the order of the file
    QStringList warnings; ///< one sentence each, for the log and the summary
    int specfileLookups = 0; ///< packages that name neither their specfile nor themselves
    /// Targets of builds and tests for pull requests that can go, as their jobs have others, too:
    /// each with all its lines, and where some of them are for tests alone with these, too.
    QList<PackitTargetLines> targetLines;

    /// The jobs for pull requests against that branch, those asked for by hand included.
    [[nodiscard]] QList<PackitJob> builds(const QString &baseRef) const;
    [[nodiscard]] QList<PackitJob> tests(const QString &baseRef) const;

    bool operator==(const PackitConfig &) const = default;
};

/// Where the text comes from: stands in names, sentences and defaults.
struct PackitConfigOrigin
{
    QString fileName; ///< ".packit.yaml"
    QString repositoryName; ///< "hello", without its owner
};

/// The file to read, among those in the root of a repository.
struct PackitConfigFile
{
    QString name; ///< empty: there is none
    QString warning; ///< empty, or a sentence: there is more than one
};

/// The names that a configuration can have, the first that exists counts.
[[nodiscard]] QStringList packitConfigNames();
/// Those that Packit tried one after the other when the notebook was written.
[[nodiscard]] QStringList notebookConfigNames();
[[nodiscard]] PackitConfigFile findPackitConfig(const QStringList &namesInRoot);

/// Reads a configuration that anybody may have written: bounded in size, depth and number of
/// nodes. Errors are one sentence with file, line and key, for the packager.
[[nodiscard]] Result<PackitConfig> parsePackitConfig(QByteArrayView text,
                                                     const PackitConfigOrigin &origin,
                                                     const ChrootTable &chroots);
/// The same file, were this one of its targetLines taken out of it.
[[nodiscard]] Result<PackitConfig> parsePackitConfigWithout(const PackitTargetLines &target,
                                                            QByteArrayView text,
                                                            const PackitConfigOrigin &origin,
                                                            const ChrootTable &chroots);

} // namespace sluice
