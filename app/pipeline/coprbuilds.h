// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "copr/buildwatcher.h"
#include "pipeline/services.h"

namespace sluice {

/// Builds of pipelines in Copr: a project for each pull request, named as Packit names it. What
/// fails for a while only is submitted again. Lives on the engine's thread.
class CoprBuilds final : public QObject, public BuildService
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CoprBuilds)

public:
    struct Options
    {
        QString owner; ///< of the projects; "@group" for a group
        QUrl pages; ///< Copr's pages for people
        PollPace pace;
        QString forge = QStringLiteral("github.com"); ///< as Copr names it in front of owner/name
    };

    /// Client and timers must outlive it.
    CoprBuilds(CoprBuildClient &client, Timers &timers, Options options, QObject *parent = nullptr);

    void submit(const BuildRequest &request, QObject *context,
                std::function<void(Result<qint64>)> done) override;
    void cancel(qint64 buildId) override;
    /// One that an earlier process submitted, from its beginning.
    void watch(qint64 buildId, const QString &repository, int number);
    [[nodiscard]] QList<qint64> watched() const { return m_watcher.watched(); }
    /// Submissions that Copr was told of and has not answered. What waits for another try does not
    /// count.
    [[nodiscard]] int inFlight() const { return m_inFlight; }

    /// "owner-name-12"
    [[nodiscard]] static QString projectName(const QString &repository, int number);

signals:
    void happened(const sluice::BuildEvent &event);
    void troubled(qint64 pipeline, const sluice::Error &error); ///< it is tried again

private:
    struct Submission;

    void makeProject(const std::shared_ptr<Submission> &submission);
    /// Anybody who opens a pull request may name any project: its owner must have allowed it.
    void askForProject(const std::shared_ptr<Submission> &submission);
    void send(const std::shared_ptr<Submission> &submission);
    void addChroots(const std::shared_ptr<Submission> &submission, const Error &refusal);
    void end(const std::shared_ptr<Submission> &submission, const Result<qint64> &build);
    void onEvent(const CoprBuildEvent &event);
    [[nodiscard]] QString ownerOf(const BuildRequest &request) const;
    [[nodiscard]] QString projectOf(const BuildRequest &request) const;
    [[nodiscard]] bool isOwnProject(const BuildRequest &request) const;
    [[nodiscard]] QString pageOf(qint64 buildId) const;

    CoprBuildClient &m_client;
    Timers &m_timers;
    const Options m_options;
    CoprBuildWatcher m_watcher;
    int m_inFlight = 0;
};

} // namespace sluice
