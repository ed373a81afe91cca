// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace sluice {

/// With places for a line to break in words that are longer than any line should be: a name that
/// somebody typed must not make a window wider.
[[nodiscard]] QString breakable(const QString &text);

} // namespace sluice
