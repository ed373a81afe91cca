// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "fakes/github/fakegithubstate.h"

namespace sluice {

/// An organisation that Packit looks after: 50 repositories with 120 open pull requests, whose
/// check runs were written as Packit writes them, a new one for each change. Most are well; some
/// failed, some run, some were pushed to again, and three checks hang. Comments that Packit
/// understands are obeyed.
class PackitScene final
{
    Q_DISABLE_COPY_MOVE(PackitScene)

public:
    /// Fills it, as of `now`; it must outlive this.
    PackitScene(FakeGithubState &state, const QDateTime &now);

    /// What Packit does by then: call it every second or so.
    void turn(const QDateTime &now);

    [[nodiscard]] static QString app() { return QStringLiteral("packit-as-a-service"); }

private:
    enum class Fate { Well, BuildFailed, TestFailed, Running, StuckBuild, StuckTest, StuckQueued };
    /// A check that goes on by itself.
    struct Going
    {
        FakeRepository *repository = nullptr;
        QString sha;
        QString name;
        QDateTime nextAt;
        int stage = 0;
    };

    void addRepositories();
    void addPulls();
    void addChecks(FakeRepository &repository, const FakePull &pull, Fate fate,
                   const QDateTime &begun);
    void write(FakeRepository &repository, const QString &sha, const QString &name,
               const QString &state, const QString &title, const QDateTime &at);
    void obeyComments(FakeRepository &repository, const QDateTime &now);
    void repeat(FakeRepository &repository, const FakePull &pull, const QString &prefix,
                const QDateTime &now);

    FakeGithubState &m_state;
    const QDateTime m_now;
    QSet<qint64> m_obeyed; ///< comments
    QList<Going> m_going;
};

} // namespace sluice
