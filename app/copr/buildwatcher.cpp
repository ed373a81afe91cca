// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "copr/buildwatcher.h"

#include <QMap>
#include <QPointer>

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;

using Kind = CoprBuildEvent::Kind;

CoprBuildWatcher::CoprBuildWatcher(CoprBuildClient &client, Timers &timers, PollPace pace,
                                   QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_plan(timers, pace, this, [this](const QStringList &keys) { poll(keys); })
{}

void CoprBuildWatcher::watch(qint64 build, const QString &owner, const QString &project)
{
    if (m_builds.contains(build))
        return;
    m_builds.insert(build, {.owner = owner, .project = project});
    m_plan.add(QString::number(build));
}

void CoprBuildWatcher::forget(qint64 build)
{
    m_builds.remove(build);
    m_plan.remove(QString::number(build));
}

void CoprBuildWatcher::poll(const QStringList &keys)
{
    QMap<std::pair<QString, QString>, QList<qint64>> byProject;
    for (const QString &key : keys) {
        const qint64 id = key.toLongLong();
        const Watched build = m_builds.value(id);
        byProject[{build.owner, build.project}] << id;
    }
    for (auto it = byProject.cbegin(); it != byProject.cend(); ++it) {
        if (it->size() > 1)
            pollTogether(it.key().first, it.key().second, *it);
        else
            look(it->constFirst());
    }
}

/// One listing tells which of a project's builds have nothing new: those still in the queue.
void CoprBuildWatcher::pollTogether(const QString &owner, const QString &project,
                                    const QList<qint64> &builds)
{
    constexpr int kMostListed = 100;
    const auto take = [this, builds](const Result<QList<CoprBuild>> &listed) {
        QHash<qint64, CoprState> states;
        for (const CoprBuild &build : listed.value_or(QList<CoprBuild>()))
            states.insert(build.id, build.state);
        for (const qint64 id : builds) {
            const CoprState state = states.value(id, CoprState::Unknown);
            const Watched build = m_builds.value(id);
            const bool isStill
                    = state == CoprState::Waiting
                   || (state == CoprState::Importing && build.isStarted)
                   || (state == CoprState::Pending && build.isSrpmDone && build.started.isEmpty());
            if (isStill)
                settle(id);
            else
                look(id);
        }
    };
    m_client.builds(owner, project, kMostListed,
                    [guard = QPointer(this), take](const Result<QList<CoprBuild>> &listed) {
                        if (guard)
                            take(listed);
                    });
}

void CoprBuildWatcher::look(qint64 build)
{
    const auto it = m_builds.constFind(build);
    if (it == m_builds.constEnd())
        return;
    if (it->isSrpmDone)
        lookAtChroots(build);
    else
        lookAtSource(build);
}

void CoprBuildWatcher::lookAtSource(qint64 build)
{
    m_client.sourceState(
            build, [this, guard = QPointer(this), build](const Result<CoprState> &state) {
                if (!guard || !m_builds.contains(build))
                    return;
                if (state)
                    takeSource(build, *state);
                else if (state.error().cause == Cause::Upstream)
                    lookAtBuild(build); // Copr fails on an SRPM build that has no results yet
                else
                    onError(build, state.error());
            });
}

void CoprBuildWatcher::lookAtBuild(qint64 build)
{
    m_client.build(build, [this, guard = QPointer(this), build](const Result<CoprBuild> &found) {
        if (!guard || !m_builds.contains(build))
            return;
        if (found)
            takeSource(build, found->state);
        else
            onError(build, found.error());
    });
}

void CoprBuildWatcher::takeSource(qint64 build, CoprState state)
{
    Watched &watched = m_builds[build];
    watched.isMissing = false;
    if (state == CoprState::Canceled) {
        emit happened({.build = build, .kind = Kind::Canceled});
        return end(build);
    }
    const bool isOver = isFinal(state) || state == CoprState::Importing;
    const bool isBegun = isOver || state == CoprState::Running;
    if (isBegun && !std::exchange(watched.isStarted, true))
        emit happened({.build = build, .kind = Kind::SrpmStarted});
    if (!isOver || !m_builds.contains(build))
        return settle(build);
    m_builds[build].isSrpmDone = true;
    const bool isOk = state != CoprState::Failed;
    emit happened({.build = build, .kind = Kind::SrpmFinished, .isOk = isOk});
    if (isOk)
        lookAtChroots(build);
    else
        end(build);
}

void CoprBuildWatcher::lookAtChroots(qint64 build)
{
    m_client.chroots(
            build, [this, guard = QPointer(this), build](const Result<QList<CoprChroot>> &chroots) {
                if (!guard || !m_builds.contains(build))
                    return;
                if (chroots)
                    takeChroots(build, *chroots);
                else
                    onError(build, chroots.error());
            });
}

void CoprBuildWatcher::takeChroots(qint64 build, const QList<CoprChroot> &chroots)
{
    m_builds[build].isMissing = false;
    for (const CoprChroot &chroot : chroots)
        takeChroot(build, chroot);
    const auto isOver = [](const CoprChroot &chroot) { return isFinal(chroot.state); };
    const auto isCanceled
            = [](const CoprChroot &chroot) { return chroot.state == CoprState::Canceled; };
    if (chroots.isEmpty() || !std::ranges::all_of(chroots, isOver))
        return settle(build);
    if (std::ranges::any_of(chroots, isCanceled) && m_builds.contains(build))
        emit happened({.build = build, .kind = Kind::Canceled});
    end(build);
}

void CoprBuildWatcher::takeChroot(qint64 build, const CoprChroot &chroot)
{
    const bool isDone = isFinal(chroot.state) && chroot.state != CoprState::Canceled;
    const bool isBegun = isDone || chroot.state == CoprState::Running;
    const auto tell = [&](Kind kind, QSet<QString> Watched::*told) {
        const auto it = m_builds.find(build); // a receiver may have forgotten it
        if (it == m_builds.end() || (*it.*told).contains(chroot.name))
            return;
        (*it.*told).insert(chroot.name);
        const bool isOk = kind == Kind::ChrootFinished && isGood(chroot.state);
        emit happened({build, kind, chroot.name, isOk, chroot.results});
    };
    if (isBegun)
        tell(Kind::ChrootStarted, &Watched::started);
    if (isDone)
        tell(Kind::ChrootFinished, &Watched::finished);
}

void CoprBuildWatcher::onError(qint64 build, const Error &error)
{
    if (error.cause == Cause::NotFound && std::exchange(m_builds[build].isMissing, true)) {
        emit happened({.build = build, .kind = Kind::Gone});
        return end(build);
    }
    m_plan.failed(QString::number(build), error.retryAt);
    emit troubled(build, error);
}

void CoprBuildWatcher::settle(qint64 build) { m_plan.succeeded(QString::number(build)); }

void CoprBuildWatcher::end(qint64 build)
{
    if (!m_builds.contains(build))
        return; // forgotten by a receiver
    forget(build);
    emit ended(build);
}

} // namespace sluice
