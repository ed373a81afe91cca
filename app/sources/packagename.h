// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QString>

namespace sluice {

/// Why a payload file cannot have this name, as the end of a sentence ("has a '/' in it"); empty
/// when it can. Names are flat; those that git, or a git on another system, gives a meaning are
/// refused, and so is `sources`, which the import writes itself.
[[nodiscard]] QString payloadNameFault(QByteArrayView name);

} // namespace sluice
