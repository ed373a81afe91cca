// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/ledgerparts.h"

#include <QSaveFile>

namespace sluice {

/// The ledger on its way into a file, a piece at a time, so that others may ask the store
/// meanwhile. The file is there whole or not at all. The database's thread.
class LedgerExport final
{
    Q_DISABLE_COPY_MOVE(LedgerExport)

public:
    LedgerExport(LedgerScope scope, const QString &path);

    /// Writes the next piece; true once all is there. Not to be called again after that, or after
    /// it failed.
    [[nodiscard]] Result<bool> next(LedgerStore &ledger);
    [[nodiscard]] qint64 written() const { return m_written; } ///< calls

private:
    [[nodiscard]] std::unexpected<Error> cannotWrite() const;

    const LedgerScope m_scope;
    QSaveFile m_file;
    qint64 m_last = 0; ///< the newest call so far
    qint64 m_written = 0;
};

} // namespace sluice
