// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presence.h"

#include "desktop/trayicon.h"
#include "windowstate.h"

#include <QAction>
#include <QSystemTrayIcon>
#include <QWidget>

namespace sluice {
using namespace Qt::StringLiterals;

Presence::Presence(QWidget &window, QAction *pause, QAction *quit)
    : QObject(&window)
    , m_window(window)
    , m_notify(new QAction(tr("&Notifications"), this))
{
    m_notify->setCheckable(true);
    m_notify->setChecked(true);
    m_notify->setObjectName(u"notifications"_s);
    m_notify->setToolTip(tr("Tells on the desktop when all imports are done and when something "
                            "needs a person, while you look at another window"));
    if (QSystemTrayIcon::isSystemTrayAvailable()) {
        m_tray = new TrayIcon(pause, quit, this);
        connect(m_tray, &TrayIcon::clicked, this, &Presence::bringToFront);
    }
    connect(&m_alerts, &Alerts::raised, this, &Presence::tell);
    connect(&m_notes, &DesktopNotes::clicked, this, [this](const QString &page) {
        bringToFront();
        emit pageRequested(page);
    });
}

void Presence::setState(const StateCounts &counts, const PoolState &pool)
{
    m_alerts.setState(counts, pool);
    if (m_tray)
        m_tray->setState(counts, pool);
}

void Presence::saveState(const WindowState &state) const
{
    state.setValue(u"notifications"_s, m_notify->isChecked());
}

void Presence::restoreState(const WindowState &state)
{
    m_notify->setChecked(state.value(u"notifications"_s, true).toBool());
}

void Presence::tell(const Alert &alert)
{
    if (m_notify->isChecked() && !m_window.isActiveWindow())
        m_notes.show(alert);
}

void Presence::bringToFront()
{
    m_window.setWindowState(m_window.windowState() & ~Qt::WindowMinimized);
    m_window.show();
    m_window.raise();
    m_window.activateWindow();
}

} // namespace sluice
