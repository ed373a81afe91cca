// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"
#include "queue/task.h"
#include "settings/caps.h"

#include <QStringList>

namespace sluice {

/// Where one package goes, and how it is written there.
struct Destination
{
    QString gitRoot; ///< absolute
    QString lookasideRoot; ///< absolute
    QString owner; ///< "user", "@group"
    QString project; ///< Copr's dirname: "proj", "proj:pr:12"
    QString package; ///< decides the repository; may be empty until the header is read
    QStringList branches; ///< in the order asked for; the first gives the base
    Format format = Format::Copr;
    QString authorName;
    QString authorEmail;
    Caps caps; ///< caps.text-bytes is the writer's own

    [[nodiscard]] QString repositoryPath() const; ///< <git>/<owner>/<project>/<package>.git
    [[nodiscard]] QString lookasidePath() const; ///< <lookaside>/<owner>/<project>/<package>
};

/// *invalid* unless owner, project, package and every branch keep to the patterns of dist-git, so
/// that no path made from them leaves its root. An empty package is not looked at.
[[nodiscard]] Result<void> checkNames(const Destination &destination);

} // namespace sluice
