// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ctl/commandline.h"

namespace sluice {

/// `ledger --estimated`: what other Apps have probably spent; of one pull request, counted anew.
ExitCode showEstimates(const Context &context, const Arguments &arguments);

} // namespace sluice
