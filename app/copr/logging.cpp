// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "copr/logging.h"

namespace sluice {

Q_LOGGING_CATEGORY(lcCopr, "sluice.copr", QtInfoMsg)

} // namespace sluice
