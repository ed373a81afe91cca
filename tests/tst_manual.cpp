// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/parametertable.h"
#include "ctl/commands.h"
#include "settings/settings.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

/// The manual page of sluicectl beside the program: nothing may be missing there.
class ManualTest final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QFile file(QStringLiteral(SLUICE_SOURCE_DIR) + u"/packaging/sluicectl.1"_s);
        QVERIFY(file.open(QIODevice::ReadOnly));
        m_manual = QString::fromUtf8(file.readAll());
        m_manual.replace("\\-"_L1, "-"_L1);
        m_manual.remove(QRegularExpression(u"\\\\f[A-Z]"_s));
    }

    void everySettingIsThereWithItsDefault()
    {
        for (const SettingInfo &info : SettingsFile::known()) {
            const qsizetype start = m_manual.indexOf("\n.B "_L1 + info.key + u'\n');
            QVERIFY2(start >= 0, qPrintable(info.key));
            const QString entry = m_manual.sliced(start).section(u"\n.TP\n"_s, 0, 0);
            QString standard = info.defaultValue.isEmpty() ? u"none"_s : info.defaultValue;
            standard.replace("<data directory>"_L1, "DATA"_L1);
            QVERIFY2(entry.contains("\nDefault: "_L1 + standard + u'.'), qPrintable(entry));
        }
    }

    void everyBudgetParameterIsThereWithItsDefault()
    {
        for (const BudgetParameter &row : budgetParameters()) {
            const QString name = QString(row.key).replace(u'_', u'-');
            const bool isSwitch = row.kind == BudgetParameter::Kind::Switch;
            const QString head = isSwitch
                                       ? u"\n.BR --%1 \", \" --no-%1\n"_s.arg(name)
                                       : u"\n.BI --%1 \" %2\"\n"_s.arg(
                                                 name, row.choices.isEmpty() ? u"N"_s : u"WORD"_s);
            const qsizetype start = m_manual.indexOf(head);
            QVERIFY2(start >= 0, qPrintable(head));
            const QString entry = m_manual.sliced(start).section(u"\n.TP\n"_s, 0, 0);
            const QString standard = row.write(row.get({}));
            QVERIFY2(entry.contains("\nDefault: "_L1 + standard + u'.'), qPrintable(entry));
            QVERIFY2(isSwitch || entry.contains(row.rangeText().sliced(1)), qPrintable(entry));
        }
    }

    void everyCommandAndOptionIsThere()
    {
        for (const Command &command :
             importCommands() + queueCommands() + workCommands() + configCommands()
                     + budgetCommands() + ledgerCommands() + pipelineCommands()
                     + pipelineViewCommands() + pipelineWorkCommands() + observeCommands()
                     + accountCommands() + proxyCommands()) {
            const QString first = QString(command.name).section(u' ', 0, 0);
            QVERIFY2(m_manual.contains(".SS \"sluicectl "_L1 + first), qPrintable(command.name));
            QVERIFY2(m_manual.contains(QString(command.name).section(u' ', -1)),
                     qPrintable(command.name));
            for (const Option &option : command.options)
                QVERIFY2(m_manual.contains(option.name), option.name.data());
        }
    }

    void whatTheHelpSaysOfIdsIsThere()
    {
        for (const Command &command : queueCommands()) {
            const QString help = helpText(command);
            const bool takesIds = command.operands.startsWith("ID"_L1);
            QCOMPARE(help.contains("build:N"_L1), takesIds);
        }
        QVERIFY(m_manual.contains("build: N"_L1));
    }

private:
    QString m_manual;
};

QTEST_GUILESS_MAIN(ManualTest)
#include "tst_manual.moc"
