// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "github/logging.h"

namespace sluice {

Q_LOGGING_CATEGORY(lcGithub, "sluice.github", QtInfoMsg)

} // namespace sluice
