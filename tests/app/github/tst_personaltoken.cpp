// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "github/personaltoken.h"

#include "settings/secretstore.h"

#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

/// Where a person's token may come from.
class PersonalTokenTest final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"."_s)); }

    void aTokenIsOneLine_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QByteArray>("token");
        QTest::newRow("plain") << "ghp_secret"_ba << "ghp_secret"_ba;
        QTest::newRow("newline") << "ghp_secret\n"_ba << "ghp_secret"_ba;
        QTest::newRow("DOS newline") << "ghp_secret\r\n"_ba << "ghp_secret"_ba;
        QTest::newRow("empty") << ""_ba << QByteArray();
        QTest::newRow("only a newline") << "\n"_ba << QByteArray();
        QTest::newRow("another header") << "ghp_secret\nX-Evil: 1"_ba << QByteArray();
        QTest::newRow("two newlines") << "ghp_secret\n\n"_ba << QByteArray();
        QTest::newRow("space") << "ghp_secret more"_ba << QByteArray();
        QTest::newRow("not ASCII") << "ghp_secr\xc3\xa9t"_ba << QByteArray();
        QTest::newRow("endless") << QByteArray(100'000, 'x') << QByteArray();
    }

    void aTokenIsOneLine()
    {
        QFETCH(const QByteArray, content);
        QFETCH(const QByteArray, token);
        const QTemporaryDir directory;
        QFile file(directory.filePath(u"token"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
        file.close();
        qputenv("SLUICE_TEST_TOKEN", content);
        for (const auto &read : {PersonalToken::fromFile(file.fileName()),
                                 PersonalToken::fromEnvironment("SLUICE_TEST_TOKEN")}) {
            QCOMPARE(read.has_value(), !token.isEmpty());
            if (read)
                QCOMPARE(*read, token);
            else
                QVERIFY(!read.error().what.contains("secr"_L1));
        }
    }

    void whatIsNotThereIsNamed()
    {
        const auto file = PersonalToken::fromFile(u"/nowhere/token"_s);
        QVERIFY(file.error().what.contains("/nowhere/token"_L1));
        qunsetenv("SLUICE_TEST_TOKEN");
        const auto variable = PersonalToken::fromEnvironment("SLUICE_TEST_TOKEN");
        QVERIFY(variable.error().what.contains("SLUICE_TEST_TOKEN"_L1));
    }

    void theKeyringMayHoldIt()
    {
        QProcess process;
        process.start(qEnvironmentVariable("SLUICE_FAKES") + u"/fakedesktop"_s, {});
        QVERIFY(process.waitForStarted());
        while (!process.canReadLine())
            QVERIFY(process.waitForReadyRead(10'000));
        qputenv("DBUS_SESSION_BUS_ADDRESS", process.readLine().trimmed());
        qputenv("XDG_CURRENT_DESKTOP", "KDE");
        qputenv("KDE_SESSION_VERSION", "6");
        SecretStore keyring;
        const QString url = u"https://api.github.com"_s;
        std::optional<Result<void>> written;
        keyring.write(SecretStore::githubKey(url, u"me"_s), "ghp_secret\n", this,
                      [&written](const Result<void> &result) { written = result; });
        QTRY_VERIFY(written);
        QVERIFY(*written);
        const auto read = [this, &keyring, &url](const QString &name) {
            std::optional<Result<QByteArray>> token;
            PersonalToken::fromKeyring(keyring, url, name, this,
                                       [&token](const Result<QByteArray> &t) { token = t; });
            [&token] { QTRY_VERIFY(token); }();
            return *token;
        };
        QCOMPARE(read(u"me"_s).value(), "ghp_secret"_ba);
        QCOMPARE(read(u"you"_s).error().cause, Cause::Invalid);
        process.closeWriteChannel();
        QVERIFY(process.waitForFinished());
    }

    void theLabelHoldsNoToken()
    {
        PersonalToken source(u"me"_s, "ghp_secret");
        QCOMPARE(source.label(), u"token of me"_s);
        QByteArray given;
        source.token(this, [&given](const Result<QByteArray> &token) { given = *token; });
        QCOMPARE(given, "ghp_secret"_ba);
        QVERIFY(!source.refused("ghp_secret")); // there is no other
    }

    void anotherTokenIsAnotherAccount()
    {
        const PersonalToken source(u"me"_s, "ghp_secret");
        QCOMPARE(source.account(), PersonalToken(u"me"_s, "ghp_secret").account());
        QVERIFY(source.account() != PersonalToken(u"me"_s, "ghp_other").account());
        QVERIFY(source.account() != PersonalToken(u"you"_s, "ghp_secret").account());
        QVERIFY(!source.account().contains(u"secret"_s));
    }
};

QTEST_GUILESS_MAIN(PersonalTokenTest)
#include "tst_personaltoken.moc"
