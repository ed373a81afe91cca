// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "banner.h"
#include "budget/budgetpage.h"
#include "fakes/handclock.h"
#include "imports/codeview.h"
#include "imports/importdialog.h"
#include "imports/readablehighlighter.h"
#include "mainwindow.h"
#include "messagebar.h"
#include "pipelines/pipelinespage.h"
#include "queue/statesmodel.h"
#include "settings/settingsdialog.h"
#include "store/asyncdatabase.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QSlider>
#include <QSpinBox>
#include <QSplitter>
#include <QStatusBar>
#include <QTableView>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBlock>
#include <QTextBrowser>
#include <QToolBar>
#include <QToolButton>

#include <KSyntaxHighlighting/Repository>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// A person at the window, on a store that was filled before and that others change meanwhile.
class MainWindowTest final : public QObject
{
    Q_OBJECT

private:
    QList<TaskId> add(const QStringList &names, bool isFromCopr = false)
    {
        QList<NewTask> tasks;
        for (const QString &name : names) {
            NewTask task{.source = u"/x/%1.src.rpm"_s.arg(name), .given = name, .package = name};
            if (isFromCopr) {
                task.frontend = u"https://copr.example.org"_s;
                task.buildId = 5000 + m_builds++;
            }
            tasks += task;
        }
        return m_writer->add(tasks, u"test"_s).value();
    }
    void end(const QList<TaskId> &ids, Cause cause)
    {
        QVERIFY(m_writer->turn({}, {}, ids));
        QList<TaskResult> results;
        for (const TaskId id : ids) {
            TaskResult result{.id = id, .startedAt = m_clock.now()};
            if (cause != Cause::Canceled)
                result.error
                        = failure(cause, u"The server has no such file."_s, u"raw <b>404</b>"_s)
                                  .error();
            results += result;
        }
        QVERIFY(m_writer->turn(results, {}, {}));
    }
    void succeed(const QList<TaskId> &ids) { end(ids, Cause::Canceled); }
    void fail(const QList<TaskId> &ids) { end(ids, Cause::NotFound); }

    void open(const QString &dataDirectory = {})
    {
        m_store = std::make_unique<AsyncStore>(m_directory->filePath(u"queue.sqlite"_s), m_clock);
        m_database = std::make_unique<AsyncDatabase>(m_directory->filePath(u"queue.sqlite"_s));
        m_window = std::make_unique<MainWindow>(WindowContext{
                .store = *m_store,
                .database = *m_database,
                .clock = m_clock,
                .dataDirectory = dataDirectory.isEmpty() ? m_directory->path() : dataDirectory,
                .settings = {},
                .samplesDirectory = m_directory->filePath(u"samples"_s),
                .stateFile = m_directory->filePath(u"window.ini"_s)});
        m_window->show();
        m_table = named<QTableView>(u"Imports"_s);
        QVERIFY(m_table);
    }
    template <typename Widget> Widget *named(const QString &accessibleName)
    {
        const auto all = m_window->findChildren<Widget *>();
        const auto found = std::ranges::find(all, accessibleName, &Widget::accessibleName);
        return found == all.end() ? nullptr : *found;
    }
    BudgetPage &budget() { return *m_window->findChild<BudgetPage *>(); }
    [[nodiscard]] int rows() const { return m_table->model()->rowCount(); }
    QString cell(int row, int column)
    {
        return m_table->model()->index(row, column).data().toString();
    }
    void click(int row, Qt::KeyboardModifiers modifiers = {})
    {
        const QRect at = m_table->visualRect(m_table->model()->index(row, 1));
        QTest::mouseClick(m_table->viewport(), Qt::LeftButton, modifiers, at.center());
    }
    void filter(const QString &line)
    {
        auto *edit = m_window->findChild<QLineEdit *>(u"filter"_s);
        edit->clear();
        QTest::keyClicks(edit, line);
    }
    void press(const QString &objectName)
    {
        auto *button = m_window->findChild<QToolButton *>(objectName);
        QVERIFY(button);
        QTRY_VERIFY(button->isEnabled());
        QTest::mouseClick(button, Qt::LeftButton);
    }
    State state(TaskId id) { return m_writer->task(id).value().value().state; }
    [[nodiscard]] QStringList bannerTexts() const
    {
        QStringList texts;
        for (const Banner *banner : m_window->findChildren<Banner *>()) {
            if (banner->isVisible())
                texts += banner->text();
        }
        return texts;
    }
    QAction *action(const QString &text)
    {
        for (QAction *action : m_window->findChildren<QAction *>()) {
            if (QString(action->text()).remove(u'&').startsWith(text))
                return action;
        }
        return nullptr;
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    HandClock m_clock;
    qint64 m_builds = 0;
    std::unique_ptr<QueueStore> m_writer;
    std::unique_ptr<AsyncStore> m_store;
    std::unique_ptr<AsyncDatabase> m_database;
    std::unique_ptr<MainWindow> m_window;
    QTableView *m_table = nullptr;

private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }
    void init()
    {
        QTest::failOnWarning(
                QRegularExpression(u"^(?!This plugin does not support)"_s)); // offscreen
        m_directory = std::make_unique<QTemporaryDir>();
        m_writer = QueueStore::open(m_directory->filePath(u"queue.sqlite"_s), m_clock).value();
    }
    void cleanup()
    {
        m_window.reset();
        m_database.reset();
        m_store.reset();
        m_writer.reset();
    }

