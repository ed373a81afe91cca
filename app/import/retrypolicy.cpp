// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "import/retrypolicy.h"

#include <algorithm>
#include <array>

namespace sluice {
using namespace std::chrono_literals;

QDateTime nextTry(const Error &error, int tries, const QDateTime &now)
{
    constexpr std::array<std::chrono::seconds, kMaxAttempts - 1> kPauses{2s, 10s, 60s, 300s};
    if (!isTransient(error.cause) || tries < 1 || tries >= kMaxAttempts)
        return {};
    const QDateTime ours = now.addDuration(kPauses[static_cast<size_t>(tries - 1)]);
    if (error.retryAt.isNull())
        return ours;
    return std::clamp(error.retryAt, ours, std::max(ours, now.addDuration(1h)));
}

} // namespace sluice
