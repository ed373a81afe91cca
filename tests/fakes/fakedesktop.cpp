// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A session bus with nothing on it but a keyring, as KDE's wallet speaks, and notifications. A
// program of its own: Qt serves all connections of a process in one thread, which must not wait for
// itself. Prints the address of the bus, then a line for each line it read: "lock" keeps everybody
// out of the keyring, "unlock" does not, "click N" clicks notification N; and for each notification
// "notify N|REPLACED|URGENCY|TITLE|TEXT". Ends with its standard input.

#include <QCoreApplication>
#include <QDBusConnection>
#include <QDBusServer>
#include <QHash>
#include <QSocketNotifier>

#include <cstdio>
#include <iostream>
#include <print>
#include <string>

using namespace Qt::StringLiterals;

/// What a client asks of the bus itself.
class FakeBus final : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.DBus")

public:
    using QObject::QObject;

public slots:
    static QString Hello() { return u":1.1"_s; }
    static void AddMatch(const QString &) {}
    static void RemoveMatch(const QString &) {}
    static QString GetNameOwner(const QString &) { return u":1.0"_s; }
    static bool NameHasOwner(const QString &) { return true; }
    static uint StartServiceByName(const QString &, uint) { return 2; } // runs already
};

/// Entries by folder and key, until the program ends.
class FakeWallet final : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.kde.KWallet")

public:
    using QObject::QObject;

    bool isLocked = false;

public slots:
    static bool isEnabled() { return true; }
    static QString networkWallet() { return u"kdewallet"_s; }
    [[nodiscard]] int open(const QString &, qlonglong, const QString &) const
    {
        return isLocked ? -1 : 1;
    }
    [[nodiscard]] int entryType(int, const QString &folder, const QString &key,
                                const QString &) const
    {
        return m_entries.contains({folder, key}) ? 2 : 0; // bytes, or none
    }
    [[nodiscard]] bool hasEntry(int, const QString &folder, const QString &key,
                                const QString &) const
    {
        return m_entries.contains({folder, key});
    }
    [[nodiscard]] QByteArray readEntry(int, const QString &folder, const QString &key,
                                       const QString &) const
    {
        return m_entries.value({folder, key});
    }
    int writeEntry(int, const QString &folder, const QString &key, const QByteArray &value,
                   const QString &)
    {
        m_entries.insert({folder, key}, value);
        return 0;
    }
    int removeEntry(int, const QString &folder, const QString &key, const QString &)
    {
        return m_entries.remove({folder, key}) ? 0 : -3;
    }

private:
    QHash<std::pair<QString, QString>, QByteArray> m_entries;
};

/// Numbers notifications, and prints them.
class FakeNotifications final : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")

public:
    using QObject::QObject;

public slots:
    uint Notify(const QString &, uint replaced, const QString &, const QString &title,
                const QString &text, const QStringList &, const QVariantMap &hints, int)
    {
        const uint number = replaced ? replaced : ++m_last;
        std::println("notify {}|{}|{}|{}|{}", number, replaced, hints[u"urgency"_s].toInt(),
                     title.toStdString(), text.toStdString());
        std::fflush(stdout);
        return number;
    }

signals:
    void ActionInvoked(uint number, const QString &action);

private:
    uint m_last = 0;
};

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QDBusServer server;
    FakeBus bus;
    FakeWallet wallet;
    FakeNotifications notifications;
    QList<QDBusConnection> clients;
    QObject::connect(&server, &QDBusServer::newConnection, &wallet,
                     [&](const QDBusConnection &connection) {
                         QDBusConnection client = connection;
                         client.registerObject(u"/org/freedesktop/DBus"_s, &bus,
                                               QDBusConnection::ExportAllSlots);
                         client.registerObject(u"/modules/kwalletd6"_s, &wallet,
                                               QDBusConnection::ExportAllSlots);
                         client.registerObject(u"/org/freedesktop/Notifications"_s, &notifications,
                                               QDBusConnection::ExportAllSlots
                                                       | QDBusConnection::ExportAllSignals);
                         clients << client;
                     });
    std::println("{}", server.address().toStdString());
    std::fflush(stdout);
    const QSocketNotifier input(0, QSocketNotifier::Read);
    QObject::connect(&input, &QSocketNotifier::activated, &wallet, [&wallet, &notifications] {
        std::string line;
        if (!std::getline(std::cin, line))
            QCoreApplication::quit();
        if (line.starts_with("click "))
            emit notifications.ActionInvoked(uint(std::stoul(line.substr(6))), u"default"_s);
        else
            wallet.isLocked = line == "lock";
        std::println("{}", line);
        std::fflush(stdout);
    });
    return QCoreApplication::exec();
}

#include "fakedesktop.moc"
