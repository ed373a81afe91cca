// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace sluice {

/// A file system of its own on a folder, as small as it is told to be; seen by this process only
/// and gone with the object.
class SmallDisk final
{
    Q_DISABLE_COPY_MOVE(SmallDisk)

public:
    /// Before any other thread is made, once per process.
    static void leaveNamespaces();

    /// `options` of tmpfs: "size=512k".
    SmallDisk(const QString &path, const QByteArray &options);
    ~SmallDisk();
    /// False where this process has no right to mount: the test is skipped then.
    [[nodiscard]] bool isMounted() const { return m_isMounted; }
    [[nodiscard]] bool makeReadOnly(bool isReadOnly);
    [[nodiscard]] bool resize(const QByteArray &options);

private:
    QByteArray m_path;
    QByteArray m_options;
    bool m_isMounted = false;
};

} // namespace sluice
