// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace sluice {

// How the page and its charts write numbers, in the user's locale.

/// "345", "1,035.5": no more decimals than it has, none where it is whole.
[[nodiscard]] QString numberText(double value, int mostDecimals = 1);
[[nodiscard]] QString callsCounted(double calls); ///< "1 call", "345 calls"
[[nodiscard]] QString rateText(std::optional<qint64> prsPerHour); ///< "14 PRs/hour", "no bound"
[[nodiscard]] QString durationText(double seconds); ///< "0.4 s", "45 s", "34 min", "5.2 h"
/// What files and options call "at-rpm", for people; other keys stay as they are.
[[nodiscard]] QString choiceText(const QString &key);

} // namespace sluice
