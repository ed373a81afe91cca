// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLoggingCategory>

namespace sluice {

Q_DECLARE_LOGGING_CATEGORY(lcProxy)

} // namespace sluice
