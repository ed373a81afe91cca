// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/scenariomodel.h"

#include <QAbstractItemModelTester>
#include <QFile>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

/// The list follows the folder by exact changes.
class ScenarioModelTest final : public QObject
{
    Q_OBJECT

private:
    QStringList own() const
    {
        QStringList names;
        for (int row = 0; row < m_model->rowCount(); ++row) {
            const QModelIndex index = m_model->index(row);
            if (!index.data(ScenarioModel::BuiltInRole).toBool())
                names << index.data().toString();
        }
        return names;
    }
    QModelIndex at(const QString &name) const { return m_model->index(m_model->rowOf(name)); }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<ScenarioModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_directory = std::make_unique<QTemporaryDir>();
        m_model = std::make_unique<ScenarioModel>(m_directory->path());
        m_tester = std::make_unique<QAbstractItemModelTester>(
                m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    }
    void cleanup()
    {
        m_tester.reset();
        m_model.reset();
    }

    void beginsWithTheNotebooksTen()
    {
        QCOMPARE(m_model->rowCount(), builtInScenarios().size());
        const QModelIndex worst = m_model->index(3);
        QCOMPARE(worst.data(), u"packit.yaml, 6 chroots"_s);
        QCOMPARE(worst.data(ScenarioModel::CaptionRole),
                 u"6 chroots, config is called 'packit.yaml'"_s);
        QCOMPARE(worst.data(ScenarioModel::CallsRole), 345.0);
        QVERIFY(!(worst.flags() & Qt::ItemIsEditable));
        QVERIFY(!m_model->setData(worst, u"x"_s));
    }

    void rowsComeAndGoOneByOne()
    {
        const QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
        const QSignalSpy removed(m_model.get(), &QAbstractItemModel::rowsRemoved);
        const QSignalSpy reset(m_model.get(), &QAbstractItemModel::modelReset);
        QVERIFY(m_model->save({.name = u"m"_s, .caption = {}, .settings = {}}));
        QVERIFY(m_model->save({.name = u"a"_s, .caption = {}, .settings = {}}));
        QCOMPARE(m_model->duplicate(u"m"_s), u"m (2)"_s);
        QCOMPARE(own(), (QStringList{u"a"_s, u"m"_s, u"m (2)"_s}));
        QCOMPARE(inserted.count(), 3);
        QVERIFY(m_model->remove(u"m"_s));
        QVERIFY(!m_model->remove(u"m"_s));
        QCOMPARE(own(), (QStringList{u"a"_s, u"m (2)"_s}));
        QCOMPARE(removed.count(), 1);
        QCOMPARE(reset.count(), 0);
    }

    void aRenamedRowMovesAndStaysTheSame()
    {
        for (const QString &name : {u"a"_s, u"b"_s, u"c"_s})
            QVERIFY(m_model->save({.name = name, .caption = {}, .settings = {}}));
        const QPersistentModelIndex chosen = at(u"a"_s);
        QVERIFY(chosen.flags() & Qt::ItemIsEditable);
        QVERIFY(m_model->setData(chosen, u" z "_s));
        QCOMPARE(own(), (QStringList{u"b"_s, u"c"_s, u"z"_s}));
        QCOMPARE(chosen.data(), u"z"_s);
        QSignalSpy failed(m_model.get(), &ScenarioModel::failed);
        QVERIFY(!m_model->setData(chosen, u"B"_s));
        QCOMPARE(failed.count(), 1);
        QVERIFY(failed.first().first().toString().contains(u"\"B\""));
    }

    void savingAgainChangesOneRow()
    {
        Scenario scenario{.name = u"a"_s, .caption = {}, .settings = {}};
        QVERIFY(m_model->save(scenario));
        const QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
        scenario.settings.base.chroots = 6;
        QVERIFY(m_model->save(scenario));
        QCOMPARE(changed.count(), 1);
        QCOMPARE(at(u"a"_s).data(ScenarioModel::CallsRole), 234.0);
    }

    void damagedFilesShowTheirError()
    {
        QFile file(m_directory->filePath(u"broken.json"_s));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("{") == 1);
        file.close();
        m_model->take(ScenarioLibrary(m_directory->path()));
        const QModelIndex broken = at(u"broken"_s);
        QVERIFY(broken.data(ScenarioModel::ErrorRole).toString().contains(u"broken.json"));
        QCOMPARE(broken.data(Qt::ToolTipRole), broken.data(ScenarioModel::ErrorRole));
        QVERIFY(!broken.data(ScenarioModel::CallsRole).isValid());
        QVERIFY(!(broken.flags() & Qt::ItemIsEditable));
        QVERIFY(file.remove());
        m_model->take(ScenarioLibrary(m_directory->path()));
        QCOMPARE(own(), QStringList());
    }
};

QTEST_GUILESS_MAIN(ScenarioModelTest)
#include "tst_scenariomodel.moc"
