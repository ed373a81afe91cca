// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "clock.h"
#include "pipeline/observedstore.h"
#include "pipeline/pipelinestore.h"

namespace sluice {

class Database;

/// Puts pull requests into a store as a pipeline runner and an observer would, for tests and
/// pictures. What does not work stops the program.
class PullScene final
{
    Q_DISABLE_COPY_MOVE(PullScene)

public:
    /// Both must outlive it.
    PullScene(Database &database, const Clock &clock);

    struct Pull
    {
        QString repository = QStringLiteral("o/r");
        int number = 1;
        QString sha = QStringLiteral("aaaa");
        QString title = QStringLiteral("A title");
        QString author = QStringLiteral("maria");
        QStringList chroots;
        bool isTested = true;
    };
    /// A pipeline that has begun: a build and a test for each chroot, nothing done.
    PipelineId drive(const Pull &pull);
    /// The run goes on, its flag says so.
    void bring(PipelineId pipeline, const QString &chroot, JobKind job, RunProgress progress,
               const FlagValue &value);
    void send(PipelineId pipeline); ///< GitHub has every flag's value now
    void end(PipelineId pipeline, PipelineState state, const QString &problem = {});

    /// The account "packit" watches it.
    void observe(const QString &repository, const QString &problem = {});
    qint64 observedPull(const Pull &pull, PipelineState state = PipelineState::Running);
    /// The pull request's check of this name shows that from now on.
    void show(qint64 pull, const QString &name, const FlagValue &value);

private:
    void run(bool isDone);

    Database &m_database;
    const Clock &m_clock;
    PipelineStore m_store;
    ObservedStore m_observed;
    QHash<qint64, ObservedReading> m_readings;
};

/// How long fillDemo() takes by its clock.
inline constexpr std::chrono::minutes kDemoTime{155};
/// Hours of a small service: healthy, failed, stuck, superseded, refused and observed pull
/// requests. `turn` moves the clock on.
void fillDemo(PullScene &scene, const std::function<void(std::chrono::minutes)> &turn);

} // namespace sluice
