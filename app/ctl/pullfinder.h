// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"
#include "pipeline/pipeline.h"

#include <QStringList>
#include <QUrl>

namespace sluice {

/// A pull request of somebody's server with what its configuration asks for.
struct FoundPull
{
    Pipeline pull; ///< as an event would tell it
    QStringList chroots; ///< every target, known to us or not
    int callsNameByName = 0; ///< to find the configuration by trying names, spec file included
    int specfileLookups = 0;
};

/// Looks at a pull request ("owner/name#12"), or finds the first open one with a configuration that
/// the token sees. Runs an event loop; the command's thread. Errors say what to give instead.
[[nodiscard]] Result<FoundPull> findPull(const QUrl &github, const QByteArray &token,
                                         const QString &pull);

} // namespace sluice
