// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "queue/queuestate.h"

#include <QObject>

class QAction;
class QMenu;
class QSystemTrayIcon;

namespace sluice {

/// Sluice in the desktop's tray, where it has one: how the queue stands, and a way back to the
/// window. GUI thread.
class TrayIcon final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TrayIcon)

public:
    /// The actions are the window's own and outlive it.
    TrayIcon(QAction *pause, QAction *quit, QObject *parent = nullptr);
    ~TrayIcon() override;

    void setState(const StateCounts &counts, const PoolState &pool);

signals:
    void clicked(); ///< the window should come to the front

private:
    std::unique_ptr<QMenu> m_menu;
    QSystemTrayIcon *m_icon;
    bool m_hasTrouble = false;
};

} // namespace sluice
