// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/trayicon.h"

#include "icons.h"
#include "statusline.h"

#include <QAction>
#include <QMenu>
#include <QSystemTrayIcon>

namespace sluice {
using namespace Qt::StringLiterals;

TrayIcon::TrayIcon(QAction *pause, QAction *quit, QObject *parent)
    : QObject(parent)
    , m_menu(std::make_unique<QMenu>())
    , m_icon(new QSystemTrayIcon(icons::program(), this))
{
    m_menu->addAction(tr("&Show Sluice"), this, &TrayIcon::clicked);
    m_menu->addSeparator();
    m_menu->addActions({pause, quit});
    m_icon->setContextMenu(m_menu.get());
    connect(m_icon, &QSystemTrayIcon::activated, this,
            [this](QSystemTrayIcon::ActivationReason reason) {
                if (reason == QSystemTrayIcon::Trigger)
                    emit clicked();
            });
    m_icon->show();
}

TrayIcon::~TrayIcon() = default;

void TrayIcon::setState(const StateCounts &counts, const PoolState &pool)
{
    const QString trouble = pool.isPaused ? pool.pauseReason : pool.problem;
    const QString text = StatusLine::countsText(counts);
    m_icon->setToolTip(trouble.isEmpty() ? tr("Sluice: %1").arg(text)
                                         : tr("Sluice: %1\n%2").arg(text, trouble));
    if (std::exchange(m_hasTrouble, !trouble.isEmpty()) != m_hasTrouble)
        m_icon->setIcon(m_hasTrouble ? icons::forState(State::Failed) : icons::program());
}

} // namespace sluice
