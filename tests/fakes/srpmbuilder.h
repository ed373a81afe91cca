// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QTemporaryDir>

#include <utility>

namespace sluice {

/// Builds source packages with the real `rpmbuild -bs`, below a temporary directory of its own.
/// The same input gives the same bytes. Any one thread.
class SrpmBuilder final
{
    Q_DISABLE_COPY_MOVE(SrpmBuilder)

public:
    struct Input
    {
        QString specName; ///< "hello.spec"
        QByteArray spec;
        QList<std::pair<QString, QByteArray>> files; ///< sources and patches, by name
        QString payload = QStringLiteral("w9.gzdio"); ///< as in RPM's macro %_source_payload
    };

    SrpmBuilder() = default;

    /// The path of the package, which lives as long as the builder; empty if rpmbuild failed, for
    /// the reason in error().
    [[nodiscard]] QString build(const Input &input);
    [[nodiscard]] QString error() const { return m_error; }

    /// A small spec: `sources` become Source0…, further lines go in front of %description.
    [[nodiscard]] static QByteArray spec(const QByteArray &name, const QByteArray &version,
                                         const QList<QByteArray> &sources,
                                         const QByteArray &lines = {});

private:
    QTemporaryDir m_directory;
    int m_built = 0;
    QString m_error;
};

} // namespace sluice
