// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "clock.h"
#include "error.h"
#include "pipeline/wish.h"

#include <QHash>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <functional>

namespace sluice {

class AsyncDatabase;

/// Where a window leaves what it asks of the engine, in whichever process that is, and hears what
/// became of it. GUI thread.
class WishDesk final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WishDesk)

public:
    using Done = std::function<void(Result<QString>)>;

    /// Store and clock must outlive it. `who` asks.
    WishDesk(AsyncDatabase &store, const Clock &clock, QString who, QObject *parent = nullptr);

    /// Calls back with the answer, a sentence, unless the context is gone by then. *Not found*:
    /// nobody took it up for ten seconds; it stays written down, and is done once somebody does.
    void ask(Wish wish, QObject *context, Done done);

signals:
    void asked(); ///< an engine in this process should look now

private:
    struct Caller
    {
        QPointer<QObject> context;
        Done done;
    };
    struct Waiting
    {
        QList<Caller> callers; ///< who ask the same at the same time ask once
        QDateTime since;
        bool isTaken = false; ///< somebody is about it: it takes what it takes
    };

    void look();
    void finish(qint64 id, const Result<QString> &answer);
    void notHeard();

    AsyncDatabase &m_store;
    const Clock &m_clock;
    const QString m_who;
    QHash<qint64, Waiting> m_waiting; ///< by the wish's number
    QTimer m_patience;
};

} // namespace sluice
