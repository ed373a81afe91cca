// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <Qt>

namespace sluice {

/// Light or dark, whatever the desktop says; also where its platform plugin cannot switch.
void applyColorScheme(Qt::ColorScheme scheme);

} // namespace sluice
