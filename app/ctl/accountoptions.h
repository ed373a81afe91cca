// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ctl/commandline.h"
#include "github/account.h"

namespace sluice {

/// What `account add` was given. *invalid* is the one line that a usage error prints.
[[nodiscard]] Result<Account> accountFrom(const Arguments &arguments);
/// The token of one that no file holds: from the terminal or standard input into the keyring.
[[nodiscard]] Result<void> keepToken(const Account &account);

} // namespace sluice