    void emptyQueueOffersWhatToDo()
    {
        open();
        QTRY_VERIFY(named<QListView>(u"States"_s)->isVisible());
        const auto buttons = m_window->findChildren<QPushButton *>();
        const auto offers = [&buttons](const QString &text) {
            return std::ranges::any_of(buttons, [&text](const QPushButton *button) {
                return button->isVisible() && QString(button->text()).remove(u'&') == text;
            });
        };
        QTRY_VERIFY(offers(u"Import Packages…"_s));
        QVERIFY(offers(u"Try with Sample Packages"_s));
        add({u"hello"_s});
        QTRY_VERIFY(m_table->isVisible());
        QTRY_COMPARE(rows(), 1);
    }

    void titleNamesTheDataDirectoryUnlessItIsTheUsualOne()
    {
        open(u"/srv/sluice-staging/"_s);
        QCOMPARE(m_window->windowTitle(), u"sluice-staging – Sluice"_s);
        m_window.reset();
        m_database.reset();
        m_store.reset();
        open(defaultDataDirectory());
        QCOMPARE(m_window->windowTitle(), u"Sluice"_s);
    }

    void filterLineFindsAndSideBarFollows()
    {
        const auto ids = add({u"alpha"_s, u"beta"_s, u"gamma"_s});
        fail({ids[1]});
        open();
        QTRY_COMPARE(rows(), 3);
        filter(u"state:failed"_s);
        QTRY_COMPARE(rows(), 1);
        QTRY_COMPARE(cell(0, 1), u"beta"_s);
        auto *side = named<QListView>(u"States"_s);
        QCOMPARE(side->currentIndex().data().toString(), u"Failed"_s);
        filter(u"state:broken"_s);
        QTRY_VERIFY(
                std::ranges::any_of(m_window->findChildren<QLabel *>(), [](const QLabel *label) {
                    return label->isVisible() && label->text().contains("no state \"broken\""_L1);
                }));
        QTest::mouseClick(side->viewport(), Qt::LeftButton, {},
                          side->visualRect(side->model()->index(1, 0)).center()); // Queued
        QTRY_COMPARE(rows(), 2);
        QCOMPARE(m_window->findChild<QLineEdit *>(u"filter"_s)->text(), u"state:queued"_s);
    }

    void filterThatFindsNothingSaysSo()
    {
        add({u"alpha"_s});
        open();
        QTRY_COMPARE(rows(), 1);
        filter(u"nothing-like-it"_s);
        QTRY_VERIFY(!m_table->isVisible());
        for (QPushButton *button : m_window->findChildren<QPushButton *>()) {
            if (button->isVisible() && button->text() == "Clear the Filter"_L1)
                QTest::mouseClick(button, Qt::LeftButton);
        }
        QTRY_COMPARE(rows(), 1);
        QTRY_VERIFY(m_table->isVisible());
    }

    void oneFailureIsRetriedByAClick()
    {
        const auto ids = add({u"alpha"_s, u"beta"_s});
        fail(ids);
        open();
        QTRY_COMPARE(rows(), 2);
        QTRY_COMPARE(cell(0, 5), u"Failed"_s);
        click(0);
        const QSignalSpy edited(m_window.get(), &MainWindow::edited);
        press(u"retry"_s);
        QTRY_COMPARE(state(ids[1]), State::Queued);
        QCOMPARE(state(ids[0]), State::Failed);
        QTRY_COMPARE(edited.size(), 1);
        QTRY_COMPARE(cell(0, 5), u"Queued"_s);
        QVERIFY(!bannerTexts().isEmpty());
    }

