// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/settingproblems.h"

#include <QDir>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

constexpr uid_t kNobody = 65534;

/// Rights bind everybody but root, so root looks as somebody else.
class AsSomebody final
{
    Q_DISABLE_COPY_MOVE(AsSomebody)

public:
    AsSomebody()
        : m_isChanged(::geteuid() == 0 && ::seteuid(kNobody) == 0)
    {}
    ~AsSomebody()
    {
        if (m_isChanged && ::seteuid(0) != 0)
            qFatal("root could not come back");
    }

private:
    bool m_isChanged;
};

} // namespace

/// Settings that read well and yet cannot work: each is told with its key and the next step.
class SettingProblemsTest final : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_directory = std::make_unique<QTemporaryDir>();
        QVERIFY(m_directory->isValid());
        QCOMPARE(::chmod(QFile::encodeName(data()).constData(), 0755), 0); // for AsSomebody
        write(u"file"_s, "x");
        write(u"empty"_s, "");
        write(u"good.pem"_s, "-----BEGIN CERTIFICATE-----\nMIIBAAAA\n-----END CERTIFICATE-----\n");
        write(u"key.pem"_s, "-----BEGIN PRIVATE KEY-----\nMIIBAAAA\n-----END PRIVATE KEY-----\n");
        write(u"broken.pem"_s, "-----BEGIN CERTIFICATE-----\nMI?B\n-----END CERTIFICATE-----\n");
        write(u"cut.pem"_s, "-----BEGIN CERTIFICATE-----\nMIIBAAAA\n");
        QVERIFY(QDir(data()).mkpath(u"folder/git"_s));
        QVERIFY(QFile::link(data() + u"/nowhere"_s, data() + u"/dangling"_s));
        QVERIFY(QFile::link(data() + u"/folder"_s, data() + u"/alias"_s));
    }

    void defaultsAreGood()
    {
        QVERIFY(settingProblems(SettingsFile(data()).load().value()).isEmpty());
    }

    void whatCannotWorkIsRefused_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("says");
        const auto row = [](const char *name, const QString &key, const QString &value,
                            const QString &says) {
            QTest::newRow(name) << key << value << QString(key % u": "_s % says);
        };
        const QString git = u"git.root"_s;
        const QString lookaside = u"lookaside.root"_s;
        const QString pems = u"url.trusted-certificates"_s;
        const QString password = u"frontend.password-file"_s;
        row("root is a file", git, u"DATA/file"_s,
            u"DATA/file is a file; choose another folder."_s);
        row("root below a file", lookaside, u"DATA/file/a/b"_s,
            u"DATA/file/a/b cannot be made because DATA/file is a file; choose another folder."_s);
        row("root is a device", u"logs.root"_s, u"/dev/null"_s,
            u"/dev/null is a file; choose another folder."_s);
        row("root in /proc", git, u"/proc/x"_s,
            u"/proc/x cannot be made because /proc cannot be written to; choose another "
            "folder."_s);
        row("link to nothing", git, u"DATA/dangling"_s,
            u"DATA/dangling is a link to nothing; choose another folder."_s);
        row("equal roots", lookaside, u"DATA/git"_s,
            u"DATA/git is the folder that git.root names; choose a folder of its own."_s);
        row("root inside another", git, u"DATA/lookaside/x/y"_s,
            u"DATA/lookaside/x/y is inside the folder that lookaside.root names; choose a folder "
            "of its own."_s);
        row("root above another", u"logs.root"_s, u"DATA"_s,
            u"DATA is above the folder that git.root names; choose a folder of its own."_s);
        row("the root of all", git, u"/"_s,
            u"/ is above the folder that lookaside.root names; choose a folder of its own."_s);
        row("no certificates", pems, u"DATA/good.pem, DATA/none.pem"_s,
            u"DATA/none.pem is not there; correct the path or make the file."_s);
        row("empty certificates", pems, u"DATA/empty"_s,
            u"DATA/empty is empty; fill it or name another."_s);
        for (const QString &name : {u"file"_s, u"key.pem"_s, u"broken.pem"_s, u"cut.pem"_s}) {
            row(qPrintable(u"no certificate in "_s + name), pems, u"DATA/"_s + name,
                u"DATA/%1 holds no certificate in PEM form; name a file that does."_s.arg(name));
        }
        row("certificates are a folder", pems, u"DATA/folder"_s,
            u"DATA/folder is no regular file; name one."_s);
        row("no password file", password, u"DATA/none"_s,
            u"DATA/none is not there; correct the path or make the file."_s);
        row("empty password file", password, u"DATA/empty"_s,
            u"DATA/empty is empty; fill it or name another."_s);
    }

    void whatCannotWorkIsRefused()
    {
        QFETCH(const QString, key);
        QFETCH(QString, value);
        QFETCH(QString, says);
        value.replace("DATA"_L1, data());
        says.replace("DATA"_L1, data());
        SettingsFile file(data());
        const auto set = file.set(key, value);
        QVERIFY(!set);
        QCOMPARE(set.error().what, says);
        QCOMPARE(set.error().cause, Cause::Invalid);
        QVERIFY(!QFile::exists(file.path()));

        // The same where the file has it already.
        write(u"sluice.conf"_s, QString(key % u" = "_s % value).toUtf8());
        const auto problems = settingProblems(file.load().value());
        QVERIFY(problems.contains(SettingProblem{key, says}));
        // An importer needs its roots; the rest is for who uses it.
        QCOMPARE(checkRoots(file.load().value()).has_value(), !key.endsWith(".root"_L1));
    }

    void goodPathsAreTaken()
    {
        SettingsFile file(data());
        write(u"password"_s, "word\n");
        for (const auto &[key, value] :
             {std::pair(u"git.root"_s, u"/folder"_s), std::pair(u"lookaside.root"_s, u"/folder2"_s),
              std::pair(u"logs.root"_s, u"/a/b/c"_s),
              std::pair(u"url.trusted-certificates"_s, u"/good.pem"_s),
              std::pair(u"frontend.password-file"_s, u"/password"_s)}) {
            const auto set = file.set(key, data() + value);
            QVERIFY2(set, qPrintable(set ? QString() : set.error().what));
        }
        QVERIFY(settingProblems(file.load().value()).isEmpty());
        QVERIFY(!QFile::exists(data() + u"/a"_s)); // nothing is made
    }

    void linksHideNoNesting()
    {
        SettingsFile file(data());
        QVERIFY(file.set(u"git.root"_s, data() + u"/folder/git"_s));
        const auto set = file.set(u"lookaside.root"_s, data() + u"/alias/git/new"_s);
        QVERIFY(!set);
        QVERIFY2(set.error().what.contains("inside the folder that git.root names"_L1),
                 qPrintable(set.error().what));
    }

    void rightsAreLookedAt()
    {
        const auto forbid = [this](const QString &name, mode_t mode) {
            return ::chmod(QFile::encodeName(QString(data() + name)).constData(), mode) == 0;
        };
        QVERIFY(forbid(u"/folder"_s, 0555));
        QVERIFY(forbid(u"/good.pem"_s, 0));
        Settings settings = SettingsFile(data()).load().value();
        settings.gitRoot = data() + u"/folder"_s;
        settings.lookasideRoot = data() + u"/folder/a/b"_s;
        settings.logsRoot = u"/tmp/not made yet/logs"_s;
        settings.trustedCertificates = {data() + u"/good.pem"_s};
        settings.frontendPasswordFile = data() + u"/good.pem"_s;
        QStringList sentences;
        {
            const AsSomebody somebody;
            for (const SettingProblem &problem : settingProblems(settings))
                sentences << problem.sentence;
            Settings paused = settings;
            paused.lookasideRoot = u"/tmp/not made yet/lookaside"_s;
            QVERIFY(checkRoots(paused)); // an importer pauses until it can be written
            QVERIFY(!checkRoots(settings)); // but cannot make what is not there
        }
        QVERIFY(forbid(u"/folder"_s, 0755));
        const QString folder = data() + u"/folder"_s;
        const QString pem = data() + u"/good.pem"_s;
        const QStringList wanted{
                u"git.root: %1 cannot be written to; choose another folder."_s.arg(folder),
                u"lookaside.root: %1/a/b cannot be made because %1 cannot be written to; choose "
                "another folder."_s.arg(folder),
                u"url.trusted-certificates: %1 cannot be read; change its rights or name "
                "another."_s.arg(pem),
                u"frontend.password-file: %1 cannot be read; change its rights or name "
                "another."_s.arg(pem)};
        for (const QString &sentence : wanted)
            QVERIFY2(sentences.contains(sentence), qPrintable(sentences.join(u'\n')));
    }

    void anOlderProblemKeepsNothingFromBeingChanged()
    {
        write(u"sluice.conf"_s, QString(u"url.trusted-certificates = %1/none.pem\n"
                                        "git.root = %1/file\n"_s.arg(data()))
                                        .toUtf8());
        SettingsFile file(data());
        QVERIFY(file.set(u"caps.files"_s, u"7"_s));
        QVERIFY(file.set(u"git.root"_s, data() + u"/folder"_s));
        QVERIFY(!file.set(u"url.trusted-certificates"_s, data() + u"/other.pem"_s));
        QVERIFY(file.set(u"url.trusted-certificates"_s, data() + u"/good.pem"_s));
        QVERIFY(settingProblems(file.load().value()).isEmpty());
    }

    void twoRootsThatChangePlacesAreTakenTogether()
    {
        SettingsFile file(data());
        QVERIFY(file.set({{u"git.root"_s, data() + u"/lookaside"_s},
                          {u"lookaside.root"_s, data() + u"/git"_s}}));
    }

private:
    [[nodiscard]] QString data() const { return m_directory->path(); }

    void write(const QString &name, const QByteArray &bytes) const
    {
        QFile file(data() + u'/' + name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }

    std::unique_ptr<QTemporaryDir> m_directory;
};

QTEST_GUILESS_MAIN(SettingProblemsTest)
#include "tst_settingproblems.moc"
