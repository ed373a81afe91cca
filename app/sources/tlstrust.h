// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"

#include <QSslConfiguration>
#include <QStringList>

namespace sluice {

/// TLS that trusts the system's certificates and those in these PEM files. *invalid* names a file
/// that cannot be read or holds no certificate.
[[nodiscard]] Result<QSslConfiguration> tlsTrusting(const QStringList &pemFiles);

} // namespace sluice
