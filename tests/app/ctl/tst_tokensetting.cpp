// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/ctlprocess.h"
#include "pipeline/serviceoptions.h"
#include "settings/secretstore.h"
#include "settings/settings.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <cstdlib>

#include <fcntl.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

using namespace sluice;
using namespace Qt::StringLiterals;

/// sluicectl config with github.token: into the keyring, out of sight.
class TokenSettingTest final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_keyring.start(qEnvironmentVariable("SLUICE_FAKES") + u"/fakedesktop"_s, {});
        QVERIFY(m_keyring.waitForStarted());
        m_address = line();
        qputenv("XDG_CURRENT_DESKTOP", "KDE");
        qputenv("KDE_SESSION_VERSION", "6");
    }

    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        qputenv("DBUS_SESSION_BUS_ADDRESS", m_address);
        qunsetenv("SLUICE_GITHUB_TOKEN");
        m_directory = std::make_unique<QTemporaryDir>();
        QCOMPARE(config({u"unset"_s, u"github.token"_s}).code, 0);
    }

    void theTokenGoesThroughTheKeyring()
    {
        QCOMPARE(origin(), "none\n"_ba);
        const CtlAnswer answer = set("ghp_secret\nwhat follows is nobody's\n");
        QCOMPARE(answer.code, 0);
        QCOMPARE(answer.out, "The token for https://api.github.com is in the keyring.\n"_ba);
        QCOMPARE(answer.err, ""_ba);
        QCOMPARE(kept(), "ghp_secret"_ba);
        QCOMPARE(origin(), "keyring\n"_ba);
        const CtlAnswer list = config({u"list"_s});
        QVERIFY2(list.out.contains("github.token is kept in the keyring, and - takes it from "
                                   "standard input. It comes from: keyring\n"),
                 list.out.constData());
        QVERIFY(!list.out.contains("ghp_") && !list.err.contains("ghp_"));
        QVERIFY(!QFile::exists(m_directory->filePath(u"sluice.conf"_s)));

        QCOMPARE(config({u"unset"_s, u"github.token"_s}).code, 0);
        QCOMPARE(kept(), ""_ba);
        QCOMPARE(origin(), "none\n"_ba);
        QCOMPARE(config({u"unset"_s, u"github.token"_s}).code, 0); // nothing to forget
    }

    void pipelinesFindIt()
    {
        const QStringList run{u"pipeline"_s, u"run"_s, u"o/r#1"_s};
        const CtlAnswer before = CtlProcess::run(m_directory->path(), run);
        QVERIFY2(before.err.contains("`sluicectl config set github.token -`"),
                 before.err.constData());
        QCOMPARE(set("ghp_secret\n").code, 0);
        const CtlAnswer after = CtlProcess::run(m_directory->path(), run);
        QVERIFY2(after.err.contains("There is no login for Copr"), after.err.constData());
    }

    void eachServerHasATokenOfItsOwn()
    {
        QCOMPARE(set("ghp_public\n").code, 0);
        QCOMPARE(config({u"set"_s, u"github.url"_s, u"https://ghe.example.org/api/v3"_s}).code, 0);
        QCOMPARE(origin(), "none\n"_ba);
        QCOMPARE(config({u"unset"_s, u"github.url"_s}).code, 0);
        QCOMPARE(origin(), "keyring\n"_ba);
    }

    void whatCountsBeforeItIsTold_data()
    {
        QTest::addColumn<QStringList>("setting");
        QTest::addColumn<QByteArray>("origin");
        const QString file = QCoreApplication::applicationFilePath(); // it is not read
        QTest::newRow("file") << QStringList{u"github.token-file"_s, file}
                              << "file "_ba + file.toUtf8();
        QTest::newRow("environment") << QStringList() << "environment SLUICE_GITHUB_TOKEN"_ba;
        QTest::newRow("app") << QStringList{u"github.app-id"_s, u"12"_s} << "app 12"_ba;
    }

    void whatCountsBeforeItIsTold()
    {
        QFETCH(const QStringList, setting);
        QFETCH(const QByteArray, origin);
        if (setting.isEmpty())
            qputenv("SLUICE_GITHUB_TOKEN", "ghp_other");
        else
            QCOMPARE(config(QStringList{u"set"_s} + setting).code, 0);
        const CtlAnswer answer = set("ghp_secret");
        QCOMPARE(answer.code, 0);
        QVERIFY2(answer.err.contains("instead."), answer.err.constData());
        QCOMPARE(kept(), "ghp_secret"_ba);
        QCOMPARE(this->origin(), origin + '\n');
        const QByteArray listed = "It comes from: " + origin + '\n';
        QVERIFY(config({u"list"_s}).out.contains(listed));
    }

    void anArgumentIsRefused()
    {
        const CtlAnswer answer = config({u"set"_s, u"github.token"_s, u"ghp_secret"_s});
        QCOMPARE(answer.code, 2);
        QVERIFY2(answer.err.contains("history") && answer.err.contains("give - for it"),
                 answer.err.constData());
        QVERIFY(!answer.err.contains("secret"));
        QCOMPARE(kept(), ""_ba);
    }

    void whatIsNoTokenIsRefused_data()
    {
        QTest::addColumn<QByteArray>("input");
        QTest::newRow("nothing") << ""_ba;
        QTest::newRow("empty line") << "\nghp_secret\n"_ba;
        QTest::newRow("spaces") << "ghp secret\n"_ba;
        QTest::newRow("endless") << QByteArray(200'000, 'x');
    }

    void whatIsNoTokenIsRefused()
    {
        QFETCH(const QByteArray, input);
        const CtlAnswer answer = set(input);
        QCOMPARE(answer.code, 2);
        QVERIFY2(answer.err.contains("Standard input holds no GitHub token"),
                 answer.err.constData());
        QVERIFY(!answer.err.contains("secret"));
        QCOMPARE(kept(), ""_ba);
    }

    void aLockedKeyringSaysWhatToDo()
    {
        tell("lock");
        const CtlAnswer answers[]{set("ghp_secret\n"), config({u"unset"_s, u"github.token"_s}),
                                  config({u"get"_s, u"github.token"_s})};
        const CtlAnswer list = config({u"list"_s});
        tell("unlock");
        for (const CtlAnswer &answer : answers) {
            QCOMPARE(answer.code, 3);
            QVERIFY2(answer.err.contains("unlock it and try again"), answer.err.constData());
            QVERIFY2(answer.err.contains("`sluicectl config set github.token-file FILE`"),
                     answer.err.constData());
            QVERIFY(!answer.err.contains("secret"));
        }
        QCOMPARE(list.code, 0); // the rest can be told
        QVERIFY(list.out.contains("It comes from: unknown\n"));
        QVERIFY(list.err.contains("unlock it"));
    }

    void withoutAKeyringTheFileIsTheWay()
    {
        for (const QByteArray &address : {""_ba, "unix:path=/nonexistent"_ba}) {
            qputenv("DBUS_SESSION_BUS_ADDRESS", address);
            QCOMPARE(origin(), "none\n"_ba);
            const CtlAnswer answer = set("ghp_secret\n");
            QCOMPARE(answer.code, 3);
            QVERIFY2(
                    answer.err.contains("There is no keyring here")
                            && answer.err.contains("`sluicectl config set github.token-file FILE`"),
                    answer.err.constData());
        }
    }

    void aTerminalDoesNotShowIt()
    {
        openTerminal();
        QProcess process;
        startOn(process);
        QTRY_COMPARE_WITH_TIMEOUT(process.peek(100), "Token for https://api.github.com: "_ba,
                                  20'000);
        QVERIFY(!isEchoing());
        QCOMPARE(::write(m_master, "ghp_secret\n", 11), 11);
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitCode(), 0);
        QCOMPARE(kept(), "ghp_secret"_ba);
        QCOMPARE(shown(), "\r\n"_ba); // the end of the line alone
        QVERIFY(isEchoing());
        closeTerminal();
    }

    void aSignalLeavesTheTerminalAsItWas_data()
    {
        QTest::addColumn<int>("number");
        QTest::newRow("SIGINT") << SIGINT;
        QTest::newRow("SIGTERM") << SIGTERM;
    }

    void aSignalLeavesTheTerminalAsItWas()
    {
        QFETCH(const int, number);
        openTerminal();
        QProcess process;
        startOn(process);
        QTRY_VERIFY_WITH_TIMEOUT(!process.peek(1).isEmpty(), 20'000);
        QVERIFY(!isEchoing());
        QCOMPARE(::kill(pid_t(process.processId()), number), 0);
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitStatus(), QProcess::CrashExit); // it ended by the signal
        QVERIFY(isEchoing());
        QCOMPARE(kept(), ""_ba);
        closeTerminal();
    }

    void cleanupTestCase()
    {
        m_keyring.closeWriteChannel();
        QVERIFY(m_keyring.waitForFinished());
    }

private:
    [[nodiscard]] CtlAnswer config(const QStringList &arguments) const
    {
        return CtlProcess::run(m_directory->path(), QStringList{u"config"_s} + arguments);
    }
    [[nodiscard]] CtlAnswer set(const QByteArray &input) const
    {
        return CtlProcess(m_directory->path(), {u"config"_s, u"set"_s, u"github.token"_s, u"-"_s},
                          input)
                .wait();
    }
    [[nodiscard]] QByteArray origin() const { return config({u"get"_s, u"github.token"_s}).out; }
    /// What pipelines would find.
    [[nodiscard]] static QByteArray kept()
    {
        SecretStore store;
        std::optional<Result<QByteArray>> answer;
        store.read(pipelineTokenKey({}), &store,
                   [&answer](const Result<QByteArray> &given) { answer = given; });
        const bool isAnswered = QTest::qWaitFor([&answer] { return answer.has_value(); });
        return isAnswered ? answer->value_or("no keyring") : "no answer"_ba;
    }

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

    void openTerminal()
    {
        m_master = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
        QVERIFY(m_master >= 0 && ::grantpt(m_master) == 0 && ::unlockpt(m_master) == 0);
        m_terminal = ::open(::ptsname(m_master), O_RDWR | O_NOCTTY | O_CLOEXEC);
        QVERIFY(m_terminal >= 0 && isEchoing());
    }
    void closeTerminal() const
    {
        ::close(m_terminal);
        ::close(m_master);
    }
    [[nodiscard]] bool isEchoing() const
    {
        termios now{};
        return ::tcgetattr(m_terminal, &now) == 0 && (now.c_lflag & ECHO) != 0;
    }
    /// What somebody at the terminal has seen of what was typed.
    [[nodiscard]] QByteArray shown() const
    {
        QByteArray text(100, '\0');
        pollfd source{m_master, POLLIN, 0};
        const bool hasText = ::poll(&source, 1, 1000) > 0;
        text.resize(hasText ? ::read(m_master, text.data(), size_t(text.size())) : 0);
        return text;
    }
    void startOn(QProcess &process) const
    {
        process.setChildProcessModifier([terminal = m_terminal] { ::dup2(terminal, 0); });
        process.start(CtlProcess::program(), {u"--data-dir"_s, m_directory->path(), u"config"_s,
                                              u"set"_s, u"github.token"_s, u"-"_s});
        QVERIFY(process.waitForStarted());
        process.setReadChannel(QProcess::StandardError); // the prompt
    }

    QProcess m_keyring;
    QByteArray m_address;
    std::unique_ptr<QTemporaryDir> m_directory;
    int m_master = -1;
    int m_terminal = -1;
};

QTEST_GUILESS_MAIN(TokenSettingTest)
#include "tst_tokensetting.moc"
