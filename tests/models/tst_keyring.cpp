// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/secretstore.h"

#include <QProcess>
#include <QRegularExpression>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

/// Passwords in a keyring that answers: kept, read, replaced, removed, and kept from us.
class KeyringTest final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_keyring.start(qEnvironmentVariable("SLUICE_FAKES") + u"/fakedesktop"_s, {});
        QVERIFY(m_keyring.waitForStarted());
        const QByteArray address = line();
        QVERIFY2(address.startsWith("unix:"), address.constData());
        qputenv("DBUS_SESSION_BUS_ADDRESS", address);
        qputenv("XDG_CURRENT_DESKTOP", "KDE");
        qputenv("KDE_SESSION_VERSION", "6");
        QVERIFY(SecretStore::isAvailable());
    }

    void init() { QTest::failOnWarning(QRegularExpression(u"."_s)); }

    void whatWasNeverKeptIsEmpty() { QCOMPARE(read(u"never"_s).value(), QByteArray()); }

    void passwordsAreKeptReplacedAndRemoved()
    {
        const QString key = SecretStore::frontendKey(u"https://copr.example.org"_s);
        const QByteArray odd("p\0ss \xff\n\xc3\xa4", 9);
        QVERIFY(write(key, "first"));
        QCOMPARE(read(key).value(), "first"_ba);
        QVERIFY(write(key, odd));
        QCOMPARE(read(key).value(), odd);
        QVERIFY(write(key, {}));
        QCOMPARE(read(key).value(), QByteArray());
        QVERIFY(write(key, {})); // what is not there is removed already
    }

    void frontendsHavePasswordsOfTheirOwn()
    {
        const QString one = SecretStore::frontendKey(u"https://one.example.org"_s);
        const QString two = SecretStore::frontendKey(u"https://two.example.org"_s);
        QVERIFY(write(one, "1"));
        QVERIFY(write(two, "2"));
        QVERIFY(write(one, {}));
        QCOMPARE(read(one).value(), QByteArray());
        QCOMPARE(read(two).value(), "2"_ba);
    }

    void aLockedKeyringIsAnErrorWithTheNextStep()
    {
        QVERIFY(write(u"key"_s, "word"));
        tell("lock");
        const auto secret = read(u"key"_s);
        QVERIFY(!secret);
        QCOMPARE(secret.error().cause, Cause::Storage);
        QVERIFY2(secret.error().what.contains("unlock it, or name a password file"_L1),
                 qPrintable(secret.error().what));
        QVERIFY(!write(u"key"_s, "other"));
        QVERIFY(!write(u"key"_s, {}));
        tell("unlock");
        QCOMPARE(read(u"key"_s).value(), "word"_ba);
    }

    void cleanupTestCase()
    {
        m_keyring.closeWriteChannel();
        QVERIFY(m_keyring.waitForFinished());
    }

private:
    QByteArray line()
    {
        while (!m_keyring.canReadLine() && m_keyring.waitForReadyRead(10'000)) {}
        return m_keyring.readLine().trimmed();
    }

    void tell(const QByteArray &word)
    {
        m_keyring.write(word + '\n');
        QCOMPARE(line(), word);
    }

    static Result<QByteArray> read(const QString &key)
    {
        SecretStore store;
        std::optional<Result<QByteArray>> answer;
        store.read(key, &store, [&answer](const Result<QByteArray> &given) { answer = given; });
        return QTest::qWaitFor([&answer] { return answer.has_value(); })
                     ? *answer
                     : failure(Cause::Canceled, u"no answer"_s);
    }

    static Result<void> write(const QString &key, const QByteArray &secret)
    {
        SecretStore store;
        std::optional<Result<void>> answer;
        store.write(key, secret, &store, [&answer](const Result<void> &given) { answer = given; });
        return QTest::qWaitFor([&answer] { return answer.has_value(); })
                     ? *answer
                     : failure(Cause::Canceled, u"no answer"_s);
    }

    QProcess m_keyring;
};

QTEST_GUILESS_MAIN(KeyringTest)
#include "tst_keyring.moc"
