// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"

#include <QFile>

#include <memory>

namespace sluice {

/// A file in `directory` that no name leads to, open for reading and writing: it is gone as soon as
/// it is closed, whatever happens to the process.
[[nodiscard]] Result<std::shared_ptr<QFile>> makeNamelessFile(const QString &directory);

/// *storage full* when the disk (or a quota) is, else *storage*; `what` is the sentence's
/// beginning: "Could not keep …".
[[nodiscard]] Error storageError(const QString &what, int systemError);

/// Writes all of it, however many calls that takes. `what` as above.
[[nodiscard]] Result<void> writeAll(int descriptor, QByteArrayView bytes, const QString &what);

} // namespace sluice
