// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/services.h"
#include "testingfarm/farmwatcher.h"

namespace sluice {

/// Tests of pipelines in Testing Farm. What fails for a while only is submitted again. Lives on the
/// engine's thread.
class FarmTests final : public QObject, public TestService
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FarmTests)

public:
    /// Client and timers must outlive it.
    FarmTests(FarmClient &client, Timers &timers, PollPace pace = {}, QObject *parent = nullptr);

    void submit(const TestRequest &request, QObject *context,
                std::function<void(Result<QString>)> done) override;
    void cancel(const QString &request) override;
    /// One that an earlier process submitted, from its beginning.
    void watch(const QString &request) { m_watcher.watch(request); }
    [[nodiscard]] QStringList watched() const { return m_watcher.watched(); }
    /// As CoprBuilds has it.
    [[nodiscard]] int inFlight() const { return m_inFlight; }

signals:
    void happened(const sluice::TestEvent &event);
    void troubled(qint64 pipeline, const sluice::Error &error); ///< it is tried again

private:
    struct Submission;

    void send(const std::shared_ptr<Submission> &submission);
    void end(const std::shared_ptr<Submission> &submission, const Result<FarmRun> &run);
    void onChanged(const FarmRun &run);

    FarmClient &m_client;
    Timers &m_timers;
    FarmWatcher m_watcher;
    int m_inFlight = 0;
};

} // namespace sluice
