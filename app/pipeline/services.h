// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"
#include "pipeline/pipeline.h"

#include <QStringList>

#include <functional>

class QObject;

namespace sluice {

/// One build job of a pipeline, for all its chroots.
struct BuildRequest
{
    PipelineId pipeline = 0;
    QString repository; ///< "owner/name" on GitHub
    int number = 0;
    QString cloneUrl;
    QString headSha;
    QString jobName;
    QString specfilePath;
    QString coprOwner; ///< empty: the service's own
    QString coprProject; ///< empty: one for the pull request
    QStringList chroots;
    bool isNetworkEnabled = false;
};

/// One test run of a pipeline.
struct TestRequest
{
    PipelineId pipeline = 0;
    ChrootRunId run = 0;
    QString cloneUrl;
    QString headSha;
    QString chroot; ///< of the build
    QString target; ///< to test on: "fedora-43-x86_64"
    std::optional<qint64> buildId;
    QString fmfUrl; ///< empty: the pull request's own repository
    QString fmfRef;
    QString fmfPath;
    QString tmtPlan;
};

/// Where packages are built.
class BuildService
{
    Q_DISABLE_COPY_MOVE(BuildService)

public:
    BuildService() = default;
    virtual ~BuildService() = default;
    /// Calls back once with the build's id, not from within the call; not once the context is gone.
    virtual void submit(const BuildRequest &request, QObject *context,
                        std::function<void(Result<qint64>)> done)
            = 0;
    virtual void cancel(qint64 buildId) = 0;
};

/// Where packages are tested.
class TestService
{
    Q_DISABLE_COPY_MOVE(TestService)

public:
    TestService() = default;
    virtual ~TestService() = default;
    /// Calls back once with the request's id, as above.
    virtual void submit(const TestRequest &request, QObject *context,
                        std::function<void(Result<QString>)> done)
            = 0;
    virtual void cancel(const QString &request) = 0;
};

/// What the build service tells of a build.
struct BuildEvent
{
    enum class What { SrpmStarted, SrpmFinished, RpmStarted, RpmFinished };

    What what = What::SrpmStarted;
    qint64 buildId = 0;
    QString chroot; ///< empty: all of the build's
    FlagState result = FlagState::Success; ///< of what has finished
    QString detail; ///< its own words, or empty
    QString url; ///< a page for people
};

/// What the test service tells of a request.
struct TestEvent
{
    enum class What { Started, Finished };

    What what = What::Started;
    QString request;
    FlagState result = FlagState::Success;
    QString detail;
    QString url;
};

} // namespace sluice
