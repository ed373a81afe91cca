// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ctl/commandline.h"

namespace sluice {

// github.token, which `config` treats as a setting although it stands in the keyring alone.

[[nodiscard]] bool isTokenSetting(const QString &key);
/// Where pipelines have it from, never the token: "file /etc/token", "keyring", "none".
[[nodiscard]] Result<QString> tokenSource(const Context &context);
/// "-" takes it from standard input, an empty value forgets it, any other is refused.
ExitCode setToken(const Context &context, const QString &value);

} // namespace sluice
