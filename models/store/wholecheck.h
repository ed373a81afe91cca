// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"

namespace sluice {

class Database;

/// Refuses a damaged file before something is entrusted to it. A small file is read as a whole each
/// time. A large one, which takes seconds, is when that was not done since the machine started, for
/// a day, or with this very file; in between SQLite itself refuses the damaged pages that it meets,
/// and nothing of such a transaction is kept.
[[nodiscard]] Result<void> checkForDamage(Database &database, const QDateTime &now);

} // namespace sluice
