// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/othersledger.h"

#include <QByteArray>

namespace sluice {

/// What another App has probably spent on one pull request: for a person, and for programs.
[[nodiscard]] QString othersLine(const OthersSpending &spending);
[[nodiscard]] QByteArray othersJson(const OthersSpending &spending);

} // namespace sluice
