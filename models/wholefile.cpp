// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "wholefile.h"

#include <QSaveFile>

namespace sluice {
using namespace Qt::StringLiterals;

Result<void> writeWhole(const QString &path, const QByteArray &bytes)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return notWritten(path, file.errorString());
    return {};
}

std::unexpected<Error> notWritten(const QString &path, const QString &why)
{
    return failure(Cause::Storage,
                   u"%1 cannot be written; check the folder and the space in it."_s.arg(path), why);
}

} // namespace sluice
