// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "queue/importform.h"

#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;
using Field = ImportProblem::Field;

/// What is filled in becomes tasks, or a sentence at the right field.
class ImportFormTest final : public QObject
{
    Q_OBJECT

private slots:
    void inputsBecomeTasks()
    {
        const ImportForm request{.inputs
                                 = {u"/x/../x/a.src.rpm"_s, u"https://example.org/b.src.rpm"_s,
                                    u"file:///y/c%20d.src.rpm"_s},
                                 .owner = u"@copr"_s,
                                 .project = u"proj:pr:12"_s,
                                 .branches = u"f42, f41  f42"_s,
                                 .package = u"hello"_s,
                                 .format = Format::Fedora};
        const auto tasks = tasksOf(request, u"me"_s);
        QVERIFY(tasks);
        QCOMPARE(tasks->size(), 3);
        QCOMPARE(tasks->at(0).source, u"/x/a.src.rpm"_s);
        QCOMPARE(tasks->at(1).source, u"https://example.org/b.src.rpm"_s);
        QVERIFY(tasks->at(1).isUrlListed);
        QCOMPARE(tasks->at(2).source, u"/y/c d.src.rpm"_s);
        QCOMPARE(tasks->at(2).given, u"file:///y/c%20d.src.rpm"_s);
        QCOMPARE(tasks->at(2).branches, (QStringList{u"f42"_s, u"f41"_s}));
        QCOMPARE(tasks->at(2).format, Format::Fedora);
        QCOMPARE(tasks->at(2).submitter, u"me"_s);
    }

    void nonsenseIsRefused_data()
    {
        QTest::addColumn<ImportForm>("request");
        QTest::addColumn<int>("field");
        const ImportForm good{.inputs = {u"/a.src.rpm"_s}};
        const auto row = [](const char *name, ImportForm request, Field field) {
            QTest::newRow(name) << std::move(request) << static_cast<int>(field);
        };
        const auto with = [&good](auto ImportForm::*field, const auto &value) {
            ImportForm request = good;
            request.*field = value;
            return request;
        };
        row("no input", ImportForm(), Field::Inputs);
        row("relative path", with(&ImportForm::inputs, QStringList{u"a.src.rpm"_s}), Field::Inputs);
        row("other scheme", with(&ImportForm::inputs, QStringList{u"ftp://x/a.src.rpm"_s}),
            Field::Inputs);
        row("no host", with(&ImportForm::inputs, QStringList{u"https:///a.src.rpm"_s}),
            Field::Inputs);
        row("owner leaves the root", with(&ImportForm::owner, u".."_s), Field::Owner);
        row("owner with a slash", with(&ImportForm::owner, u"a/b"_s), Field::Owner);
        row("empty project", with(&ImportForm::project, QString()), Field::Project);
        row("package with a blank", with(&ImportForm::package, u"a b"_s), Field::Package);
        row("no branch", with(&ImportForm::branches, u" , "_s), Field::Branches);
        row("branch leaves the root", with(&ImportForm::branches, u"a/../b"_s), Field::Branches);
        row("long branch", with(&ImportForm::branches, QString(51, u'a')), Field::Branches);
        row("branch is a lock", with(&ImportForm::branches, u"f42.lock"_s), Field::Branches);
    }
    void nonsenseIsRefused()
    {
        QFETCH(const ImportForm, request);
        QFETCH(const int, field);
        const auto tasks = tasksOf(request, {});
        QVERIFY(!tasks);
        QCOMPARE(static_cast<int>(tasks.error().field), field);
        QVERIFY(tasks.error().what.endsWith(u'.') || tasks.error().what.endsWith(u'/')
                || tasks.error().what.endsWith(u':'));
    }

    void linesAreInputs()
    {
        QCOMPARE(inputLines(u" /a \n\n# no\r\nhttps://x/b\n"_s),
                 (QStringList{u"/a"_s, u"https://x/b"_s}));
    }
};

QTEST_GUILESS_MAIN(ImportFormTest)
#include "tst_importform.moc"
