// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/orgscandialog.h"
#include "fakes/handclock.h"
#include "github/accountstore.h"
#include "pipeline/wishdesk.h"
#include "pipeline/wishstore.h"
#include "store/asyncdatabase.h"
#include "store/database.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

/// Scanning an organisation from the window; the engine is played by the test, at the store.
class OrgScanDialogTest final : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(
                QRegularExpression(u"^(?!This plugin does not support)"_s)); // offscreen
        const QString file = m_folder.filePath(u"%1.sqlite"_s.arg(++m_files));
        m_engine = *Database::open(file);
        m_store = std::make_unique<AsyncDatabase>(file);
        m_desk = std::make_unique<WishDesk>(*m_store, m_clock, u"maria"_s);
    }

    void cleanup()
    {
        m_dialog.reset();
        m_desk.reset();
        m_store.reset();
    }

    void withoutAnAccountItSaysWhereToAddOne()
    {
        open();
        QTRY_VERIFY(isSaid(u"There is no account yet"_s));
        QTest::keyClick(m_dialog.get(), Qt::Key_Return);
        QVERIFY(m_dialog->isVisible());
    }

    void whatIsFoundBecomesAScenario()
    {
        const Wish wish = scan();
        QCOMPARE(wish.kind, WishKind::ScanOrganisation);
        QCOMPARE(wish.argument, u"work packit"_s);
        const QSignalSpy found(m_dialog.get(), &OrgScanDialog::found);
        Scenario scenario{.name = u"packit"_s, .caption = u"50 repositories"_s};
        scenario.settings.base.chroots = 7;
        answer(wish, QString::fromUtf8(scenarioToJson(scenario)), {});
        QTRY_COMPARE(found.size(), 1);
        QCOMPARE(found.first().first().value<Scenario>(), scenario);
        QVERIFY(!m_dialog->isVisible());
    }

    void whatGoesWrongIsSaidAndCanBeTriedAgain()
    {
        answer(scan(), {}, u"There is no organisation packit."_s);
        QTRY_VERIFY(isSaid(u"There is no organisation packit."_s));
        QVERIFY(m_dialog->isVisible());
        QTest::keyClick(m_dialog.get(), Qt::Key_Return);
        QTRY_COMPARE(wishes().size(), 1);
    }

private:
    void open()
    {
        m_dialog = std::make_unique<OrgScanDialog>(*m_store, m_clock, *m_desk);
        m_dialog->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_dialog.get()));
    }

    Wish scan()
    {
        (void)AccountStore(*m_engine, m_clock).save({.name = u"work"_s, .secretFile = u"/t"_s});
        open();
        const auto *accounts = m_dialog->findChild<QComboBox *>(u"scan.account"_s);
        (void)QTest::qWaitFor([accounts] { return accounts->count() == 1; });
        QTest::keyClicks(m_dialog->findChild<QLineEdit *>(u"scan.organisation"_s), u"packit"_s);
        QTest::keyClick(m_dialog.get(), Qt::Key_Return);
        (void)QTest::qWaitFor([this] { return wishes().size() == 1; });
        return wishes().value(0);
    }

    [[nodiscard]] QList<Wish> wishes()
    {
        return WishStore(*m_engine, m_clock).open().value_or(QList<Wish>());
    }

    void answer(const Wish &wish, const QString &text, const QString &problem)
    {
        QVERIFY(WishStore(*m_engine, m_clock).answer(wish.id, text, problem));
    }

    [[nodiscard]] bool isSaid(const QString &sentence) const
    {
        return std::ranges::any_of(m_dialog->findChildren<QLabel *>(), [&](const QLabel *label) {
            return label->isVisible() && label->text().startsWith(sentence);
        });
    }

    QTemporaryDir m_folder;
    int m_files = 0;
    HandClock m_clock;
    std::unique_ptr<Database> m_engine;
    std::unique_ptr<AsyncDatabase> m_store;
    std::unique_ptr<WishDesk> m_desk;
    std::unique_ptr<OrgScanDialog> m_dialog;
};

QTEST_MAIN(OrgScanDialogTest)
#include "tst_orgscandialog.moc"
