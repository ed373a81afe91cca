// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "fakes/fakecopr.h"
#include "fakes/faketestingfarm.h"
#include "fakes/turnedgithub.h"
#include "pipeline/pipelineservice.h"

namespace sluice {

/// A PipelineService in turned time: GitHub without a network, Copr and Testing Farm on 127.0.0.1,
/// and a repository that is built and tested for one chroot.
class ServiceScene final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ServiceScene)

public:
    /// Who runs the pipelines: a person, who writes statuses, or an App, which writes check runs.
    enum class As { Person, App };

    explicit ServiceScene(As as = As::Person);
    ~ServiceScene() override;

    void open(); ///< the service, anew as after a kill
    [[nodiscard]] PipelineServiceOptions options() const;
    [[nodiscard]] PipelineService::Edge edge();

    /// Copr and Testing Farm get on by one step.
    void step();
    /// Time goes on, and answers from 127.0.0.1 come in.
    void turn(std::chrono::milliseconds by);
    bool goesOnUntil(const std::function<bool()> &isSo, int turns = 300);
    /// Sends a webhook; the status of the answer.
    [[nodiscard]] int deliver(quint16 port, const QByteArray &event, const QByteArray &id,
                              const QJsonObject &payload) const;

    [[nodiscard]] FakePull &pull() const { return world.pull(); }
    [[nodiscard]] Pipeline newest() const;
    [[nodiscard]] ChrootRun runOf(JobKind job) const;
    /// Of the head commit: name -> "success".
    [[nodiscard]] QMap<QString, QString> shown() const;
    [[nodiscard]] bool isGreen() const;
    [[nodiscard]] QString said() const { return problems.join(u'\n'); }

    TurnedGithub world;
    FakeCopr copr;
    FakeTestingFarm farm;
    std::unique_ptr<PipelineService> service;
    QStringList problems;
    bool isMoving = true; ///< builds and tests go on by themselves

    /// What the options become before the service opens.
    std::function<void(PipelineServiceOptions &)> adapt;

private:
    const As m_as;
    QTemporaryDir m_folder;
    std::unique_ptr<TokenSource> m_tokens;
    QByteArray m_appKey; ///< PEM
};

} // namespace sluice
