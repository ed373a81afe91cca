// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/logging.h"

namespace sluice {

Q_LOGGING_CATEGORY(lcProxy, "sluice.proxy", QtInfoMsg)

} // namespace sluice
