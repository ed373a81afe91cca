// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "clock.h"
#include "fakes/fakecopr.h"
#include "fakes/faketestingfarm.h"
#include "fakes/github/fakegithubserver.h"

#include <QTemporaryDir>
#include <QTimer>

namespace sluice {

/// A GitHub, a Copr and a Testing Farm on 127.0.0.1 with one repository "fedora/hello", and a data
/// directory with the settings that lead there. Builds and tests go a step further on every step().
class PipelineWorld final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PipelineWorld)

public:
    PipelineWorld();

    /// A pull request to it, or another push to the one there is.
    const FakePull &push();
    void step();
    /// From now on by itself.
    void run(int ms = 100);
    [[nodiscard]] QString directory() const { return m_folder.path(); }
    /// Of the newest head commit: context -> "success: RPMs were built successfully."
    [[nodiscard]] QMap<QString, QString> shown() const;
    [[nodiscard]] FakePull &pull() { return repository->pulls.first(); }
    /// A file in the data directory, by its name.
    QString write(const QString &name, const QByteArray &text) const;

    FakeGithub github{m_clock};
    FakeCopr copr;
    FakeTestingFarm farm;
    FakeRepository *repository = nullptr;
    QString rpmResult = QStringLiteral("succeeded"); ///< of chroots
    QString testResult = QStringLiteral("passed");

private:
    void stepBuild(qint64 id);
    void stepTest(FakeFarmRequest &request) const;

    QTemporaryDir m_folder;
    SystemClock m_clock;
    FakeGithubServer m_githubServer{github};
    QTimer m_timer;
    int m_pushes = 0;
};

} // namespace sluice
