// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "copr/buildclient.h"
#include "pipeline/pollplan.h"

#include <QSet>

namespace sluice {

/// Something that a build did. Of each build the events come in the order of the enumerators.
struct CoprBuildEvent
{
    enum class Kind {
        SrpmStarted,
        SrpmFinished, ///< when it failed no chroot follows
        ChrootStarted,
        ChrootFinished,
        Canceled, ///< the last one; chroots that had ended before had their own
        Gone, ///< deleted there; the last one
    };

    qint64 build = 0;
    Kind kind = Kind::SrpmStarted;
    QString chroot;
    bool isOk = false; ///< of what finished
    QUrl results;

    bool operator==(const CoprBuildEvent &) const = default;
};

/// Asks Copr about builds until each has ended, and tells each change once. Trouble on the way
/// only makes it ask later. Lives on the engine's thread.
class CoprBuildWatcher final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CoprBuildWatcher)

public:
    CoprBuildWatcher(CoprBuildClient &client, Timers &timers, PollPace pace = {},
                     QObject *parent = nullptr);

    /// From now on, and from the beginning: what has happened already is told as well. Builds of
    /// one project share a request.
    void watch(qint64 build, const QString &owner, const QString &project);
    void forget(qint64 build);
    [[nodiscard]] QList<qint64> watched() const { return m_builds.keys(); }

signals:
    void happened(const sluice::CoprBuildEvent &event);
    void ended(qint64 build); ///< after its last event; it is no longer watched
    void troubled(qint64 build, const sluice::Error &error); ///< it is asked again

private:
    struct Watched
    {
        QString owner;
        QString project;
        bool isStarted = false; // the SRPM
        bool isSrpmDone = false;
        bool isMissing = false; // was not found the last time
        QSet<QString> started;
        QSet<QString> finished;
    };

    void poll(const QStringList &keys);
    void pollTogether(const QString &owner, const QString &project, const QList<qint64> &builds);
    void look(qint64 build);
    void lookAtSource(qint64 build);
    void lookAtBuild(qint64 build);
    void lookAtChroots(qint64 build);
    void takeSource(qint64 build, CoprState state);
    void takeChroots(qint64 build, const QList<CoprChroot> &chroots);
    void takeChroot(qint64 build, const CoprChroot &chroot);
    void onError(qint64 build, const Error &error);
    void settle(qint64 build);
    void end(qint64 build);

    CoprBuildClient &m_client;
    QHash<qint64, Watched> m_builds;
    PollPlan m_plan;
};

} // namespace sluice
