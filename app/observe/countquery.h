// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/othersledger.h"
#include "pipeline/observed.h"

#include <QByteArray>

namespace sluice {

/// The check runs of a pull request by App, on its commits and on heads that it had before: one
/// request, three points.
[[nodiscard]] QByteArray countQuery(const ObservedPull &pull, const QStringList &oldHeads);
/// By App; *upstream* where the answer is none. `checks`: those of the newest head.
[[nodiscard]] Result<QList<OthersCounts>> countsIn(const QByteArray &body, const QString &head,
                                                   const QList<ObservedCheck> &checks);

} // namespace sluice
