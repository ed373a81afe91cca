// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "clock.h"
#include "error.h"
#include "pipeline/wish.h"

namespace sluice {

class Database;

/// What people at windows ask of the engine, whichever process that is: a wish is written down,
/// taken up once, and answered. The database's thread; every function is one transaction and can
/// fail with *storage* or *storage full*.
class WishStore final
{
    Q_DISABLE_COPY_MOVE(WishStore)

public:
    /// Both must outlive it.
    WishStore(Database &database, const Clock &clock);

    /// The number under which its answer is found. The same wish that waits already is not added
    /// twice.
    [[nodiscard]] Result<qint64> add(const Wish &wish);
    /// Those that are not done, oldest first: whoever was about one may have ended.
    [[nodiscard]] Result<QList<Wish>> open();
    /// Somebody is about it, and it may take a while.
    [[nodiscard]] Result<void> markTaken(qint64 id);
    /// Taken up and done: `problem` empty, or why it could not be. Old ones are forgotten.
    [[nodiscard]] Result<void> answer(qint64 id, const QString &answer, const QString &problem);
    [[nodiscard]] Result<std::optional<Wish>> wish(qint64 id);
    /// When the same was done last, by any process; null: not lately.
    [[nodiscard]] Result<QDateTime> lastDone(const Wish &wish);

private:
    [[nodiscard]] Result<QList<Wish>> wishesWhere(const QString &condition,
                                                  const QVariantList &values);

    Database &m_database;
    const Clock &m_clock;
};

} // namespace sluice
