// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"

namespace sluice {

inline constexpr int kMaxAttempts = 5;

/// When a task that just failed for the `tries`-th time (from 1, since a person last said retry) is
/// tried again by itself; null: not at all. Pauses grow: 2 s, 10 s, 1 min, 5 min. A time that the
/// server asked for is kept, up to an hour.
[[nodiscard]] QDateTime nextTry(const Error &error, int tries, const QDateTime &now);

} // namespace sluice
