// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/callrecord.h"
#include "error.h"

namespace sluice {

class LedgerStore;

/// The ledger for spreadsheets (RFC 4180), without the line feeds at the ends.
[[nodiscard]] QByteArray callCsvHead();
[[nodiscard]] QByteArray callCsv(const CallRecord &call);

/// Calls since then (null: all) of one budget (empty: of all), into a file, whole or not at all;
/// how many. The ledger's thread.
[[nodiscard]] Result<qint64> writeLedgerCsv(LedgerStore &ledger, const QDateTime &since,
                                            const QString &budget, const QString &path);

} // namespace sluice
