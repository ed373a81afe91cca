// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/settings.h"

#include "settings/settingstext.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <sys/wait.h>
#include <unistd.h>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

/// Looks like a certificate; TLS would not take it.
constexpr auto kPem = "text before\n-----BEGIN CERTIFICATE-----\nMIIB\nAAAA\n"
                      "-----END CERTIFICATE-----\n";

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
}

} // namespace

/// sluice.conf: what it takes, what it refuses, and that nothing in it is ever lost.
class SettingsTest final : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_directory = std::make_unique<QTemporaryDir>();
        QVERIFY(m_directory->isValid());
    }

    void noFileMeansDefaults()
    {
        const auto settings = file().load();
        QVERIFY(settings);
        QCOMPARE(settings->gitRoot, data() + u"/git"_s);
        QCOMPARE(settings->lookasideRoot, data() + u"/lookaside"_s);
        QCOMPARE(settings->logsRoot, data() + u"/logs"_s);
        QCOMPARE(settings->caps, Caps());
        QVERIFY(!QFile::exists(file().path()));
    }

    void everyDefaultIsTakenBack()
    {
        const Settings before = file().load().value();
        for (const SettingInfo &info : SettingsFile::known()) {
            QVERIFY2(!info.description.isEmpty() && info.description.endsWith(u'.'),
                     qPrintable(info.key));
            const QString value = file().value(info.key).value();
            const auto set = file().set(info.key, value);
            QVERIFY2(set, qPrintable(set ? QString() : set.error().what));
        }
        QCOMPARE(file().load().value(), before);
    }

    void everySettingChangesSomething_data()
    {
        QTest::addColumn<QString>("value");
        const auto row = [](const char *key, const char *value) {
            QTest::newRow(key) << QString::fromUtf8(value);
        };
        row("git.root", "/tmp/not made yet/git");
        row("git.author-name", "Jürgen the Importer");
        row("git.author-email", "builds@example.org");
        row("lookaside.root", "/tmp/not made yet/lookaside");
        row("logs.root", "/tmp/not made yet/logs");
        row("import.format", "fedora");
        row("import.threads", "64");
        row("limits.per-owner", "5");
        row("limits.per-sandbox", "3");
        row("kept.bytes", "0");
        row("kept.days", "0");
        row("caps.package-bytes", "500M");
        row("caps.unpacked-bytes", "2 GiB");
        row("caps.file-bytes", "2g");
        row("caps.text-bytes", "1024");
        row("caps.ratio", "100");
        row("caps.files", "6000");
        row("caps.name-length", "100");
        row("caps.seconds", "10");
        row("caps.fetch-seconds", "10");
        row("caps.stall-seconds", "10");
        row("caps.memory-bytes", "64M");
        row("url.allowed-hosts", "localhost, 10.0.0.0/8,builder:8080, ::1, [fe80::1]:80, fc00::/7");
        row("url.trusted-certificates", "DATA/one.pem, DATA/two.pem");
        row("frontend.url", "https://copr.example.org");
        row("frontend.password-file", "DATA/password");
        row("frontend.poll-seconds", "1");
        row("frontend.report-hold-seconds", "600");
        row("frontend.api", "https://copr.example.org/api_3");
        row("github.url", "https://github.example.org/api/v3");
        row("github.account", "team-1");
        row("github.token-file", "DATA/password");
        row("github.app-id", "123456");
        row("github.app-key-file", "DATA/password");
        row("github.installation", "9007199254740992");
        row("github.write-spacing", "0");
        row("pipeline.policy", "sluice-lean");
        row("pipeline.flags", "check-runs");
        row("pipeline.summary-flag", "on");
        row("pipeline.flag-prefix", "sluice/");
        row("pipeline.repositories", "packit/hello-world, fedora/a_b.c");
        row("pipeline.poll-seconds", "300");
        row("pipeline.watch-seconds", "1");
        row("copr.api", "http://127.0.0.1:5000");
        row("copr.login-file", "DATA/password");
        row("copr.owner", "@packit");
        row("testing-farm.url", "https://farm.example.org/v0.1");
        row("testing-farm.token-file", "DATA/password");
        row("webhook.port", "8080");
        row("webhook.secret-file", "DATA/password");
        row("webhook.stored-seconds", "60");
    }

    void everySettingChangesSomething()
    {
        QFETCH(QString, value);
        value.replace("DATA"_L1, data());
        write(data() + u"/password"_s, "word\n"_ba);
        for (const QString &pem : {u"/one.pem"_s, u"/two.pem"_s})
            write(data() + pem, kPem);
        const QString key = QString::fromUtf8(QTest::currentDataTag());
        const Settings before = file().load().value();
        const auto set = file().set(key, u"  "_s + value + u" "_s);
        QVERIFY2(set, qPrintable(set ? QString() : set.error().what));
        QCOMPARE(file().value(key).value(), value);
        QVERIFY(file().load().value() != before);
        QVERIFY(file().set(key, {}));
        QCOMPARE(file().load().value(), before);
    }

    void theTableOfTheTestIsWhole()
    {
        // everySettingChangesSomething() must know each key.
        QCOMPARE(SettingsFile::known().size(), 51);
    }

    void nonsenseIsRefusedWithASentence_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        int number = 0;
        const auto row = [&number](const char *key, const QString &value) {
            QTest::addRow("%s %d", key, ++number) << QString::fromUtf8(key) << value;
        };
        row("import.threads", u"65"_s);
        row("import.threads", u"-1"_s);
        row("import.threads", u"2.5"_s);
        row("import.threads", u"two"_s);
        row("import.threads", u"\u0663"_s); // a digit, but not of ours
        row("import.format", u"git"_s);
        row("git.root", u"relative/path"_s);
        row("git.root", u"/a\nimport.threads = 3"_s);
        row("git.author-name", u"A <b>"_s);
        row("git.author-name", u".."_s);
        row("git.author-email", u"nobody"_s);
        row("git.author-email", u"a b@c"_s);
        row("caps.files", u"0"_s);
        row("caps.files", u"99999999999"_s);
        row("caps.file-bytes", u"2X"_s);
        row("caps.file-bytes", u"99999999999T"_s);
        row("caps.file-bytes", u"0"_s);
        row("caps.name-length", u"256"_s);
        row("kept.days", u"-1"_s);
        row("url.allowed-hosts", u"http://host/"_s);
        row("url.allowed-hosts", u"10.0.0.0/33"_s);
        row("url.allowed-hosts", u"host:99999"_s);
        row("url.allowed-hosts", u"host/path"_s);
        row("url.allowed-hosts", u"fine,a b"_s);
        row("url.allowed-hosts", u"a,b,,c"_s);
        row("url.allowed-hosts", u"a,"_s);
        row("url.allowed-hosts", u","_s);
        row("url.trusted-certificates", u"/etc/hosts,,/etc/fstab"_s);
        row("url.trusted-certificates", u"here.pem"_s);
        row("frontend.url", u"ftp://copr"_s);
        row("frontend.url", u"copr.example.org"_s);
        row("frontend.url", u"https://user:secret@copr.example.org"_s);
        row("frontend.poll-seconds", u"0"_s);
        row("github.url", u"github.com"_s);
        row("github.token-file", u"token"_s);
        row("github.app-id", u"my-app"_s);
        row("pipeline.policy", u"custom"_s);
        row("pipeline.policy", u"Sluice"_s);
        row("pipeline.flags", u"checks"_s);
        row("pipeline.summary-flag", u"yes"_s);
        row("pipeline.flag-prefix", u"our checks: "_s);
        row("github.account", u"my account"_s);
        row("pipeline.repositories", u"hello"_s);
        row("pipeline.repositories", u"fedora/.."_s);
        row("pipeline.repositories", u"a/b,"_s);
        row("copr.owner", u"a/b"_s);
        row("webhook.port", u"65536"_s);
    }

    void nonsenseIsRefusedWithASentence()
    {
        QFETCH(QString, key);
        QFETCH(QString, value);
        QVERIFY(file().set(u"caps.files"_s, u"77"_s));
        const QByteArray before = contents(file().path());
        // All or none: the good pair before the bad one is not written either.
        const auto set = file().set({{u"limits.per-owner"_s, u"9"_s}, {key, value}});
        QVERIFY(!set);
        QCOMPARE(set.error().cause, Cause::Invalid);
        QCOMPARE(set.error().who, Who::Us);
        QVERIFY2(set.error().what.startsWith(key + u" takes "_s), qPrintable(set.error().what));
        QCOMPARE(contents(file().path()), before);
        QVERIFY(!SettingsFile::check(key, value));
    }

    void anUnknownKeyIsToldTheNearest()
    {
        for (const auto &[wrong, right] :
             {std::pair(u"git.rot"_s, u"git.root"_s), std::pair(u"cap.files"_s, u"caps.files"_s),
              std::pair(u"Import.Threads"_s, u"import.threads"_s)}) {
            const auto set = file().set(wrong, u"1"_s);
            QVERIFY(!set);
            QCOMPARE(set.error().what,
                     u"There is no setting \"%1\"; did you mean %2?"_s.arg(wrong, right));
            QCOMPARE(file().value(wrong).error().what, set.error().what);
        }
    }

    void anUnknownKeyThatIsNearNoneIsNotGuessed()
    {
        for (const QString &wrong : {u"colour"_s, u"x"_s, u"gt.rooot1"_s, u"url.allowed"_s}) {
            QCOMPARE(
                    SettingsFile::check(wrong, {}).error().what,
                    u"There is no setting \"%1\"; `sluicectl config list` shows all."_s.arg(wrong));
        }
    }

    void aDamagedFileIsNamedWithItsLine_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("says");
        QTest::newRow("no equals")
                << "# mine\ncaps.files 3\n"_ba << u"line 2: expected \"key = value\""_s;
        QTest::newRow("section") << "[git]\nroot=/x\n"_ba << u"line 1: expected"_s;
        QTest::newRow("no key") << "= 3\n"_ba << u"line 1: expected"_s;
        QTest::newRow("twice") << "caps.files = 3\n\ncaps.files = 4\n"_ba
                               << u"line 3: caps.files was set on line 1 already"_s;
        QTest::newRow("bytes") << "caps.files = 3\n\xff\xfe\0\n"_ba
                               << u"line 2: this is not UTF-8 text"_s;
        QTest::newRow("unknown key") << "caps.file = 3\n"_ba
                                     << u"line 1: there is no setting \"caps.file\"; did you mean "
                                        "caps.files?"_s;
        QTest::newRow("value") << "caps.files = many\n"_ba << u"line 1: caps.files takes a whole"_s;
    }

    void aDamagedFileIsNamedWithItsLine()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, says);
        write(file().path(), bytes);
        const auto settings = file().load();
        QVERIFY(!settings);
        QCOMPARE(settings.error().cause, Cause::Invalid);
        QVERIFY2(settings.error().what.startsWith(file().path() + u", "_s + says),
                 qPrintable(settings.error().what));
    }

    void aDamagedFileIsNotOverwritten()
    {
        write(file().path(), "rubbish\n"_ba);
        QVERIFY(!file().set(u"caps.files"_s, u"3"_s));
        QCOMPARE(contents(file().path()), "rubbish\n"_ba);
    }

    void aBadValueCanBeMendedBySettingIt()
    {
        write(file().path(), "caps.files = many\n"_ba);
        QVERIFY(!file().value(u"caps.files"_s));
        QVERIFY(file().value(u"caps.ratio"_s));
        QVERIFY(file().set(u"caps.files"_s, u"3"_s));
        QCOMPARE(file().load()->caps.files, 3);
    }

    void commentsAndOrderStay()
    {
        write(file().path(), "# why\ncaps.files=3\n\n; more\ncaps.ratio = 7"_ba);
        QVERIFY(file().set({{u"caps.files"_s, u"4"_s}, {u"import.threads"_s, u"2"_s}}));
        QCOMPARE(contents(file().path()),
                 "# why\ncaps.files = 4\n\n; more\ncaps.ratio = 7\nimport.threads = 2\n"_ba);
        QVERIFY(file().set({{u"caps.files"_s, {}}, {u"caps.ratio"_s, u"8"_s}}));
        QCOMPARE(contents(file().path()),
                 "# why\n\n; more\ncaps.ratio = 8\nimport.threads = 2\n"_ba);
    }

    void theDataDirectoryIsMadeForOneUser()
    {
        SettingsFile made(data() + u"/a/b"_s);
        QVERIFY(made.set(u"caps.files"_s, u"3"_s));
        const auto others = QFile::ReadGroup | QFile::ReadOther | QFile::ExeGroup | QFile::ExeOther;
        QVERIFY(!(QFile::permissions(data() + u"/a/b"_s) & others));
    }

    void aDirectoryThatCannotBeMadeIsNamed()
    {
        write(data() + u"/file"_s, "x"_ba);
        const auto set = SettingsFile(data() + u"/file/data"_s).set(u"caps.files"_s, u"3"_s);
        QVERIFY(!set);
        QCOMPARE(set.error().cause, Cause::Storage);
        QVERIFY(set.error().what.contains(data() + u"/file/data"_s));
    }

    void editsOfTwoProcessesLoseNothing()
    {
        const QStringList keys{u"caps.files"_s, u"caps.ratio"_s, u"caps.seconds"_s,
                               u"caps.fetch-seconds"_s};
        QList<pid_t> children;
        for (const QString &key : keys) {
            const pid_t child = ::fork();
            QVERIFY(child >= 0);
            if (child == 0) {
                bool isGood = true;
                for (int i = 1; i <= 25; ++i)
                    isGood = isGood
                          && SettingsFile(data()).set(key, QString::number(i)).has_value();
                ::_exit(isGood ? 0 : 1);
            }
            children << child;
        }
        for (const pid_t child : children) {
            int status = -1;
            QCOMPARE(::waitpid(child, &status, 0), child);
            QCOMPARE(status, 0);
        }
        for (const QString &key : keys)
            QCOMPARE(file().value(key).value(), u"25"_s);
    }

    void bytesAreWrittenAsPeopleReadThem()
    {
        QCOMPARE(writeBytes(0), u"0"_s);
        QCOMPARE(writeBytes(1000), u"1000"_s);
        QCOMPARE(writeBytes(8LL << 30), u"8G"_s);
        QCOMPARE(writeBytes(1536), u"1536"_s);
        QCOMPARE(writeBytes(3 << 10), u"3K"_s);
        QCOMPARE(readBytes(u"4T"_s, 0, 1LL << 60), 4LL << 40);
    }

private:
    [[nodiscard]] QString data() const { return m_directory->path(); }
    [[nodiscard]] SettingsFile file() const { return SettingsFile(data()); }

    std::unique_ptr<QTemporaryDir> m_directory;
};

QTEST_GUILESS_MAIN(SettingsTest)
#include "tst_settings.moc"