    void aSelectionIsRetriedAndTheTextCountsIt()
    {
        const auto ids = add({u"a"_s, u"b"_s, u"c"_s, u"d"_s});
        fail({ids[0], ids[1], ids[2]});
        succeed({ids[3]});
        open();
        QTRY_COMPARE(rows(), 4);
        QTRY_COMPARE(cell(3, 5), u"Failed"_s);
        m_table->selectAll();
        auto *button = m_window->findChild<QToolButton *>(u"retry"_s);
        QTRY_VERIFY2(button->text().contains(u'3'), qPrintable(button->text()));
        press(u"retry"_s);
        QTRY_COMPARE(state(ids[0]), State::Queued);
        QCOMPARE(state(ids[3]), State::Succeeded);
        QTRY_VERIFY(!button->isEnabled());
    }

    void theHeaderTakesNoPartInTheSelection()
    {
        add({u"a"_s, u"b"_s});
        open();
        QTRY_COMPARE(rows(), 2);
        m_table->selectAll();
        QVERIFY(m_table->selectionModel()->hasSelection());
        // It would look at every selected row when it is painted.
        QVERIFY(!m_table->horizontalHeader()->selectionModel()->hasSelection());
    }

    void allFailedAreRetriedByAClickWithNothingSelected()
    {
        const auto ids = add({u"a"_s, u"b"_s, u"c"_s});
        fail({ids[0], ids[2]});
        open();
        QTRY_COMPARE(rows(), 3);
        auto *button = m_window->findChild<QToolButton *>(u"retryAllFailed"_s);
        QVERIFY(button);
        QTRY_COMPARE(QString(button->text()).remove(u'&'), u"Retry All 2 Failed"_s);
        m_table->clearSelection();
        press(u"retryAllFailed"_s);
        QTRY_COMPARE(state(ids[2]), State::Queued);
        QCOMPARE(state(ids[0]), State::Queued);
        QTRY_COMPARE(QString(button->text()).remove(u'&'), u"Retry All Failed"_s);
        QVERIFY(!button->isEnabled());
    }

    void keyboardReachesTheOnlyRow()
    {
        add({u"alpha"_s});
        open();
        QTRY_COMPARE(rows(), 1);
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        auto *edit = m_window->findChild<QLineEdit *>(u"filter"_s);
        edit->setFocus();
        m_table->setCurrentIndex({});
        m_table->clearSelection();
        QTest::keyClick(edit, Qt::Key_Tab);
        QVERIFY(m_table->hasFocus());
        QCOMPARE(m_table->selectionModel()->selectedRows().size(), 1);
        QCOMPARE(m_table->currentIndex().row(), 0);
        const QImage focused = m_table->viewport()->grab().toImage();
        QTest::keyClick(m_table, Qt::Key_Backtab, Qt::ShiftModifier);
        QVERIFY(edit->hasFocus());
        QVERIFY2(m_table->viewport()->grab().toImage() != focused, "the focus is visible");
    }

    void downGoesFromTheFilterLineIntoWhatItFinds()
    {
        add({u"alpha"_s, u"beta"_s, u"gamma"_s});
        open();
        QTRY_COMPARE(rows(), 3);
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        auto *edit = m_window->findChild<QLineEdit *>(u"filter"_s);
        edit->setFocus();
        QTest::keyClicks(edit, u"a"_s);
        QTest::keyClicks(edit, u"lph"_s);
        QTest::keyClick(edit, Qt::Key_Down); // does not wait for the rest of typing
        QVERIFY(m_table->hasFocus());
        QTRY_COMPARE(rows(), 1);
        QTRY_COMPARE(m_table->selectionModel()->selectedRows().size(), 1);
        QTRY_COMPARE(cell(m_table->currentIndex().row(), 1), u"alpha"_s);
    }

    void sideBarShowsTheSumOfWhatRuns()
    {
        const auto ids = add({u"a"_s, u"b"_s, u"c"_s, u"d"_s});
        QVERIFY(m_writer->turn({}, {}, {ids[0], ids[1], ids[2]}));
        QVERIFY(m_writer->turn({}, {{.id = ids[2], .state = State::Committing}}, {}));
        open();
        auto *side = named<QListView>(u"States"_s);
        const QAbstractItemModel *states = side->model();
        const auto count = [states](int row) {
            return states->index(row, 0).data(StatesModel::CountRole).toLongLong();
        };
        QTRY_COMPARE(count(0), 4);
        QCOMPARE(states->index(2, 0).data().toString(), u"Running"_s);
        QCOMPARE(count(2), 3);
        QCOMPARE(count(3) + count(4) + count(5), count(2));
        QString levels;
        for (int row = 0; row < states->rowCount(); ++row)
            levels += states->index(row, 0).data(StatesModel::LevelRole).toString();
        QCOMPARE(levels, u"000111000"_s);
        QCOMPARE(states->index(4, 0).data(Qt::AccessibleTextRole).toString(),
                 u"Committing, part of running: 1"_s);
    }

