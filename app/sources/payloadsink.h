// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"

#include <QByteArray>
#include <QList>

namespace sluice {

/// One file of a source package, as its header announces it.
struct PackageFile
{
    QByteArray name; ///< flat; bytes as they stand, not always UTF-8
    qint64 size = 0; ///< bytes
    bool isExecutable = false; ///< the owner-execute bit

    bool operator==(const PackageFile &) const = default;
};

/// What the header of a source package says.
struct PackageHeader
{
    QString name;
    QString version; ///< [epoch:]version-release
    QList<PackageFile> files; ///< in header order

    bool operator==(const PackageHeader &) const = default;
};

/// Takes in a source package while it is read, on the reading thread: header() once, then begin(),
/// data()…, end() per file in payload order (which need not be header order). Names are checked by
/// the reader before they come here. An error that it gives back ends the reading and becomes its
/// result.
class PayloadSink
{
public:
    virtual ~PayloadSink() = default;
    /// What the package calls itself, told first, also of one that is then refused.
    virtual void identified(const QString &name, const QString &version)
    {
        Q_UNUSED(name);
        Q_UNUSED(version);
    }
    [[nodiscard]] virtual Result<void> header(const PackageHeader &header) = 0;
    [[nodiscard]] virtual Result<void> begin(const PackageFile &file) = 0;
    [[nodiscard]] virtual Result<void> data(QByteArrayView chunk) = 0;
    [[nodiscard]] virtual Result<void> end() = 0;
};

} // namespace sluice
