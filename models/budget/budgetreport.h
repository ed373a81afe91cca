// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/budgettext.h"

namespace sluice {

/// A whole report: numbers, what binds, the ladder, the assumptions that differ from the
/// notebook's. `pictures` are file names to link.
[[nodiscard]] QString budgetMarkdown(const QList<Scenario> &scenarios,
                                     const QStringList &pictures = {});

} // namespace sluice
