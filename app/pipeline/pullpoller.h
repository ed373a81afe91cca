// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "github/githubclient.h"
#include "pipeline/pollplan.h"
#include "pipeline/pullevent.h"

#include <QMap>
#include <QObject>
#include <QSet>

namespace sluice {

/// Watches repositories by asking for their open pull requests: an event for each new head commit
/// and for each pull request that is open no more. Lists that have not changed cost nothing, by
/// their ETags. A repository that cannot be read is asked later and later, and said so once. Lives
/// on the thread of its client.
class PullPoller final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PullPoller)

public:
    /// Both must outlive it.
    PullPoller(GithubClient &client, Timers &timers, std::chrono::milliseconds interval,
               QObject *parent = nullptr);

    /// "owner/name". `known`: head commits by number that were told before, and are not again.
    void watch(const QString &repository, const QMap<int, QString> &known = {});
    [[nodiscard]] bool isEmpty() const { return m_watched.isEmpty(); } ///< nothing is watched
    /// By the name that was given, or the one that it has now; in any case.
    [[nodiscard]] bool isWatched(const QString &repository) const;
    void pollNow(); ///< all, whenever their turn would be
    void stop();

signals:
    void happened(const sluice::PullEvent &event);
    /// Once, until another problem comes or all is well again.
    void problem(const QString &repository, const sluice::Error &error);
    void wellAgain(const QString &repository);

private:
    struct Watched
    {
        QMap<int, QString> heads; ///< of the open pull requests
        QSet<int> missing; ///< known, and in the newest list no more
        QString name; ///< what it is called now
        QString problem; ///< the sentence that was said
    };

    void poll(const QString &repository);
    void onPages(const QString &repository, const Result<QList<ApiAnswer>> &pages);
    /// `isWhole`: in one answer, so that none can have moved from one page to another meanwhile.
    void take(const QString &repository, const QList<QJsonObject> &pulls, bool isWhole);
    void tellClosed(const QString &repository, const QMap<int, QString> &before, bool isWhole);
    void tell(const QString &repository, const Error &error);
    void settle(const QString &repository);

    GithubClient &m_client;
    QHash<QString, Watched> m_watched;
    PollPlan m_plan;
};

} // namespace sluice
