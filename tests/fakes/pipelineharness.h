// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "fakes/github/fakegithub.h"
#include "github/flagwriter.h"
#include "github/personaltoken.h"
#include "github/transport.h"
#include "packit/chroottable.h"
#include "pipeline/pipelinerunner.h"
#include "store/database.h"

#include <QTemporaryDir>

namespace sluice {

/// Hands requests to a FakeGithub without a network: the answer comes after a while of turned time,
/// or no answer at all while the line is cut.
class DirectTransport final : public HttpTransport
{
public:
    DirectTransport(FakeGithub &github, Timers &timers)
        : m_github(github)
        , m_timers(timers)
    {}

    void send(const HttpRequest &request, QObject *context, Done done) override;
    [[nodiscard]] int inFlight() const override { return m_inFlight; }

    std::chrono::milliseconds delay{100};
    bool isCut = false;

private:
    FakeGithub &m_github;
    Timers &m_timers;
    int m_inFlight = 0;
};

/// Builds and tests that a test answers for: ids count from 1, events are its own to send.
class HandServices final : public BuildService, public TestService
{
public:
    explicit HandServices(Timers &timers)
        : m_timers(timers)
    {}

    void submit(const BuildRequest &request, QObject *context,
                std::function<void(Result<qint64>)> done) override;
    void cancel(qint64 buildId) override { canceledBuilds << buildId; }
    void submit(const TestRequest &request, QObject *context,
                std::function<void(Result<QString>)> done) override;
    void cancel(const QString &request) override { canceledTests << request; }

    QList<BuildRequest> builds;
    QList<TestRequest> tests;
    QList<qint64> canceledBuilds;
    QStringList canceledTests;
    std::optional<Error> buildError; ///< of every submission while it is set
    std::function<void(qint64)> onBuild; ///< where set: called when a build has its id
    std::function<void(const QString &)> onTest; ///< the same for tests

private:
    Timers &m_timers;
};

/// A runner with everything around it, on a GitHub of its own, in turned time.
class PipelineHarness final
{
    Q_DISABLE_COPY_MOVE(PipelineHarness)

public:
    struct Options
    {
        BudgetPolicy policy = BudgetPolicy::Sluice;
        FlagKind flags = FlagKind::CommitStatus;
        int chroots = 3;
        QByteArray config; ///< empty: builds and tests for so many chroots
    };

    explicit PipelineHarness(const Options &options);
    ~PipelineHarness();

    /// A push as an event tells it; the first, or a further one to the same pull request.
    void push();
    void turn(std::chrono::milliseconds by) { timers.turn(by); }
    /// All of a build's steps up to its RPMs, each with time for its flags.
    void build(qint64 id, FlagState result = FlagState::Success);
    void test(const QString &request, FlagState result = FlagState::Success);
    /// Everything that lives in memory goes and comes back, as after a kill.
    void restart();

    [[nodiscard]] QList<Flag> flags(); ///< of the newest pipeline
    [[nodiscard]] Pipeline pipeline(); ///< the newest
    /// What GitHub shows of the newest head commit: the newest state of each name.
    [[nodiscard]] QMap<QString, QString> shown() const;
    [[nodiscard]] int requests() const { return int(github.calls().size()); }

    HandTimers timers;
    FakeGithub github{timers};
    DirectTransport transport{github, timers};
    HandServices services{timers};
    QStringList problems;
    QStringList labels; ///< of the pull request, told with the next push
    FakeRepository *repository = nullptr;

private:
    struct Engine;
    [[nodiscard]] QByteArray configuration() const;

    const Options m_options;
    QTemporaryDir m_folder;
    ChrootTable m_chroots;
    std::unique_ptr<Engine> m_engine;

public:
    [[nodiscard]] PipelineRunner &runner();
    [[nodiscard]] PipelineStore &store();
    [[nodiscard]] FlagWriter &writer();
};

} // namespace sluice
