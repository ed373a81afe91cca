// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/boardreader.h"
#include "pipeline/usualdurations.h"

#include <QObject>
#include <QTimer>

namespace sluice {

class AsyncDatabase;

/// All pull requests with their checks, as the store has them: read in pages, the newest first,
/// then followed. GUI thread.
class PullBoard final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PullBoard)

public:
    /// The database must outlive it.
    explicit PullBoard(AsyncDatabase &database, QObject *parent = nullptr);

    [[nodiscard]] const PullRow *pull(PullKey key) const; ///< null: there is none
    [[nodiscard]] const QHash<PullKey, PullRow> &pulls() const { return m_pulls; }
    [[nodiscard]] const UsualDurations &usual() const { return m_usual; }
    [[nodiscard]] const QList<RepositoryWatch> &watches() const { return m_watches; }
    [[nodiscard]] const RepositoryWatch *watch(const QString &repository) const;
    [[nodiscard]] const QList<WatchTrouble> &troubles() const { return m_troubles; }
    [[nodiscard]] const QList<PullAsk> &asks(PullKey pull) const; ///< the oldest first
    [[nodiscard]] bool isLoaded() const { return m_isLoaded; } ///< the oldest page is there too
    [[nodiscard]] bool isUsualKnown() const { return m_isUsualKnown; } ///< or cannot be read

signals:
    void pullsRead(const QList<sluice::PullKey> &keys); ///< new ones and whole changed ones
    void checkChanged(sluice::PullKey pull, const sluice::PullCheck &check);
    void pullsRemoved(const QList<sluice::PullKey> &keys);
    void usualRead();
    void watchesChanged();
    void asksChanged(sluice::PullKey pull);
    void updated(); ///< after the others: what was read is said
    void failed(const sluice::Error &error);

private:
    void readPage();
    void takePage(const BoardPage &page);
    void follow();
    void take(const BoardUpdate &update);
    void takeChecks(const QList<BoardUpdate::Changed> &changes);
    void lookForRemoved();
    void readUsual();
    [[nodiscard]] qint64 known(PullSource source) const;
    void setWatches(const QList<RepositoryWatch> &watches);
    void setAsks(const QList<PullAsk> &asks);

    AsyncDatabase &m_database;
    QHash<PullKey, PullRow> m_pulls;
    UsualDurations m_usual;
    QList<RepositoryWatch> m_watches;
    QList<WatchTrouble> m_troubles;
    QHash<PullKey, QList<PullAsk>> m_asks; ///< the oldest first
    BoardPlace m_place;
    BoardCursor m_cursor;
    bool m_isLoaded = false;
    bool m_isUsualKnown = false;
    bool m_isReading = false;
    bool m_isStale = false; ///< something was written since the reading under way began
    QTimer m_usualTimer;
};

} // namespace sluice
