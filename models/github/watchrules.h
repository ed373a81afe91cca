// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"
#include "settings/pipelinesettings.h"

#include <QStringList>

#include <utility>

namespace sluice {

// Driving and observing never mix, without a prefix of our own: nobody would know which flags of a
// repository are whose.

/// *invalid* where one of these is driven.
[[nodiscard]] Result<void> mayObserve(const PipelineSettings &driving,
                                      const QStringList &repositories);

/// *invalid* where the settings, with these keys and values, drove what an account of this data
/// directory observes. Opens its queue: not for the GUI thread.
[[nodiscard]] Result<void> mayDrive(const QString &dataDirectory,
                                    const QList<std::pair<QString, QString>> &values);

} // namespace sluice
