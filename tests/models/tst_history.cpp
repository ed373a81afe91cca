// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "repository/history.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

/// Specs and diffs as they stand in a repository that git itself made.
class HistoryTest final : public QObject
{
    Q_OBJECT

private:
    QString git(const QStringList &arguments)
    {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const auto name : {"GIT_AUTHOR_NAME"_L1, "GIT_AUTHOR_EMAIL"_L1,
                                "GIT_COMMITTER_NAME"_L1, "GIT_COMMITTER_EMAIL"_L1})
            environment.insert(QString(name), u"test@example.org"_s);
        environment.insert(u"GIT_CONFIG_GLOBAL"_s, u"/dev/null"_s);
        environment.insert(u"HOME"_s, m_work);
        process.setProcessEnvironment(environment);
        process.setWorkingDirectory(m_work);
        process.start(u"git"_s, arguments);
        process.waitForFinished();
        if (process.exitCode() != 0)
            qFatal("git: %s", process.readAllStandardError().constData());
        return QString::fromUtf8(process.readAllStandardOutput()).trimmed();
    }
    QString commit(const QHash<QString, QByteArray> &files)
    {
        for (auto it = files.cbegin(); it != files.cend(); ++it) {
            QFile file(m_work + u'/' + it.key());
            if (!file.open(QIODevice::WriteOnly) || file.write(it.value()) != it.value().size())
                qFatal("cannot write");
        }
        git({u"add"_s, u"-A"_s});
        git({u"commit"_s, u"-q"_s, u"--allow-empty"_s, u"-m"_s, u"import of hello"_s});
        return git({u"rev-parse"_s, u"HEAD"_s});
    }
    [[nodiscard]] QString repository() const { return m_work + u"/.git"_s; }

    QTemporaryDir m_directory;
    QString m_work;
    std::stop_source m_stop;

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        static int number = 0;
        m_work = m_directory.filePath(QString::number(++number));
        QDir().mkpath(m_work);
        git({u"init"_s, u"-q"_s, u"-b"_s, u"master"_s});
    }

    void pathIsOwnerProjectPackage()
    {
        QCOMPARE(repositoryPath(u"/git"_s, u"@g"_s, u"p:pr:1"_s, u"hello"_s),
                 u"/git/@g/p:pr:1/hello.git"_s);
    }

    void specOfTheCommitIsRead()
    {
        const QString first
                = commit({{u"other.spec"_s, "Name: other\n"}, {u"hello.spec"_s, "Name: hello\n"}});
        commit({{u"hello.spec"_s, "Name: later\n"}});
        const auto spec = readSpec(repository(), first, u"hello"_s, 1000, m_stop.get_token());
        QVERIFY(spec);
        QCOMPARE(spec->title, u"hello.spec"_s);
        QCOMPARE(spec->text, u"Name: hello\n"_s);
        QVERIFY(!spec->isCut);
        const auto other = readSpec(repository(), first, u"unlike"_s, 1000, m_stop.get_token());
        QVERIFY(other);
        QCOMPARE(other->title, u"hello.spec"_s);
    }

    void longTextsAreCutAtALine()
    {
        const QString id = commit({{u"a.spec"_s, QByteArray("12345678\n").repeated(100)}});
        const auto spec = readSpec(repository(), id, u"a"_s, 20, m_stop.get_token());
        QVERIFY(spec);
        QCOMPARE(spec->text, u"12345678\n12345678\n"_s);
        QVERIFY(spec->isCut);
        const auto diff = readDiff(repository(), id, 300, m_stop.get_token());
        QVERIFY(diff);
        QVERIFY(diff->isCut);
        QVERIFY(diff->text.size() <= 300);
    }

    void diffComparesWithTheParent()
    {
        const QString first = commit({{u"hello.spec"_s, "Version: 1\n"}});
        const QString second = commit({{u"hello.spec"_s, "Version: 2\n"}, {u"b.patch"_s, "b\n"}});
        const auto diff = readDiff(repository(), second, 100'000, m_stop.get_token());
        QVERIFY(diff);
        QCOMPARE(diff->title, u"import of hello"_s);
        QVERIFY2(diff->text.contains("-Version: 1\n+Version: 2\n"_L1), qPrintable(diff->text));
        QVERIFY(diff->text.contains("2 files changed"_L1));
        const auto root = readDiff(repository(), first, 100'000, m_stop.get_token());
        QVERIFY(root);
        QVERIFY2(root->text.contains("+Version: 1\n"_L1), qPrintable(root->text));
    }

    void emptyCommitHasAnEmptyDiff()
    {
        commit({{u"a"_s, "a\n"}});
        const auto diff = readDiff(repository(), commit({}), 1000, m_stop.get_token());
        QVERIFY(diff);
        QCOMPARE(diff->text, QString());
    }

    void whatIsMissingIsNamed()
    {
        const QString id = commit({{u"a"_s, "a\n"}});
        const auto token = m_stop.get_token();
        const auto noRepository = readSpec(m_work + u"/none.git"_s, id, u"a"_s, 1000, token);
        QCOMPARE(noRepository.error().cause, Cause::NotFound);
        QVERIFY(noRepository.error().what.contains("none.git"_L1));
        QCOMPARE(readSpec(repository(), QString(40, u'a'), u"a"_s, 1000, token).error().cause,
                 Cause::NotFound);
        QCOMPARE(readDiff(repository(), u"nonsense"_s, 1000, token).error().cause, Cause::Git);
        QCOMPARE(readSpec(repository(), id, u"a"_s, 1000, token).error().what,
                 u"The commit has no spec file."_s);
    }

    void readingIsStopped()
    {
        const QString id = commit({{u"a.spec"_s, "a\n"}});
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(readSpec(repository(), id, u"a"_s, 1000, stop.get_token()).error().cause,
                 Cause::Canceled);
        QCOMPARE(readDiff(repository(), id, 1000, stop.get_token()).error().cause, Cause::Canceled);
    }
};

QTEST_GUILESS_MAIN(HistoryTest)
#include "tst_history.moc"
