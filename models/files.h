// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"

#include <QByteArray>

namespace sluice {

/// Replaces the file as a whole, or leaves it as it was. Any thread. Error: *storage*.
[[nodiscard]] Result<void> writeWhole(const QString &path, const QByteArray &bytes);

} // namespace sluice
