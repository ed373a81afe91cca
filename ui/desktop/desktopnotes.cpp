// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/desktopnotes.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr auto kService = "org.freedesktop.Notifications"_L1;
constexpr auto kPath = "/org/freedesktop/Notifications"_L1;
constexpr uchar kNormal = 1;
constexpr uchar kCritical = 2; // stays until it is seen

} // namespace

DesktopNotes::DesktopNotes(QObject *parent)
    : QObject(parent)
{
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (bus.isConnected())
        bus.connect({}, kPath, kService, u"ActionInvoked"_s, this, // whoever shows them
                    SLOT(onAction(uint, QString)));
}

void DesktopNotes::show(const Alert &alert)
{
    const QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    QDBusMessage call = QDBusMessage::createMethodCall(kService, kPath, kService, u"Notify"_s);
    const QVariantMap hints{
            {u"desktop-entry"_s, u"sluice"_s},
            {u"urgency"_s, QVariant::fromValue(alert.isUrgent ? kCritical : kNormal)},
    };
    call << u"Sluice"_s << m_shown.value(alert.page, 0) << u"sluice"_s << alert.title
         << alert.text.toHtmlEscaped() // a body is markup
         << QStringList{u"default"_s, tr("Show")} << hints << -1;
    auto *watcher = new QDBusPendingCallWatcher(bus.asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher, page = alert.page] {
        const QDBusPendingReply<uint> number = *watcher;
        if (number.isValid())
            m_shown.insert(page, number.value());
        watcher->deleteLater();
    });
}

void DesktopNotes::onAction(uint id, const QString &action)
{
    const QString page = m_shown.key(id);
    if (action == "default"_L1 && !page.isEmpty())
        emit clicked(page);
}

} // namespace sluice
