// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/pullsummary.h"

namespace sluice {

/// Which pull requests: what a filter line says. Alternatives stand beside each other, everything
/// else must hold together. A value.
struct PullFilter
{
    QStringList states; ///< words
    QStringList repositories; ///< patterns with *
    QStringList authors;
    QStringList chroots; ///< then only these columns, and only their checks count
    QStringList behind; ///< words
    QStringList words; ///< each must stand somewhere in label, title, author or head commit
    bool isStuck = false;

    [[nodiscard]] bool takes(const PullRow &pull, const PullSummary &summary) const;
    [[nodiscard]] bool namesState(const QString &state) const { return states.contains(state); }
    [[nodiscard]] bool takesChroot(const QString &chroot) const;
    bool operator==(const PullFilter &) const = default;
};

/// Reads a filter line such as `state:failed repo:oamg/* author:py* stuck: chroot:fedora-* leapp`.
/// An unknown key or value is one *invalid* error that names it and the known ones.
[[nodiscard]] Result<PullFilter> parsePullFilter(QStringView line);

} // namespace sluice
