// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"

namespace sluice {

/// So often something is submitted again, about eight hours long.
inline constexpr int kMostRetries = 52;

/// When to try again after so many failures before this one: 15 s, then twice as long each time, up
/// to ten minutes; never sooner than the other side asked for.
[[nodiscard]] inline QDateTime retryMoment(const QDateTime &now, int failures, const Error &error)
{
    constexpr int kFirst = 15;
    constexpr int kLongest = 600;
    constexpr int kMostDoublings = 6;
    const int pause = std::min(kLongest, kFirst << std::min(failures, kMostDoublings));
    const QDateTime moment = now.addSecs(pause);
    return error.retryAt.isValid() ? std::max(moment, error.retryAt) : moment;
}

} // namespace sluice
