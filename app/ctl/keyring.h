// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"

#include <QByteArray>

namespace sluice {

// The desktop's keyring for commands, which wait until it answers or for 20 seconds: somebody may
// have to unlock it.

/// False on a server without a session, too: there is nobody to ask.
[[nodiscard]] bool hasKeyring();
/// Empty where nothing stands under this key.
[[nodiscard]] Result<QByteArray> readKeyring(const QString &key);
/// An empty secret removes the entry.
[[nodiscard]] Result<void> writeKeyring(const QString &key, const QByteArray &secret);
/// For a command that goes on without: empty where there is no keyring; one that does not answer is
/// complained of.
[[nodiscard]] QByteArray keyringSecret(const QString &key);

} // namespace sluice