    void cancelIsUndone()
    {
        const auto ids = add({u"a"_s, u"b"_s});
        open();
        QTRY_COMPARE(rows(), 2);
        QTRY_COMPARE(cell(1, 5), u"Queued"_s);
        click(1);
        press(u"cancel"_s);
        QTRY_COMPARE(state(ids[0]), State::Canceled);
        QTRY_VERIFY(action(u"Undo cancel"_s));
        action(u"Undo cancel"_s)->trigger();
        QTRY_COMPARE(state(ids[0]), State::Queued);
    }

    void retryIsUndoneAndRedone()
    {
        const auto ids = add({u"a"_s, u"b"_s});
        fail(ids);
        open();
        QTRY_COMPARE(rows(), 2);
        QTRY_COMPARE(cell(0, 5), u"Failed"_s);
        press(u"retryAllFailed"_s);
        QTRY_COMPARE(state(ids[1]), State::Queued);
        QTRY_VERIFY(bannerTexts().contains(u"2 import(s) put back into the queue."_s));
        QTest::keyClick(m_table, Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(state(ids[1]), State::Failed);
        QCOMPARE(m_writer->task(ids[0]).value()->error->what, u"The server has no such file."_s);
        QTRY_VERIFY(action(u"Redo retrying"_s));
        QVERIFY(!action(u"Undo"_s)->isEnabled());
        action(u"Redo retrying"_s)->trigger();
        QTRY_COMPARE(state(ids[0]), State::Queued);
        QTRY_VERIFY(action(u"Undo retrying"_s));
    }

    void undoOfARetryThatHasBegunSaysSo()
    {
        const auto ids = add({u"a"_s, u"b"_s});
        fail(ids);
        open();
        press(u"retryAllFailed"_s);
        QTRY_VERIFY(action(u"Undo retrying"_s));
        QVERIFY(m_writer->turn({}, {}, {ids[0]}));
        action(u"Undo retrying"_s)->trigger();
        QTRY_VERIFY(bannerTexts().contains(
                u"Undone for 1 of 2 imports; the others have gone on since."_s));
        QCOMPARE(state(ids[0]), State::Fetching);
        QCOMPARE(state(ids[1]), State::Failed);
        press(u"retryAllFailed"_s);
        QTRY_COMPARE(state(ids[1]), State::Queued);
        QTRY_VERIFY(action(u"Undo retrying"_s));
        QVERIFY(m_writer->turn({}, {}, {ids[1]}));
        action(u"Undo retrying"_s)->trigger();
        QTRY_VERIFY(
                bannerTexts().contains(u"Too late to undo: these imports have gone on since."_s));
        QVERIFY(!action(u"Redo"_s)->isEnabled());
    }

    void undoStopsAtARemoval()
    {
        const auto ids = add({u"a"_s, u"b"_s});
        succeed({ids[1]});
        open();
        QTRY_COMPARE(rows(), 2);
        QTRY_COMPARE(cell(1, 5), u"Queued"_s);
        click(1);
        press(u"cancel"_s);
        QTRY_VERIFY(action(u"Undo cancel"_s));
        click(0);
        QTRY_VERIFY(action(u"Remove from"_s)->isEnabled());
        QTRY_COMPARE(m_table->currentIndex().row(), 0);
        QTest::qWait(100); // the window takes note of it a moment later
        action(u"Remove from"_s)->trigger();
        QTRY_VERIFY(!m_writer->task(ids[1]).value());
        QTRY_VERIFY(!action(u"Undo"_s)->isEnabled());
        QCOMPARE(state(ids[0]), State::Canceled);
    }

    void syntaxColoursCanBeReadInBothSchemes_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("spec") << u"hello.spec"_s;
        QTest::newRow("changes") << u"changes.diff"_s;
    }
    void syntaxColoursCanBeReadInBothSchemes()
    {
        QFETCH(const QString, file);
        KSyntaxHighlighting::Repository repository;
        CodeView view(repository);
        view.show();
        view.setText(u"%global x 1\nName: hello\n%description\nA.\n%if 0%{?fedora}\n# why\n"
                     "%endif\n%changelog\n* Thu Jan 01 2026 A <a@b.c> - 1-1\n- one\n"
                     "@@ -1 +1 @@\n-before\n+after\ndiff --git a/x b/x\n"_s,
                     file);
        for (const QColor ground : {QColor(0x1e, 0x20, 0x23), QColor(Qt::white)}) {
            QPalette palette;
            palette.setColor(QPalette::Window, ground);
            palette.setColor(QPalette::Base, ground);
            palette.setColor(QPalette::Text, ground == QColor(Qt::white) ? Qt::black : Qt::white);
            view.setPalette(palette); // while it is open
            QTRY_VERIFY(view.document()->blockCount() > 10);
            int coloured = 0;
            for (QTextBlock block = view.document()->begin(); block.isValid();
                 block = block.next()) {
                for (const auto &range : block.layout()->formats()) {
                    if (!range.format.hasProperty(QTextFormat::ForegroundBrush))
                        continue;
                    ++coloured;
                    const QColor color = range.format.foreground().color();
                    const QColor under = range.format.hasProperty(QTextFormat::BackgroundBrush)
                                               ? range.format.background().color()
                                               : ground;
                    QVERIFY2(contrast(color, under) >= 4.5,
                             qPrintable(color.name() + u' ' + under.name() + u' ' + block.text()));
                }
            }
            QVERIFY(coloured > 3);
        }
    }

