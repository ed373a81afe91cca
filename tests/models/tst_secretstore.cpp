// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/secretstore.h"

#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

/// Where there is no keyring, every question is answered, and says so.
class SecretStoreTest final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent"); // nobody's own keyring
        qputenv("XDG_RUNTIME_DIR", "/nonexistent");
    }

    void keysTellFrontendsApart()
    {
        QCOMPARE_NE(SecretStore::frontendKey(u"https://a"_s),
                    SecretStore::frontendKey(u"https://b"_s));
    }

    void absentKeyringIsToldLater()
    {
        QVERIFY(!SecretStore::isAvailable());
        SecretStore store;
        std::optional<Result<QByteArray>> secret;
        std::optional<Result<void>> written;
        std::optional<Result<void>> removed;
        store.read(u"key"_s, this, [&](const Result<QByteArray> &answer) { secret = answer; });
        store.write(u"key"_s, "word", this, [&](const Result<void> &answer) { written = answer; });
        store.write(u"key"_s, {}, this, [&](const Result<void> &answer) { removed = answer; });
        QVERIFY(!secret);
        QTRY_VERIFY(secret && written && removed);
        QVERIFY(!secret->has_value());
        QCOMPARE(secret->error().cause, Cause::Storage);
        QVERIFY(secret->error().what.contains("password file"_L1));
        for (const auto &answer : {*written, *removed}) {
            QVERIFY(!answer);
            QVERIFY(answer.error().what.contains("password file"_L1));
        }
    }

    void nobodyIsCalledWhoIsGone()
    {
        SecretStore store;
        bool isCalled = false;
        {
            QObject context;
            store.read(u"key"_s, &context, [&](const Result<QByteArray> &) { isCalled = true; });
        }
        QTest::qWait(200);
        QVERIFY(!isCalled);
    }
};

QTEST_GUILESS_MAIN(SecretStoreTest)
#include "tst_secretstore.moc"
