// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/budgetsettings.h"
#include "pipeline/services.h"
#include "timers.h"

#include <QObject>

namespace sluice {

/// Builds and tests that happen on paper, at fixed times: each step of the pipeline 20 minutes
/// after the one before (build submitted, SRPM started, SRPM finished, RPMs started, RPMs finished,
/// tests submitted, tests started, tests finished), chroots of one step a millisecond apart and all
/// within half a second, so that they fall within one gathering window.
class PracticeServices final : public QObject, public BuildService, public TestService
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PracticeServices)

public:
    /// `settings` say whether an SRPM is told once or per chroot, and what fails.
    PracticeServices(Timers &timers, const BudgetSettings &settings, QObject *parent = nullptr);

    void submit(const BuildRequest &request, QObject *context,
                std::function<void(Result<qint64>)> done) override;
    void cancel(qint64 buildId) override;
    void submit(const TestRequest &request, QObject *context,
                std::function<void(Result<QString>)> done) override;
    void cancel(const QString &request) override;

signals:
    void buildEvent(const sluice::BuildEvent &event);
    void testEvent(const sluice::TestEvent &event);

private:
    void tellBuild(int step, int position, const BuildEvent &event);
    /// When this step begins, with a place among its chroots.
    [[nodiscard]] QDateTime timeOf(int step, int position) const;

    Timers &m_timers;
    const BudgetSettings m_settings;
    const QDateTime m_start;
    qint64 m_builds = 0;
    int m_requests = 0;
};

} // namespace sluice
