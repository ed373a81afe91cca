// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/pullstand.h"

#include <QIcon>
#include <QPalette>

/// How states of checks and pull requests look: always beside a word.
namespace sluice::checkicons {

/// What a small picture says.
enum class Look { Queued, Running, Good, Bad, Error, Skipped, Canceled, Stuck };
inline constexpr int kLookCount = 8;

[[nodiscard]] Look lookOf(FlagState state);
[[nodiscard]] Look lookOf(PullStand stand);
[[nodiscard]] QIcon icon(Look look);
[[nodiscard]] QColor color(Look look, const QPalette &palette);

} // namespace sluice::checkicons
