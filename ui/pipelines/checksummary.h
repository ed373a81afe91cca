// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/pullrow.h"

class QAction;
class QPalette;

namespace sluice {

class PullBoard;

/// What the details say of a pull request and one of its checks, as rich text. Links name actions:
/// "do:openPull".
namespace checksummary {

[[nodiscard]] QString headHtml(const PullRow &pull, const PullBoard &board, const QDateTime &now);
/// No check: what the pull request waits for. `edits` are offered where they are enabled.
[[nodiscard]] QString html(const PullRow &pull, const PullCheck *check, const PullBoard &board,
                           const QDateTime &now, const QList<QAction *> &edits,
                           const QPalette &palette);

} // namespace checksummary
} // namespace sluice
