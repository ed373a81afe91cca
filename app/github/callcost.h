// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "github/apicall.h"
#include "github/ratestate.h"
#include "github/transport.h"

namespace sluice {

/// What GitHub counts for a request. Answers without a word about limits come from in front of it.
[[nodiscard]] int callCost(const ApiRequest &request, const HttpResponse &response,
                           const RateFacts &facts, RateVerdict verdict);

} // namespace sluice
