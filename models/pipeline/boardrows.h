// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/boardreader.h"

/// The store's rows of pull requests and checks as values; the database's thread. What fails sticks
/// in the database until it is asked.
namespace sluice::boardrows {

/// With all their checks, in the order of the ids.
[[nodiscard]] QList<PullRow> drivenPulls(Database &database, const QList<qint64> &ids);
[[nodiscard]] QList<PullRow> observedPulls(Database &database, const QList<qint64> &ids);
/// A run may go on without a word on its flag: those are found by their time.
[[nodiscard]] QList<BoardUpdate::Changed> drivenChecksSince(Database &database, BoardPlace since);
[[nodiscard]] QList<BoardUpdate::Changed> observedChecksSince(Database &database, BoardPlace since);

} // namespace sluice::boardrows
