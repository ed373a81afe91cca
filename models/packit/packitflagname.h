// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace sluice {

/// What the name of a flag is made of. Null texts are what does not apply.
struct PackitFlagParts
{
    QString jobName; ///< "rpm-build", "testing-farm"
    QString chroot;
    QString event; ///< the branch or tag; null for pull requests
    QString identifier;
    QString package;
};

/// "rpm-build:main:fedora-43-x86_64:identifier"
[[nodiscard]] QString packitFlagName(const PackitFlagParts &parts);
/// The name by a `status_name_template`, or none where the template is not one.
[[nodiscard]] std::optional<QString> packitFlagName(const PackitFlagParts &parts,
                                                    const QString &nameTemplate);

} // namespace sluice
