// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"

#include <QByteArray>

namespace sluice {

/// One line of standard input, without its end. A terminal shows the prompt and nothing of what is
/// typed, and is put back as it was even when a signal ends the program. The end of the
/// input ends the line, too.
[[nodiscard]] Result<QByteArray> readSecretLine(const QByteArray &prompt);

} // namespace sluice
