// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace sluice {

/// The right to run the pool of one data directory (or what else only one process may do there): an
/// flock on `<data>/pool.lock`, so it ends with the process, however that ends. One thread.
class PoolLock final
{
    Q_DISABLE_COPY_MOVE(PoolLock)

public:
    explicit PoolLock(const QString &dataDirectory,
                      const QString &file = QStringLiteral("pool.lock"));
    ~PoolLock();

    [[nodiscard]] bool tryTake(); ///< at once; true when it is ours

private:
    int m_descriptor = -1;
    bool m_isOurs = false;
};

} // namespace sluice
