// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/alerts.h"
#include "desktop/desktopnotes.h"

class QAction;

namespace sluice {

class TrayIcon;
class WindowState;

/// What people see of a window while they look at another one: notifications, unless they switched
/// them off, and an icon in the tray. Belongs to the window. GUI thread.
class Presence final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Presence)

public:
    /// `pause` and `quit` are the window's own actions.
    Presence(QWidget &window, QAction *pause, QAction *quit);

    void setState(const StateCounts &counts, const PoolState &pool);
    [[nodiscard]] Alerts &alerts() { return m_alerts; }
    [[nodiscard]] QAction *notify() const { return m_notify; } ///< to switch notifications off
    void saveState(const WindowState &state) const;
    void restoreState(const WindowState &state);

signals:
    void pageRequested(const QString &name); ///< the window is in front by then

private:
    void tell(const Alert &alert);
    void bringToFront();

    QWidget &m_window;
    Alerts m_alerts;
    DesktopNotes m_notes;
    TrayIcon *m_tray = nullptr; ///< null where the desktop has none
    QAction *m_notify;
};

} // namespace sluice
