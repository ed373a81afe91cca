// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/ledgerstore.h"

#include <QByteArray>
#include <QDateTime>
#include <QStringList>

namespace sluice {

/// "24h", "7d", "90m", "30s", "2w" before now, or an ISO date or moment (local, unless it names a
/// zone). *invalid* is the one line that a usage error prints.
[[nodiscard]] Result<QDateTime> ledgerSince(const QString &text, const QDateTime &now);
/// "kind", "step", "repository" or "hour".
[[nodiscard]] Result<LedgerGroup> ledgerGroup(const QString &name);
[[nodiscard]] QString ledgerGroupName(LedgerGroup group);

/// One call, for a person and for programs; for spreadsheets see budget/ledgercsv.h.
[[nodiscard]] QString callLine(const CallRecord &call);
[[nodiscard]] QByteArray callJson(const CallRecord &call);

/// A table with its total, one JSON object for each group, or CSV with its head.
[[nodiscard]] QStringList sumLines(LedgerGroup group, const QList<LedgerSum> &sums);
[[nodiscard]] QByteArrayList sumJson(LedgerGroup group, const QList<LedgerSum> &sums);
[[nodiscard]] QByteArrayList sumCsv(LedgerGroup group, const QList<LedgerSum> &sums);

/// What is left of each limit and how long that lasts: a table, or one JSON object.
[[nodiscard]] QStringList limitLines(const QList<LedgerLimit> &limits, const QDateTime &now);
[[nodiscard]] QByteArray limitJson(const LedgerLimit &known, const QDateTime &now);

} // namespace sluice
