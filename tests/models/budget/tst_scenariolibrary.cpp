// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/scenariolibrary.h"

#include <QDir>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace sluice;
using namespace Qt::StringLiterals;

/// Scenarios of a folder: nothing leaves it, nothing in it is lost.
class ScenarioLibraryTest final : public QObject
{
    Q_OBJECT

private:
    QString write(const QString &file, const QByteArray &content)
    {
        if (!QDir().mkpath(m_folder))
            qWarning("no folder");
        QFile out(m_folder + u'/' + file);
        if (!out.open(QIODevice::WriteOnly) || out.write(content) != content.size())
            qWarning("not written");
        return out.fileName();
    }
    static QByteArray read(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    QStringList ownNames() const
    {
        QStringList names;
        const ScenarioLibrary library(m_folder);
        for (const LibraryEntry &entry : library.entries()) {
            if (!entry.isBuiltIn())
                names << entry.scenario.name;
        }
        return names;
    }
    /// Every file below the temporary directory, so that a test sees what left the folder.
    QStringList files() const
    {
        return QDir(m_directory->path())
                .entryList(QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot | QDir::Hidden);
    }

    static QByteArray named(const QByteArray &name)
    {
        return "{\"sluice_scenario\": 1, \"name\": \"" + name + "\"}";
    }
    static Scenario scenario(const QString &name, int chroots = 12)
    {
        return {.name = name, .caption = u"mine"_s, .settings = {.base = {.chroots = chroots}}};
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    QString m_folder;

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_directory = std::make_unique<QTemporaryDir>();
        m_folder = m_directory->filePath(u"data/scenarios"_s);
    }

    void withoutAFolderThereAreTheBuiltInOnes()
    {
        const ScenarioLibrary library(m_folder);
        QCOMPARE(library.entries().size(), builtInScenarios().size());
        QCOMPARE(library.entries().at(3).scenario, builtInScenarios().at(3));
        QVERIFY(!QFile::exists(m_folder));
    }

    void whatIsSavedIsThereAgain()
    {
        ScenarioLibrary library(m_folder);
        QVERIFY(library.save(scenario(u"Zweite"_s)));
        QVERIFY(library.save(scenario(u"Erste"_s, 5)));
        QCOMPARE(ownNames(), (QStringList{u"Erste"_s, u"Zweite"_s}));
        QCOMPARE(library.find(u"erste")->scenario, scenario(u"Erste"_s, 5));
        QVERIFY(library.save(scenario(u"Erste"_s, 6)));
        QCOMPARE(ownNames().size(), 2);
        QCOMPARE(ScenarioLibrary(m_folder).find(u"Erste")->scenario.settings.base.chroots, 6);
    }

    void namesStayInTheFolder_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("file");
        QTest::newRow("up") << u"../x"_s << u"x.json"_s;
        QTest::newRow("far up") << u"../../../../tmp/x"_s << u"tmp-x.json"_s;
        QTest::newRow("a folder") << u"a/b"_s << u"a-b.json"_s;
        QTest::newRow("dots") << u".."_s << u"scenario.json"_s;
        QTest::newRow("hidden") << u".profile"_s << u"profile.json"_s;
        QTest::newRow("a backslash") << u"a\\b"_s << u"a-b.json"_s;
        QTest::newRow("a drive") << u"C:"_s << u"c.json"_s;
        QTest::newRow("an option") << u"-rf"_s << u"rf.json"_s;
        QTest::newRow("accents") << u"Größe é"_s << u"gro-e-e.json"_s;
        QTest::newRow("other letters") << u"予算"_s << u"scenario.json"_s;
        QTest::newRow("a percent sign") << u"%1 of %2"_s << u"1-of-2.json"_s;
        QTest::newRow("long") << QString(100, u'x') << QString(60, u'x') + u".json"_s;
    }
    void namesStayInTheFolder()
    {
        QFETCH(const QString, name);
        QFETCH(const QString, file);
        ScenarioLibrary library(m_folder);
        QVERIFY(library.save(scenario(name)));
        QCOMPARE(QDir(m_folder).entryList(QDir::Files | QDir::Hidden), QStringList{file});
        QCOMPARE(files(), QStringList{u"data"_s});
        QCOMPARE(ownNames(), QStringList{name});
    }