    void pauseIsShownInPlaceWithItsReason()
    {
        open();
        press(u"pause"_s);
        QTRY_VERIFY(m_writer->poolState().value().isPaused);
        QTRY_COMPARE(bannerTexts().size(), 1);
        QVERIFY(bannerTexts().first().startsWith(u"Paused"_s));
        press(u"pause"_s);
        QTRY_VERIFY(!m_writer->poolState().value().isPaused);
        QTRY_VERIFY(bannerTexts().isEmpty());
        QVERIFY(m_writer->setPaused(true, u"The disk is full."_s));
        QTRY_COMPARE(bannerTexts(), QStringList{u"Paused: The disk is full."_s});
    }

    void whatGoesWrongOutsideATaskIsShownUntilItIsOver()
    {
        open();
        QVERIFY(m_writer->setProblem(u"The frontend refuses the password."_s));
        QTRY_COMPARE(bannerTexts(), QStringList{u"The frontend refuses the password."_s});
        QVERIFY(m_writer->setProblem({}));
        QTRY_VERIFY(bannerTexts().isEmpty());
    }

    void theBannerOfAPoolThatFailedGoesWhenOneRuns()
    {
        open();
        m_window->messages().showPoolFailure({.what = u"There is no room for the pool."_s});
        QCOMPARE(bannerTexts(), QStringList{u"There is no room for the pool."_s});
        m_window->messages().hidePoolFailure();
        QCOMPARE(bannerTexts(), QStringList{});
        m_window->showError({.what = u"There is no such folder."_s}); // no pool's fault
        m_window->messages().hidePoolFailure();
        QCOMPARE(bannerTexts(), QStringList{u"There is no such folder."_s});
    }

    void aNoticeMovesNothingUnderThePointer()
    {
        open();
        const QPoint before = m_table->mapTo(m_window.get(), QPoint());
        m_window->messages().showNotice(u"Settings saved."_s);
        QTRY_COMPARE(bannerTexts(), QStringList{u"Settings saved."_s});
        QTest::qWait(50); // laid out
        QCOMPARE(m_table->mapTo(m_window.get(), QPoint()), before);
        const auto *notice = m_window->messages().notice();
        QVERIFY(notice->mapTo(m_window.get(), QPoint()).y() > before.y() + m_table->height());
    }

    void anErrorGoesWhenItIsOver()
    {
        open();
        m_window->showError({.what = u"GitHub cannot be reached."_s});
        m_window->messages().hideError(u"The token has expired."_s);
        QCOMPARE(bannerTexts(), QStringList{u"GitHub cannot be reached."_s});
        m_window->messages().hideError(u"GitHub cannot be reached."_s);
        QCOMPARE(bannerTexts(), QStringList{});
        m_window->messages().showPoolFailure({.what = u"There is no room."_s});
        m_window->messages().hideError(u"There is no room."_s); // ends otherwise
        QCOMPARE(bannerTexts(), QStringList{u"There is no room."_s});
    }

    void whatFailedIsNotSaidToGoOn()
    {
        open();
        auto *pipelines = m_window->findChild<PipelinesPage *>();
        emit pipelines->said(u"Asking to test fedora/hello#1 again…"_s);
        emit pipelines->failed({.what = u"GitHub's limit is used up."_s});
        QCOMPARE(bannerTexts(), QStringList{u"GitHub's limit is used up."_s});
        m_window->messages().showNotice(u"3 imports were cancelled."_s, true);
        emit pipelines->failed({.what = u"GitHub's limit is used up."_s});
        QVERIFY(bannerTexts().contains(u"3 imports were cancelled."_s));
    }

