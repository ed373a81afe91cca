// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"

#include <QByteArray>

namespace sluice {

/// Replaces the file as a whole, or leaves it as it was. Any thread.
[[nodiscard]] Result<void> writeWhole(const QString &path, const QByteArray &bytes);
/// What writeWhole() says, for those who write in another way.
[[nodiscard]] std::unexpected<Error> notWritten(const QString &path, const QString &why);

} // namespace sluice
