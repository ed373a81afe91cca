// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "queue/taskdetails.h"

class QPalette;

namespace sluice {

/// What the summary page says of a task, as rich text; every value in it is escaped. Links:
/// `sluice:detail` unfolds the raw message, `sluice:retry` asks for a retry.
[[nodiscard]] QString summaryHtml(const TaskDetails &details, bool isUnfolded,
                                  const QPalette &palette);

/// Who did what and how each attempt ended, as rich text.
[[nodiscard]] QString historyHtml(const TaskDetails &details, const QPalette &palette);

} // namespace sluice
