// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "clock.h"
#include "fakes/fakebuilders.h"
#include "fakes/github/fakegithubserver.h"

#include <QTemporaryDir>
#include <QTimer>

namespace sluice {

/// A GitHub, a Copr and a Testing Farm on 127.0.0.1 with one repository "fedora/hello", and a data
/// directory with the settings that lead there.
class PipelineWorld final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PipelineWorld)

public:
    PipelineWorld();

    /// A pull request to it, or another push to the one there is.
    const FakePull &push();
    /// From now on builds and tests go on by themselves.
    void run(int ms = 100);
    [[nodiscard]] QString directory() const { return m_folder.path(); }
    /// Of the newest head commit: context -> "success: RPMs were built successfully."
    [[nodiscard]] QMap<QString, QString> shown() const;
    [[nodiscard]] FakePull &pull() { return repository->pulls.first(); }
    /// A file in the data directory, by its name.
    QString write(const QString &name, const QByteArray &text) const;

    FakeGithub github{m_clock};
    FakeBuilders builders;
    FakeRepository *repository = nullptr;

private:
    QTemporaryDir m_folder;
    SystemClock m_clock;
    FakeGithubServer m_githubServer{github};
    QTimer m_timer;
    int m_pushes = 0;
};

} // namespace sluice
