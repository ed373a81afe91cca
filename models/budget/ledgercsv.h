// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/callrecord.h"

namespace sluice {

/// The ledger for spreadsheets (RFC 4180), without the line feeds at the ends.
[[nodiscard]] QByteArray callCsvHead();
[[nodiscard]] QByteArray callCsv(const CallRecord &call);

} // namespace sluice