    void theBannerOfPipelinesThatFailedGoesWhenTheyRun()
    {
        open();
        m_window->messages().showPipelinesFailure({.what = u"There is no login for Copr."_s});
        m_window->messages().hidePoolFailure(); // another thing
        QCOMPARE(bannerTexts(), QStringList{u"There is no login for Copr."_s});
        m_window->messages().hidePipelinesFailure();
        QCOMPARE(bannerTexts(), QStringList{});
    }

    void anErrorLeadsToTheSettingThatItNames()
    {
        open();
        const QString sentence = u"There is no login for Copr: set copr.login-file."_s;
        const QSignalSpy asked(&m_window->messages(), &MessageBar::settingRequested);
        m_window->messages().showPipelinesFailure({.what = sentence});
        QCOMPARE(bannerTexts(),
                 QStringList{u"There is no login for Copr: set “Copr login file”."_s});
        auto *button = m_window->messages().findChild<QPushButton *>();
        QCOMPARE(button->text(), u"Settings…"_s);
        button->click();
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked.first().first().toString(), u"copr.login-file"_s);
        auto *dialog = m_window->findChild<SettingsDialog *>();
        QVERIFY(dialog);
        dialog->reject();
        QCOMPARE(bannerTexts().size(), 1); // it is not mended yet
        m_window->messages().hideError(sentence);
        QCOMPARE(bannerTexts().size(), 1); // only the end of it hides it
        m_window->messages().hidePipelinesFailure();
        QCOMPARE(bannerTexts(), QStringList{});
        m_window->messages().showError({.what = u"There is no such branch."_s});
        QVERIFY(!button->isVisible());
    }

    void threadsGoToTheStoreAndComeFromIt()
    {
        open();
        auto *slider = m_window->findChild<QSlider *>(u"threadsSlider"_s);
        auto *number = m_window->findChild<QSpinBox *>(u"threadsNumber"_s);
        slider->setFocus();
        slider->setValue(8);
        QCOMPARE(number->value(), 8);
        QTRY_COMPARE(m_writer->poolState().value().threads, 8);
        number->setValue(64);
        QTRY_COMPARE(m_writer->poolState().value().threads, 64);
        QVERIFY(m_writer->setThreads(3)); // by sluicectl, say
        QTRY_COMPARE(slider->value(), 3);
        QCOMPARE(number->value(), 3);
    }

    void limitsReachTheRunningPoolAndOtherSettingsItsNextStart()
    {
        open();
        const QSignalSpy restarts(m_window.get(), &MainWindow::settingsChanged);
        const auto change = [this](const QString &key, const QString &value) {
            action(u"Settings"_s)->trigger();
            QPointer<SettingsDialog> dialog = m_window->findChild<SettingsDialog *>();
            QTRY_VERIFY(dialog->findChild<QTabWidget *>()->isEnabled());
            auto *field = dialog->findChild<QLineEdit *>(key);
            field->clear();
            QTest::keyClicks(field, value);
            auto *save = dialog->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Save);
            QTest::mouseClick(save, Qt::LeftButton);
            QTRY_VERIFY(!dialog);
        };
        change(u"limits.per-owner"_s, u"5"_s);
        QTRY_COMPARE(m_writer->poolState().value().limits.perOwner, 5);
        change(u"limits.per-sandbox"_s, u"3"_s);
        QTRY_COMPARE(m_writer->poolState().value().limits.perSandbox, 3);
        QCOMPARE(m_writer->poolState().value().limits.perOwner, 5);
        QVERIFY(restarts.isEmpty());
        change(u"caps.files"_s, u"100"_s);
        QCOMPARE(restarts.size(), 1);
        QCOMPARE(restarts.first().first().value<Settings>().limits.perOwner, 5);
    }

    void detailsShowTheErrorAndEscapeIt()
    {
        const auto ids = add({u"<i>alpha"_s}, true);
        fail(ids);
        open();
        QTRY_COMPARE(rows(), 1);
        QTRY_COMPARE(cell(0, 0), u"5000"_s); // the build id comes first
        click(0);
        auto *summary = named<QTextBrowser>(u"Summary"_s);
        QTRY_VERIFY(summary->toPlainText().contains("The server has no such file."_L1));
        const QString text = summary->toPlainText();
        QVERIFY(text.contains("5000"_L1));
        QVERIFY(text.contains("<i>alpha"_L1));
        QVERIFY(text.contains("upstream"_L1));
        QVERIFY(!text.contains("404"_L1));
        emit summary->anchorClicked(QUrl(u"sluice:detail"_s));
        QTRY_VERIFY(summary->toPlainText().contains("raw <b>404</b>"_L1));
        emit summary->anchorClicked(QUrl(u"sluice:retry"_s));
        QTRY_COMPARE(state(ids[0]), State::Queued);
    }

    void selectionSurvivesAFilterAndChanges()
    {
        const auto ids = add({u"alpha"_s, u"beta"_s, u"gamma"_s});
        open();
        QTRY_COMPARE(rows(), 3);
        QTRY_COMPARE(cell(1, 1), u"beta"_s);
        click(1);
        QTest::qWait(100); // the window takes note of it a moment later
        filter(u"beta"_s);
        QTRY_COMPARE(rows(), 1);
        QTRY_COMPARE(m_table->currentIndex().row(), 0);
    }

    void statusBarTellsCountsAndTheOtherPool()
    {
        add({u"a"_s, u"b"_s});
        QVERIFY(m_writer->setPoolOwner({.pid = 4242,
                                        .program = u"sluicectl import"_s,
                                        .host = {},
                                        .since = m_clock.now()}));
        open();
        const auto says = [this](const QString &text) {
            return std::ranges::any_of(
                    m_window->statusBar()->findChildren<QLabel *>(),
                    [&text](const QLabel *label) { return label->text().contains(text); });
        };
        QTRY_VERIFY(says(u"2 queued"_s));
        QTRY_VERIFY(says(u"importer run by sluicectl import, pid 4242"_s));
    }

    void rateIsShownAndFallsAgain()
    {
        const auto ids = add({u"a"_s, u"b"_s, u"c"_s, u"d"_s});
        open();
        const auto shows = [this](const QString &text) {
            return std::ranges::any_of(
                    m_window->statusBar()->findChildren<QLabel *>(),
                    [&text](const QLabel *label) { return label->text().contains(text); });
        };
        QTRY_VERIFY(shows(u"4 queued"_s));
        m_clock.advance(1s);
        succeed({ids[0], ids[1]});
        QTRY_VERIFY(shows(u"2.0 imports/s, 1.0 s left"_s));
        m_clock.advance(20s);
        QTRY_VERIFY(!shows(u"imports/s"_s));
    }

    void droppedFilesAreImported()
    {
        open();
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(u"/x/dropped.src.rpm"_s),
                      QUrl(u"https://example.org/b.src.rpm"_s)});
        QDragEnterEvent enter(QPoint(200, 200), Qt::CopyAction, &data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(m_window.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(200, 200), Qt::CopyAction, &data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(m_window.get(), &drop);
        QTRY_COMPARE(rows(), 2);
        QCOMPARE(m_writer->task(1).value().value().source, u"/x/dropped.src.rpm"_s);
        QVERIFY(m_writer->task(2).value().value().isUrlListed);
    }

    void importDialogRefusesNonsenseAndAddsTasks()
    {
        open();
        QTRY_VERIFY(action(u"Import Packages"_s));
        action(u"Import Packages"_s)->trigger();
        auto *dialog = m_window->findChild<ImportDialog *>();
        QVERIFY(dialog);
        dialog->findChild<QPlainTextEdit *>()->setPlainText(u"hello.src.rpm"_s);
        dialog->accept();
        QVERIFY(dialog->isVisible());
        QVERIFY(std::ranges::any_of(dialog->findChildren<QLabel *>(), [](const QLabel *label) {
            return label->isVisible() && label->text().contains(u"“hello.src.rpm”"_s);
        }));
        dialog->findChild<QPlainTextEdit *>()->setPlainText(
                u"/x/hello.src.rpm\nhttps://example.org/b.src.rpm"_s);
        dialog->accept();
        QTRY_COMPARE(rows(), 2);
    }

    void layoutIsRememberedByName()
    {
        add({u"a"_s});
        open();
        QTRY_COMPARE(rows(), 1);
        m_table->setColumnWidth(1, 321);
        m_table->setColumnHidden(3, true);
        m_table->sortByColumn(1, Qt::AscendingOrder);
        m_window->close();
        m_window.reset();
        m_database.reset();
        m_store.reset();
        open();
        QCOMPARE(m_table->columnWidth(1), 321);
        QVERIFY(m_table->isColumnHidden(3));
        QVERIFY(!m_table->isColumnHidden(0));
        QFile state(m_directory->filePath(u"window.ini"_s));
        QVERIFY(state.open(QIODevice::ReadOnly));
        QVERIFY(state.readAll().contains("Package:321:shown"));
    }

    void notificationsCanBeSwitchedOffForGood()
    {
        const auto notify = [this] { return m_window->findChild<QAction *>(u"notifications"_s); };
        open();
        QVERIFY(notify()->isChecked());
        notify()->trigger();
        m_window->close();
        m_window.reset();
        m_database.reset();
        m_store.reset();
        open();
        QVERIFY(!notify()->isChecked());
    }

    void splittersThatWereNeverShownAreNotRemembered()
    {
        open();
        QVERIFY(m_window->isVisible());
        m_window->close(); // on the page of imports
        const QSettings state(m_directory->filePath(u"window.ini"_s), QSettings::IniFormat);
        const auto remembered = [&state](const QString &name) {
            return state.contains(u"window-1/splitter/"_s + name);
        };
        QVERIFY(remembered(u"imports-columns"_s));
        for (const auto &name : {u"budget"_s, u"ledger"_s, u"pipelines-rows"_s})
            QVERIFY2(!remembered(name), qPrintable(name));
    }

    void aSplitterWithAHiddenPartIsNotRemembered()
    {
        open();
        m_window->showPage(u"pipelines"_s);
        const auto *rows = m_window->findChild<QSplitter *>(u"pipelines-rows"_s);
        QVERIFY(rows->isVisible());
        QTRY_VERIFY(rows->widget(1)->isHidden()); // no pull request, no details
        m_window->close();
        const QSettings state(m_directory->filePath(u"window.ini"_s), QSettings::IniFormat);
        QVERIFY(!state.contains(u"window-1/splitter/pipelines-rows"_s));
    }

    void goesFromPageToPageByKeyboard()
    {
        open();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        const auto toolBar
                = [this](const QString &name) { return m_window->findChild<QToolBar *>(name); };
        QVERIFY(toolBar(u"actions"_s)->isVisible() && !toolBar(u"budget"_s)->isVisible());
        QVERIFY(!budget().isVisible());
        QTest::keyClick(m_window.get(), Qt::Key_3, Qt::ControlModifier);
        QVERIFY(budget().isVisible());
        QVERIFY(!toolBar(u"actions"_s)->isVisible() && toolBar(u"budget"_s)->isVisible());
        QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
        QVERIFY(!budget().isVisible() && toolBar(u"pipelines"_s)->isVisible());
        QTest::keyClick(m_window.get(), Qt::Key_1, Qt::ControlModifier);
        QVERIFY(!budget().isVisible() && toolBar(u"actions"_s)->isVisible());
    }

    void undoIsThatOfThePageInSight()
    {
        const auto ids = add({u"hello"_s});
        open();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        QTRY_COMPARE(rows(), 1);
        QTest::keyClick(m_window.get(), Qt::Key_3, Qt::ControlModifier);
        BudgetDocument &document = budget().document();
        QVERIFY(document.setParameter("chroots"_L1, 9));
        QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(document.settings().base.chroots, 6);
        QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(document.settings().base.chroots, 9);
        QTest::keyClick(m_window.get(), Qt::Key_1, Qt::ControlModifier);
        QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(document.settings().base.chroots, 9);
    }

    void remembersThePage()
    {
        open();
        m_window->showPage(u"budget"_s);
        m_window->close();
        m_window.reset();
        m_database.reset();
        m_store.reset();
        open();
        QVERIFY(budget().isVisible());
    }

    void theBudgetNeedsNoQueue()
    {
        open();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        m_window->showStartFailure(Error{.cause = Cause::Storage, .what = u"The disk is gone."_s});
        QTest::keyClick(m_window.get(), Qt::Key_3, Qt::ControlModifier);
        QVERIFY(budget().isVisible());
        QVERIFY(budget().document().setParameter("chroots"_L1, 9));
    }

    void storeThatCannotBeOpenedIsAPageNotACrash()
    {
        m_writer.reset();
        QFile file(m_directory->filePath(u"queue.sqlite"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(10'000, 'x'));
        file.close();
        open();
        QTRY_VERIFY(
                std::ranges::any_of(m_window->findChildren<QLabel *>(), [](const QLabel *label) {
                    return label->isVisible() && label->text().contains("queue.sqlite"_L1);
                }));
        m_writer = QueueStore::open(u":memory:"_s, m_clock).value();
    }
};

QTEST_MAIN(MainWindowTest)
#include "tst_mainwindow.moc"
