// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/alerts.h"

#include <QHash>

namespace sluice {

/// Shows alerts as notifications of the desktop (org.freedesktop.Notifications 1.2), one for each
/// page, a newer one in place of the older. Without a desktop that can, nothing happens. GUI
/// thread, which never waits for the desktop.
class DesktopNotes final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DesktopNotes)

public:
    explicit DesktopNotes(QObject *parent = nullptr);

    void show(const Alert &alert);

signals:
    void clicked(const QString &page);

private slots:
    void onAction(uint id, const QString &action);

private:
    QHash<QString, uint> m_shown; ///< the desktop's numbers, by page
};

} // namespace sluice
