// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "github/githubclient.h"
#include "observe/observequery.h"

namespace sluice {

/// Reads all flags of up to 30 pull requests, page by page. One that was pushed to meanwhile is
/// read from the start. Calls back once and deletes itself. The client's thread.
class PullReading final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PullReading)

public:
    static constexpr int kMost = 30; ///< in one query, so that GitHub answers in its ten seconds

    struct Outcome
    {
        QString nodeId;
        std::optional<ObservedReading> reading; ///< none: GitHub shows it no more …
        bool isMissed = false; ///< … or could not this time
    };
    using Done = std::function<void(Result<QList<Outcome>>)>;

    /// `done` is not called once the parent is gone.
    PullReading(GithubClient &client, const QStringList &nodeIds, Urgency urgency,
                QString repository, Done done, QObject *parent);

private:
    void ask();
    void take(const QList<ReadItem> &items, const Result<ApiAnswer> &answer);
    void takePart(const ReadItem &item, const ReadPart &part);
    void end(Result<QList<Outcome>> result);

    GithubClient &m_client;
    const Urgency m_urgency;
    const QString m_repository; ///< for the ledger; empty: several
    Done m_done;
    QList<ReadItem> m_items; ///< still to be asked for
    QHash<QString, ObservedReading> m_begun;
    QHash<QString, int> m_restarts;
    QList<Outcome> m_outcomes;
};

} // namespace sluice
