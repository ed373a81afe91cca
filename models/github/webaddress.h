// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace sluice {

/// Where the pages of a GitHub are whose API is there: "https://github.com" of
/// "https://api.github.com", "https://ghe.example" of "https://ghe.example/api/v3".
[[nodiscard]] QString webAddressOf(const QString &api);

} // namespace sluice
