// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "banner.h"
#include "budget/budgetactions.h"
#include "budget/budgetmodel.h"
#include "budget/budgetpage.h"
#include "budget/configdrop.h"
#include "budget/leverrow.h"
#include "budget/leverspanel.h"

#include <QAction>
#include <QDir>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QMimeData>
#include <QPushButton>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

const QByteArray kJobs = "jobs:\n"
                         "- job: copr_build\n"
                         "  trigger: pull_request\n"
                         "  targets:\n"
                         "  - fedora-43-x86_64\n"
                         "  - fedora-44-x86_64\n"
                         "  - fedora-45-x86_64\n"
                         "- job: tests\n"
                         "  trigger: pull_request\n"_ba;

} // namespace

/// A maintainer with a configuration, at the page of the API budget.
class LeversPanelTest final : public QObject
{
    Q_OBJECT

private:
    LeversPanel *panel() { return m_page->findChild<LeversPanel *>(); }
    QString text() { return panel()->text(); }
    BudgetDocument &document() { return m_page->document(); }
    double calls() { return evaluate(document().settings()).counted.total(); }
    QString bannerText()
    {
        for (const Banner *banner : m_page->findChildren<Banner *>()) {
            if (banner->isVisible())
                return banner->text();
        }
        return {};
    }
    QPushButton *button(const QString &name)
    {
        for (QPushButton *one : panel()->findChildren<QPushButton *>()) {
            if (one->isVisible() && (one->text() == name || one->accessibleName().startsWith(name)))
                return one;
        }
        return nullptr;
    }
    QString write(const QString &name, const QByteArray &content)
    {
        QFile file(m_directory->filePath(name));
        if (!QDir().mkpath(QFileInfo(file.fileName()).path()) || !file.open(QIODevice::WriteOnly)
            || file.write(content) != content.size())
            qWarning("cannot write");
        return file.fileName();
    }
    void drop(const QString &path)
    {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(path)});
        QDragEnterEvent enter({20, 20}, Qt::CopyAction, &data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(m_page.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent event(QPointF(20, 20), Qt::CopyAction, &data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(m_page.get(), &event);
        QTRY_VERIFY(!bannerText().isEmpty());
    }
    void dropHello() { drop(write(u"hello/.packit.yaml"_s, kJobs)); }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<BudgetPage> m_page;

private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
        m_directory = std::make_unique<QTemporaryDir>();
        m_page = std::make_unique<BudgetPage>(m_directory->filePath(u"scenarios"_s));
        m_page->resize(1200, 800);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
        m_page->activateWindow();
    }
    void cleanup() { m_page.reset(); }

    void anEmptyPanelSaysHowToFillIt()
    {
        QCOMPARE(text(), u"Drop a .packit.yaml here, or choose Read a Packit Configuration in the "
                         "Budget menu, to see what its pull requests cost and what would save "
                         "calls."_s);
    }

    void aDropSetsTheSlidersInOneStep()
    {
        const BudgetSettings before = document().settings();
        dropHello();
        QCOMPARE(
                bannerText(),
                u"Read hello/.packit.yaml: 3 chroots, 3 test targets, 1 build job, 1 test job, the "
                "spec file is looked for."_s);
        QCOMPARE(document().settings().base.chroots, 3);
        QCOMPARE(policyOf(document().settings()), BudgetPolicy::PackitToday);
        QCOMPARE(calls(), 91.);
        QVERIFY2(text().startsWith(u"My levers: hello/.packit.yaml"_s), qPrintable(text()));
        QVERIFY2(text().contains(u"line 5: remove `fedora-43-x86_64` – lost: builds on "
                                 "fedora-43-x86_64; tests on fedora-43-x86_64"_s),
                 qPrintable(text()));
        m_page->actions().undo->trigger();
        QCOMPARE(document().settings(), before);
        QVERIFY(!document().canUndo());
        QVERIFY(text().startsWith(u"Drop a .packit.yaml"_s));
        m_page->actions().redo->trigger();
        QVERIFY(text().startsWith(u"My levers"_s));
    }

    void aLeverIsOneStepAndIsGoneUntilItIsUndone()
    {
        dropHello();
        QPushButton *lever = button(u"Leave out fedora-44-x86_64"_s);
        QVERIFY(lever);
        QCOMPARE(lever->text(), u"−27 calls"_s);
        lever->setFocus();
        QTest::keyClick(lever, Qt::Key_Space);
        QCOMPARE(calls(), 64.);
        QVERIFY(!button(u"Leave out fedora-44-x86_64"_s));
        QVERIFY(button(u"Leave out fedora-43-x86_64"_s)); // costs the same, but was not turned
        QTest::mouseClick(button(u"Leave out fedora-43-x86_64"_s), Qt::LeftButton);
        QCOMPARE(calls(), 37.);
        QVERIFY(!button(u"Leave out fedora-43-x86_64"_s));
        QCOMPARE(document().undoText(), u"Leave out fedora-43-x86_64"_s);
        m_page->actions().undo->trigger();
        QVERIFY(button(u"Leave out fedora-43-x86_64"_s));
        QVERIFY(!button(u"Leave out fedora-44-x86_64"_s));
        document().setParameter("prs_per_hour"_L1, 9); // turns none
        QVERIFY(!button(u"Leave out fedora-44-x86_64"_s));
        m_page->actions().undo->trigger();
        m_page->actions().undo->trigger();
        QCOMPARE(calls(), 91.);
        QVERIFY(button(u"Leave out fedora-44-x86_64"_s));
    }

    void allLeversCanBeTurnedFromTheKeyboard()
    {
        dropHello();
        QVERIFY(!button(u"Name the spec file of hello"_s));
        QPushButton *more = button(u"Show all 6"_s);
        QVERIFY(more);
        QTest::keyClick(more, Qt::Key_Space);
        QVERIFY(button(u"Name the spec file of hello"_s));
        QVERIFY(button(u"Show fewer"_s));
        int turns = 0;
        const auto first = [this] {
            for (const LeverRow *row : panel()->findChildren<LeverRow *>()) {
                if (row->isVisible())
                    return row->findChild<QPushButton *>();
            }
            return static_cast<QPushButton *>(nullptr);
        };
        for (; first() && turns < 20; ++turns)
            QTest::keyClick(first(), Qt::Key_Space);
        QVERIFY2(turns <= 6, qPrintable(QString::number(turns)));
        QVERIFY(text().contains(u"Nothing that is left in the file would save calls."_s));
    }

    void manyNotesStayShort()
    {
        QByteArray jobs = kJobs;
        for (int i = 0; i < 9; ++i)
            jobs += "- job: brew_coffee\n  trigger: pull_request\n"_ba;
        drop(write(u"hello/.packit.yaml"_s, jobs));
        QVERIFY2(text().contains(u"… and 5 more"_s), qPrintable(text()));
    }

    void anotherScenarioHasNoLevers()
    {
        dropHello();
        document().load(builtInScenarios().first());
        QVERIFY(text().startsWith(u"Drop a .packit.yaml"_s));
        m_page->actions().undo->trigger();
        QVERIFY(text().startsWith(u"My levers"_s));
        document().setSaved(u"Mine"_s, {});
        QVERIFY(text().startsWith(u"My levers"_s));
    }

    void whatIsChosenIsReadToo()
    {
        const QString path = write(u"hello/packit.yml"_s, kJobs);
        m_page->configs().readFrom->trigger();
        auto *dialog = m_page->findChild<QFileDialog *>();
        QVERIFY(dialog);
        QVERIFY(dialog->filter() & QDir::Hidden);
        emit dialog->fileSelected(path);
        QTRY_VERIFY(bannerText().startsWith(u"Read hello/packit.yml: "_s));
        dialog->close();
    }

    void theContentDecides()
    {
        drop(write(u"odd.json"_s, "{\"jobs\": [{\"job\": \"copr_build\", \"trigger\": "
                                  "\"pull_request\", \"targets\": [\"fedora-43-x86_64\"]}]}"_ba));
        QVERIFY2(bannerText().contains(u"odd.json: 1 chroot, "_s), qPrintable(bannerText()));
        drop(write(u"scenario.yaml"_s, "{\"sluice_scenario\": 1, \"name\": \"Mine\", "
                                       "\"parameters\": {\"chroots\": 7}}"_ba));
        QTRY_COMPARE(bannerText(), u"Imported \"Mine\"."_s);
        QCOMPARE(document().settings().base.chroots, 7);
    }

    void aBadConfigurationIsOneSentence_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("says");
        QTest::newRow("tabs") << "jobs:\n\t- job: tests\n"_ba
                              << u".packit.yaml, line 2: a tab is used to indent"_s;
        QTest::newRow("long") << QByteArray(5'000'000, '#') << u"has 5000000 bytes"_s;
        QTest::newRow("text") << "hello there\n"_ba << u"the file is not a mapping"_s;
        QTest::newRow("binary") << QByteArray::fromHex("00ff") << u"is not UTF-8"_s;
    }
    void aBadConfigurationIsOneSentence()
    {
        QFETCH(const QByteArray, content);
        QFETCH(const QString, says);
        drop(write(u"hello/.packit.yaml"_s, content));
        QVERIFY2(bannerText().contains(says), qPrintable(bannerText()));
        QVERIFY(!document().canUndo());
        QVERIFY(text().startsWith(u"Drop a .packit.yaml"_s));
    }

    void everyButtonHasAName()
    {
        dropHello();
        for (const LeverRow *row : panel()->findChildren<LeverRow *>()) {
            const auto *one = row->findChild<QPushButton *>();
            QVERIFY(one->accessibleName().contains(u": saves "_s));
            QCOMPARE(one->focusPolicy(), Qt::StrongFocus);
        }
    }
};

QTEST_MAIN(LeversPanelTest)
#include "tst_leverspanel.moc"