    void namesThatCannotBeUsed_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("none") << QString();
        QTest::newRow("spaces") << u"   "_s;
        QTest::newRow("two lines") << u"a\nb"_s;
        QTest::newRow("a terminal's") << u"a\x1b[31m"_s;
        QTest::newRow("turned") << u"a\u202eb"_s;
        QTest::newRow("too long") << QString(101, u'x');
        QTest::newRow("built in") << u"load ONCE"_s;
    }
    void namesThatCannotBeUsed()
    {
        QFETCH(const QString, name);
        ScenarioLibrary library(m_folder);
        QVERIFY(!library.save(scenario(name)));
        QVERIFY(library.save(scenario(u"good"_s)));
        QVERIFY(!library.rename(u"good"_s, name));
        QCOMPARE(ownNames(), QStringList{u"good"_s});
    }

    void twoNamesMayGiveOneFileName()
    {
        ScenarioLibrary library(m_folder);
        QVERIFY(library.save(scenario(u"a/b"_s, 1)));
        QVERIFY(library.save(scenario(u"a b"_s, 2)));
        QVERIFY(library.save(scenario(u"a:b"_s, 3)));
        QCOMPARE(ownNames().size(), 3);
        QCOMPARE(library.find(u"a b")->scenario.settings.base.chroots, 2);
        QCOMPARE(library.find(u"a/b")->scenario.settings.base.chroots, 1);
    }

    void whateverLiesThereIsKept()
    {
        // A link to nowhere, another user's file: a new scenario takes another file name.
        QVERIFY(QDir().mkpath(m_folder));
        QVERIFY(QFile::link(m_directory->filePath(u"elsewhere"_s), m_folder + u"/mine.json"_s));
        ScenarioLibrary library(m_folder);
        QVERIFY(library.save(scenario(u"mine"_s)));
        QVERIFY(QFile::exists(m_folder + u"/mine-2.json"_s));
        QVERIFY(!QFile::exists(m_directory->filePath(u"elsewhere"_s)));
    }

    void damagedFilesAreListedAndKept_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("truncated") << "{\"sluice_scenario\": 1, \"name\": \"broken"_ba;
        QTest::newRow("empty") << ""_ba;
        QTest::newRow("newer") << "{\"sluice_scenario\": 9, \"name\": \"broken\"}"_ba;
        QTest::newRow("range") << "{\"sluice_scenario\": 1, \"parameters\": {\"chroots\": -1}}"_ba;
        QTest::newRow("big") << QByteArray(10 << 20, '[');
    }
    void damagedFilesAreListedAndKept()
    {
        QFETCH(const QByteArray, content);
        const QString path = write(u"broken.json"_s, content);
        ScenarioLibrary library(m_folder);
        const LibraryEntry entry = library.entries().last();
        QCOMPARE(entry.scenario.name, u"broken"_s);
        QVERIFY(entry.error && entry.error->what.contains(u"broken.json"));
        const auto saved = library.save(scenario(u"broken"_s));
        QVERIFY(!saved);
        QVERIFY2(saved.error().what.contains(u"not overwritten"), qPrintable(saved.error().what));
        QVERIFY(!library.rename(u"broken"_s, u"whole"_s));
        QVERIFY(!library.duplicate(u"broken"_s));
        QCOMPARE(read(path), content);
        QVERIFY(library.remove(u"broken"_s));
        QVERIFY(!QFile::exists(path));
    }

    void aFileThatWasDamagedMeanwhileIsKept()
    {
        ScenarioLibrary library(m_folder);
        QVERIFY(library.save(scenario(u"mine"_s)));
        const QString path = write(u"mine.json"_s, "{half");
        QVERIFY(!library.save(scenario(u"mine"_s, 4)));
        QCOMPARE(read(path), "{half"_ba);
    }

    void equalNamesInTwoFilesAreToldApart()
    {
        write(u"a.json"_s, named("Load once"));
        write(u"b.json"_s, named("load once"));
        write(u"c.json"_s, named("two\\nlines\\u001b[0m"));
        ScenarioLibrary library(m_folder);
        const QStringList names = ownNames();
        QCOMPARE(names.size(), 3);
        QVERIFY2(names.contains(u"two lines [0m"), qPrintable(names.join(u'|')));
        QVERIFY(names.contains(u"Load once (2)") || names.contains(u"load once (2)"));
        QCOMPARE(library.find(u"Load once")->path, QString());
        QVERIFY(library.remove(names.first()));
        QCOMPARE(ownNames().size(), 2);
    }

    void builtInOnesStay()
    {
        ScenarioLibrary library(m_folder);
        QVERIFY(!library.remove(u"Load once"_s));
        QVERIFY(!library.rename(u"Load once"_s, u"mine"_s));
        const auto copy = library.duplicate(u"Load once"_s);
        QCOMPARE(copy, u"Load once (2)"_s);
        QCOMPARE(library.find(*copy)->scenario.settings, builtInScenarios().at(5).settings);
        QCOMPARE(library.duplicate(*copy), u"Load once (2) (2)"_s);
    }

    void renameKeepsTheRest()
    {
        ScenarioLibrary library(m_folder);
        QVERIFY(library.save(scenario(u"old"_s, 9)));
        QVERIFY(library.save(scenario(u"other"_s)));
        QVERIFY(!library.rename(u"old"_s, u"Other"_s));
        QVERIFY(library.rename(u"old"_s, u"new"_s));
        QVERIFY(library.rename(u"new"_s, u"New"_s)); // its own name in other letters
        QCOMPARE(ownNames(), (QStringList{u"New"_s, u"other"_s}));
        QCOMPARE(library.find(u"new")->scenario, scenario(u"New"_s, 9));
        QVERIFY(!library.rename(u"old"_s, u"x"_s));
    }

    void importTakesACopy()
    {
        const QString outside = m_directory->filePath(u"from a friend.json"_s);
        QVERIFY(writeScenario(scenario(u"Load once"_s), outside));
        ScenarioLibrary library(m_folder);
        QCOMPARE(library.importFile(outside), u"Load once (2)"_s);
        QVERIFY(QFile::exists(outside));
        QCOMPARE(library.importFile(outside), u"Load once (3)"_s);
        QVERIFY(!library.importFile(m_directory->filePath(u"none.json"_s)));
    }

    void aPipeIsNotWaitedFor()
    {
        QVERIFY(QDir().mkpath(m_folder));
        QCOMPARE(::mkfifo(qPrintable(m_folder + u"/pipe.json"_s), 0600), 0);
        QCOMPARE(ownNames(), QStringList());
    }

    void aFolderThatCannotBeMadeIsNamed()
    {
        write(u"x"_s, "a file");
        ScenarioLibrary library(m_folder + u"/x"_s);
        const auto saved = library.save(scenario(u"mine"_s));
        QVERIFY(!saved);
        QCOMPARE(saved.error().cause, Cause::Storage);
        QVERIFY(saved.error().what.contains(m_folder));
    }
};

QTEST_GUILESS_MAIN(ScenarioLibraryTest)
#include "tst_scenariolibrary.moc"
