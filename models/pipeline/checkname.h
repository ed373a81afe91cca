// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/pullrow.h"

namespace sluice {

/// What the name of a check tells.
struct CheckName
{
    CheckKind kind = CheckKind::Other;
    QString chroot; ///< empty: it names none
    QString identifier; ///< what comes after the chroot

    bool operator==(const CheckName &) const = default;
};

/// Reads names as Packit gives them (facts, 1.2): JOB[:EVENT]:CHROOT[:IDENTIFIER]. What names no
/// chroot is of kind *other*.
[[nodiscard]] CheckName parseCheckName(const QString &name);

/// "fedora-43-x86_64": a distribution, a version and an architecture, split at the last two dashes.
[[nodiscard]] bool isChrootName(QStringView text);

} // namespace sluice
