// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/parametertable.h"
#include "budget/scenario.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

/// resources/scenarios/schema.json says what the program takes: key by key.
class ScenarioSchemaTest final : public QObject
{
    Q_OBJECT

private:
    static QJsonObject expected(const BudgetParameter &row)
    {
        QJsonObject object{{u"title"_s, row.label}, {u"description"_s, row.explanation}};
        const double standard = row.get({});
        switch (row.kind) {
        case BudgetParameter::Kind::Switch:
            object.insert(u"type"_s, u"boolean"_s);
            object.insert(u"default"_s, standard != 0);
            break;
        case BudgetParameter::Kind::Choice:
            object.insert(u"type"_s, u"string"_s);
            object.insert(u"enum"_s, QJsonArray::fromStringList(row.choices));
            object.insert(u"default"_s, row.write(standard));
            break;
        case BudgetParameter::Kind::Share:
        case BudgetParameter::Kind::Number:
            object.insert(u"type"_s, row.isWhole ? u"integer"_s : u"number"_s);
            object.insert(u"minimum"_s, row.least);
            object.insert(u"maximum"_s, row.most);
            object.insert(u"default"_s, standard);
            break;
        }
        return object;
    }

    QJsonObject m_schema;

private slots:
    void initTestCase()
    {
        QFile file(QStringLiteral(SLUICE_SOURCE_DIR) + u"/resources/scenarios/schema.json"_s);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QJsonParseError error;
        m_schema = QJsonDocument::fromJson(file.readAll(), &error).object();
        QVERIFY2(error.error == QJsonParseError::NoError, qPrintable(error.errorString()));
    }

    void everyParameterIsThereWithItsRange()
    {
        const QJsonObject rows = m_schema.value("properties"_L1)
                                         .toObject()
                                         .value("parameters"_L1)
                                         .toObject()
                                         .value("properties"_L1)
                                         .toObject();
        for (const BudgetParameter &row : budgetParameters()) {
            const QJsonObject should = expected(row);
            QVERIFY2(rows.value(row.key).toObject() == should,
                     qPrintable(u"of %1: %2"_s.arg(
                             row.key, QString::fromUtf8(QJsonDocument(should).toJson()))));
        }
        QCOMPARE(rows.size(), qsizetype(budgetParameters().size()));
    }

    void everyKeyIsThereAndNoOther()
    {
        const QJsonObject keys = m_schema.value("properties"_L1).toObject();
        const QJsonObject written
                = QJsonDocument::fromJson(scenarioToJson(builtInScenarios().first())).object();
        QCOMPARE(keys.keys(), written.keys());
        QCOMPARE(keys.value("sluice_scenario"_L1).toObject().value("const"_L1),
                 written.value("sluice_scenario"_L1));
        QCOMPARE(m_schema.value("additionalProperties"_L1), false);
        QCOMPARE(m_schema.value("required"_L1).toArray(), QJsonArray{u"sluice_scenario"_s});
    }
};

QTEST_GUILESS_MAIN(ScenarioSchemaTest)
#include "tst_scenarioschema.moc"
