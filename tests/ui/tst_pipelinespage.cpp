// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "banner.h"
#include "fakes/handclock.h"
#include "fakes/pullscene.h"
#include "github/accountstore.h"
#include "pipeline/pulltext.h"
#include "pipeline/wishdesk.h"
#include "pipeline/wishstore.h"
#include "pipelines/pipelineactions.h"
#include "pipelines/pipelinespage.h"
#include "pipelines/pullbar.h"
#include "pipelines/pulldelegate.h"
#include "pipelines/pulltable.h"
#include "problemlabel.h"
#include "store/asyncdatabase.h"
#include "store/database.h"
#include "windowstate.h"

#include <QAction>
#include <QClipboard>
#include <QDesktopServices>
#include <QFile>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBrowser>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString kChroot = u"fedora-43-x86_64"_s;
const QString kOther = u"fedora-42-x86_64"_s;

} // namespace

/// A person at the page of pipelines, on a store that others change meanwhile.
class PipelinesPageTest final : public QObject
{
    Q_OBJECT

public slots:
    void openUrl(const QUrl &url) { m_opened << url.toString(); }

private slots:
    void init();
    void cleanup();
    void showsTheCheckThatNeedsSomebody();
    void theFirstChoiceScrollsNothing();
    void theChosenRowStaysInSight();
    void whoCannotWatchSaysHowOldTheFlagsAre();
    void arrowsWalkThroughCells();
    void groupsFoldByKeys();
    void groupsFoldByAClick();
    void aFilterLeavesAPullRequestChosen();
    void columnsAreSortedAndChosenByKeys();
    void escapeGoesBackToTheMatrix();
    void tabGoesThroughThePage();
    void theContextMenuHasEveryAction();
    void theFirstColumnStaysInSight();
    void filterAndGroupsByKeyboard();
    void aBadFilterSaysWhatIsWrong();
    void actionsAreWishes();
    void observedActionsSayWhatTheyWrite();
    void whatWasAskedForStandsInTheDetails();
    void aRefusedPipelineIsStartedAgain();
    void aProblemLeadsToTheSettingThatItNames();
    void stuckPullRequestsAreCountedWhateverIsShown();
    void anAnswerIsSaid();
    void aFailureIsSaid();
    void pagesOpenInTheBrowserAlone();
    void observedOnesOpenOnTheirOwnGithub_data();
    void observedOnesOpenOnTheirOwnGithub();
    void emptyStatesSayWhatToDoNext();
    void aStoreThatFailsIsSaid();
    void aPullThatVanishesLeavesTheDetails();
    void whatIsDoneNextIsNotMeantForANeighbour();
    void layoutIsKeptByName();
    void usualWidthsCutNoWord();
    void threeHundredPullsAndFortyChroots();

private:
    void open();
    [[nodiscard]] PipelineId driveFailed();
    [[nodiscard]] QList<Wish> wishes()
    {
        return WishStore(*m_writer, m_clock).open().value_or(QList<Wish>());
    }
    template <typename T> [[nodiscard]] T *part(const QString &name) const
    {
        return m_page->findChild<T *>(name);
    }
    [[nodiscard]] QString summary() const
    {
        return part<QTextBrowser>(u"pipelines-summary"_s)->toPlainText();
    }
    void choose(const QString &chroot)
    {
        auto *model = static_cast<PullsModel *>(m_table->model());
        m_table->goTo(0, chroot.isNull() ? int(PullsModel::Pull) : model->columnOf(chroot));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    HandClock m_clock;
    std::unique_ptr<Database> m_writer;
    std::unique_ptr<PullScene> m_scene;
    std::unique_ptr<AsyncDatabase> m_database;
    std::unique_ptr<WishDesk> m_desk;
    std::unique_ptr<PipelinesPage> m_page;
    PullTable *m_table = nullptr;
    QStringList m_opened;
};

void PipelinesPageTest::init()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    m_opened.clear();
    m_folder = std::make_unique<QTemporaryDir>();
    m_writer = *Database::open(m_folder->filePath(u"queue.sqlite"_s));
    m_scene = std::make_unique<PullScene>(*m_writer, m_clock);
    for (const QString &scheme : {u"https"_s, u"http"_s, u"file"_s})
        QDesktopServices::setUrlHandler(scheme, this, "openUrl");
}

void PipelinesPageTest::cleanup()
{
    m_page.reset();
    m_desk.reset();
    m_database.reset();
    m_scene.reset();
    m_writer.reset();
}

void PipelinesPageTest::open()
{
    m_database = std::make_unique<AsyncDatabase>(m_writer->file());
    m_desk = std::make_unique<WishDesk>(*m_database, m_clock, u"maria"_s);
    m_page = std::make_unique<PipelinesPage>(*m_database, *m_desk, m_clock);
    m_page->resize(1600, 800);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    m_table = part<PullTable>(u"pipelines-table"_s);
    QTRY_VERIFY(m_table->currentIndex().isValid() || !m_table->isVisible());
}

PipelineId PipelinesPageTest::driveFailed()
{
    const auto id = m_scene->drive({.number = 12, .chroots = {kOther, kChroot}});
    m_scene->bring(id, kChroot, JobKind::Build, RunProgress::Ended,
                   {FlagState::Failure, u"RPMs failed <b>to</b> be built."_s,
                    u"https://copr.example.org/9"_s});
    m_scene->send(id);
    return id;
}

void PipelinesPageTest::showsTheCheckThatNeedsSomebody()
{
    const auto id = driveFailed();
    Q_UNUSED(id)
    open();
    QTRY_VERIFY(summary().contains(u"RPMs failed <b>to</b> be built."_s)); // as text
    auto *checks = part<QListWidget>(u"pipelines-checks"_s);
    QCOMPARE(checks->count(), 2);
    QCOMPARE(checks->currentItem()->text(), u"Build fedora-43-x86_64: failed"_s);
    QVERIFY(summary().contains(u"the author"_s));
    QVERIFY(summary().contains(u"shows this; written 1 time"_s));
    choose({});
    QCOMPARE(checks->count(), 4); // of every chroot
    auto *tabs = part<QTabWidget>(u"pipelines-tabs"_s);
    QCOMPARE(tabs->count(), 3);
    QTRY_VERIFY(part<QLabel>(u"pipelines-sums"_s)->text().contains(u"No request"_s));
}

void PipelinesPageTest::theFirstChoiceScrollsNothing()
{
    QStringList chroots;
    for (int i = 10; i < 40; ++i)
        chroots << u"fedora-%1-x86_64"_s.arg(i);
    const auto id = m_scene->drive({.chroots = chroots});
    m_scene->bring(id, chroots.last(), JobKind::Build, RunProgress::Ended,
                   {FlagState::Failure, u"RPMs failed."_s, {}});
    open();
    QCOMPARE(m_table->horizontalScrollBar()->value(), 0);
    QCOMPARE(m_table->currentIndex().column(), int(PullsModel::Pull)); // its cell is far right
    QTRY_VERIFY(summary().contains(u"RPMs failed."_s)); // what needs somebody is shown all the same
}

void PipelinesPageTest::theChosenRowStaysInSight()
{
    m_scene->observe(u"c/podman"_s);
    const auto add = [this](int first, int last) {
        for (int number = first; number <= last; ++number)
            m_scene->observedPull({.repository = u"c/podman"_s, .number = number});
    };
    add(1, 40);
    open();
    m_table->goTo(0, PullsModel::Pull);
    const auto chosen = [this] { return m_table->visualRect(m_table->currentIndex()); };
    const auto isInSight = [&] { return m_table->viewport()->rect().contains(chosen()); };
    QVERIFY(isInSight());
    const QString label = m_table->currentIndex().data().toString();
    m_clock.advance(1h);
    add(101, 140); // younger ones stand above
    QTRY_COMPARE(m_table->model()->rowCount(), 80);
    QTRY_COMPARE_GE(m_table->currentIndex().row(), 40);
    QCOMPARE(m_table->currentIndex().data().toString(), label);
    QTRY_VERIFY(isInSight());

    m_page->resize(1600, 600);
    QVERIFY(isInSight());

    m_table->verticalScrollBar()->setValue(0); // who looks elsewhere is left there
    m_clock.advance(1h);
    add(201, 220);
    QTRY_COMPARE(m_table->model()->rowCount(), 100);
    QTest::qWait(200);
    QCOMPARE(m_table->verticalScrollBar()->value(), 0);
}

void PipelinesPageTest::whoCannotWatchSaysHowOldTheFlagsAre()
{
    m_scene->observe(u"c/podman"_s);
    m_scene->observedPull({.repository = u"c/podman"_s, .number = 7});
    const auto hourOf = [](const QDateTime &utc) { return utc.toLocalTime().toString(u"HH:mm"_s); };
    const QString readAt = hourOf(m_clock.now());
    AccountStore accounts(*m_writer, m_clock);
    open();
    const auto *banner = m_page->findChild<Banner *>();
    QVERIFY(!banner->isVisible());
    m_clock.advance(1min);
    QVERIFY(accounts.noteProblem(u"packit"_s, u"Could not connect to api.github.com."_s));
    QTRY_COMPARE(
            banner->text(),
            u"The account packit cannot watch now: Could not connect to api.github.com. Flags "
            "as of %1. It tries again by itself, at the latest after ten minutes."_s.arg(readAt));
    QVERIFY(banner->isVisible());
    const QDateTime reset = m_clock.now().addSecs(1800);
    m_writer->run("INSERT INTO rate_limit VALUES ('token of packit', 'graphql', 5000, 500, ?, ?)",
                  reset, m_clock.now());
    QTRY_COMPARE(banner->text(),
                 u"The account packit has used up what GitHub allows it. Flags as of %1. It goes "
                 "on at %2."_s.arg(readAt, hourOf(reset)));
    QVERIFY(accounts.noteProblem(u"packit"_s, {}));
    QTRY_VERIFY(!banner->isVisible());
}

void PipelinesPageTest::arrowsWalkThroughCells()
{
    m_scene->drive({.number = 1, .chroots = {kOther, kChroot}});
    m_scene->drive({.repository = u"x/y"_s, .number = 2, .chroots = {kOther, kChroot}});
    open();
    auto *model = static_cast<PullsModel *>(m_table->model());
    model->setGrouping(PullGrouping::Repository); // head, row, head, row
    m_table->setFocus();
    m_table->goTo(1, PullsModel::Pull);
    QTest::keyClick(m_table, Qt::Key_Down);
    QCOMPARE(m_table->currentIndex().row(), 2); // the next group's head
    QVERIFY(!m_page->actions().openPull->isEnabled());
    QTest::keyClick(m_table, Qt::Key_Down);
    QCOMPARE(m_table->currentIndex().row(), 3);
    QVERIFY(m_page->actions().openPull->isEnabled());
    for (int i = 0; i < PullsModel::FirstChroot; ++i)
        QTest::keyClick(m_table, Qt::Key_Right);
    QCOMPARE(model->chrootAt(m_table->currentIndex().column()), kOther);
    QCOMPARE(part<QListWidget>(u"pipelines-checks"_s)->count(), 2);
}

void PipelinesPageTest::groupsFoldByKeys()
{
    m_scene->drive({.number = 1, .chroots = {kChroot}});
    m_scene->drive({.repository = u"x/y"_s, .number = 2, .chroots = {kChroot}});
    open();
    auto *model = static_cast<PullsModel *>(m_table->model());
    model->setGrouping(PullGrouping::Repository);
    m_table->setFocus();
    m_table->goTo(1, PullsModel::Pull);
    QTest::keyClick(m_table, Qt::Key_Left); // out of the group
    QCOMPARE(m_table->currentIndex().row(), 0);
    QTest::keyClick(m_table, Qt::Key_Left);
    QCOMPARE(model->rowCount(), 3);
    QCOMPARE(m_table->currentIndex().row(), 0);
    QTest::keyClick(m_table, Qt::Key_Right);
    QCOMPARE(model->rowCount(), 4);
    for (const int key : {int(Qt::Key_Space), int(Qt::Key_Return), int(Qt::Key_Minus)}) {
        QTest::keyClick(m_table, Qt::Key(key));
        QCOMPARE(model->rowCount(), 3);
        QTest::keyClick(m_table, Qt::Key_Plus);
        QCOMPARE(model->rowCount(), 4);
    }
    m_table->goTo(1, model->columnOf(kChroot));
    QTest::keyClick(m_table, Qt::Key_Left); // one cell to the left
    QCOMPARE(m_table->currentIndex(), model->index(1, PullsModel::FirstChroot - 1));
    QCOMPARE(m_opened.size(), 0);
}

void PipelinesPageTest::groupsFoldByAClick()
{
    m_scene->drive({.chroots = {kChroot}});
    open();
    auto *model = static_cast<PullsModel *>(m_table->model());
    model->setGrouping(PullGrouping::Author);
    auto *frozen = part<QTableView>(u"pipelines-frozen"_s);
    QTest::mouseClick(frozen->viewport(), Qt::LeftButton, {},
                      frozen->visualRect(model->index(0, PullsModel::Pull)).center());
    QCOMPARE(model->rowCount(), 1);
    QTest::mouseClick(m_table->viewport(), Qt::LeftButton, {},
                      m_table->visualRect(model->index(0, PullsModel::State)).center());
    QCOMPARE(model->rowCount(), 2);
}

void PipelinesPageTest::aFilterLeavesAPullRequestChosen()
{
    m_scene->drive({.number = 1, .author = u"adam"_s, .chroots = {kChroot}});
    m_scene->drive({.number = 2, .author = u"zoe"_s, .chroots = {kChroot}});
    open();
    auto *model = static_cast<PullsModel *>(m_table->model());
    for (const PullGrouping grouping : {PullGrouping::Repository, PullGrouping::Author}) {
        model->setGrouping(grouping);
        for (const QString &author : {u"adam"_s, u"zoe"_s}) {
            m_page->bar().filter()->setText(u"author:"_s + author);
            QTRY_COMPARE(model->pullCount(), 1);
            QTRY_VERIFY(model->pullAt(m_table->currentIndex().row()));
            QCOMPARE(model->pullAt(m_table->currentIndex().row())->author, author);
            m_page->bar().filter()->clear();
            QTRY_COMPARE(model->pullCount(), 2);
        }
    }
    m_table->goTo(0, PullsModel::Pull); // the head itself was chosen: it stays
    m_page->bar().filter()->setText(u"author:adam"_s);
    QTRY_COMPARE(model->pullCount(), 1);
    QVERIFY(!model->pullAt(m_table->currentIndex().row()));
}

void PipelinesPageTest::columnsAreSortedAndChosenByKeys()
{
    m_scene->drive({.number = 1, .author = u"zoe"_s, .chroots = {kChroot}});
    m_scene->drive({.number = 2, .author = u"adam"_s, .chroots = {kChroot}});
    open();
    auto *model = static_cast<PullsModel *>(m_table->model());
    m_table->setFocus();
    m_table->goTo(0, PullsModel::Author);
    m_table->sortByColumn()->trigger();
    QCOMPARE(model->pullAt(0)->author, u"adam"_s);
    m_table->sortByColumn()->trigger();
    QCOMPARE(model->pullAt(0)->author, u"zoe"_s);
    m_table->columns()->trigger();
    auto *menu = m_table->findChild<QMenu *>();
    QTRY_VERIFY(menu->isVisible());
    QTest::keyClick(menu, Qt::Key_Down); // the author's
    QTest::keyClick(menu, Qt::Key_Return);
    QVERIFY(m_table->isColumnHidden(PullsModel::Author));
}

void PipelinesPageTest::escapeGoesBackToTheMatrix()
{
    m_scene->drive({.chroots = {kChroot}});
    open();
    m_page->bar().focusFilter()->trigger();
    QLineEdit *filter = m_page->bar().filter();
    QTest::keyClick(filter, Qt::Key_Escape);
    QVERIFY(m_table->hasFocus());
    auto *checks = part<QListWidget>(u"pipelines-checks"_s);
    checks->setFocus();
    QTest::keyClick(checks, Qt::Key_Escape);
    QVERIFY(m_table->hasFocus());
    filter->setText(u"nothing-of-this-name"_s);
    QTRY_VERIFY(!m_table->isVisible());
    filter->setFocus();
    QTest::keyClick(filter, Qt::Key_Escape); // there is no matrix to go back to
    QVERIFY(m_table->hasFocus());
    QCOMPARE(filter->text(), QString());
}

void PipelinesPageTest::tabGoesThroughThePage()
{
    const auto id = driveFailed();
    Q_UNUSED(id)
    open();
    m_page->bar().filter()->setFocus();
    QStringList passed;
    for (int i = 0; i < 20 && !passed.contains(u"pipelines-summary"_s); ++i) {
        QWidget *at = QApplication::focusWidget();
        passed << at->objectName();
        QTest::keyClick(at, Qt::Key_Tab);
    }
    passed.removeAll(QString());
    passed.removeDuplicates(); // each link of a text is a stop
    const QStringList wanted{u"pipelines-filter"_s, u"pipelines-grouping"_s, u"pipelines-old"_s,
                             u"pipelines-table"_s,  u"pipelines-head"_s,     u"pipelines-checks"_s};
    QCOMPARE(passed.first(wanted.size()), wanted);
    QVERIFY2(passed.contains(u"pipelines-summary"_s), qPrintable(passed.join(u' ')));
}

void PipelinesPageTest::theContextMenuHasEveryAction()
{
    m_scene->drive({.chroots = {kChroot}});
    open();
    PipelineActions &actions = m_page->actions();
    const QList<QAction *> offered = m_table->actions();
    for (QAction *action : actions.findChildren<QAction *>())
        QVERIFY2(offered.contains(action), qPrintable(action->text()));
    QMap<QChar, QString> mnemonics;
    for (const QAction *action :
         offered + QList{m_page->bar().onlyStuck(), m_page->bar().focusFilter()}) {
        const qsizetype at = action->text().indexOf(u'&');
        QVERIFY2(at >= 0, qPrintable(action->text()));
        const QChar key = action->text().at(at + 1).toLower();
        QVERIFY2(!mnemonics.contains(key),
                 qPrintable(action->text() + u" and "_s + mnemonics.value(key)));
        mnemonics.insert(key, action->text());
    }
}

void PipelinesPageTest::theFirstColumnStaysInSight()
{
    QStringList chroots;
    for (int i = 10; i < 40; ++i)
        chroots << u"fedora-%1-x86_64"_s.arg(i);
    m_scene->drive({.chroots = chroots});
    open();
    auto *frozen = part<QTableView>(u"pipelines-frozen"_s);
    m_table->goTo(0, m_table->model()->columnCount() - 1);
    QVERIFY(m_table->horizontalScrollBar()->value() > 0);
    QCOMPARE(frozen->width(), m_table->columnWidth(PullsModel::Pull));
    QCOMPARE(frozen->mapTo(m_table, QPoint(0, 0)).x(), m_table->frameWidth());
    m_table->goTo(0, PullsModel::FirstChroot); // comes out from below it
    QVERIFY(m_table->visualRect(m_table->currentIndex()).left() >= frozen->width());
}

void PipelinesPageTest::filterAndGroupsByKeyboard()
{
    m_scene->drive({.number = 1, .chroots = {kChroot}});
    m_scene->drive({.repository = u"x/y"_s, .number = 2, .chroots = {kChroot}});
    open();
    QTRY_COMPARE(m_table->model()->rowCount(), 2);
    m_page->bar().focusFilter()->trigger();
    QLineEdit *filter = m_page->bar().filter();
    QVERIFY(filter->hasFocus());
    QTest::keyClicks(filter, u"repo:x/*"_s);
    QTest::keyClick(filter, Qt::Key_Return);
    QVERIFY(m_table->hasFocus());
    QCOMPARE(m_table->model()->rowCount(), 1);
    filter->setText(u"nothing-of-this-name"_s);
    QTRY_VERIFY(!m_table->isVisible());
    QVERIFY(m_page->bar().isFiltering());
    m_page->bar().clearFilter()->trigger();
    QTRY_COMPARE(m_table->model()->rowCount(), 2);
    m_page->bar().onlyStuck()->trigger();
    QCOMPARE(filter->text(), u"stuck:"_s);
    QCOMPARE(m_table->model()->rowCount(), 0);
    m_page->bar().onlyStuck()->trigger();
    QCOMPARE(filter->text(), QString());
    QCOMPARE(m_table->model()->rowCount(), 2);
}

void PipelinesPageTest::aBadFilterSaysWhatIsWrong()
{
    m_scene->drive({.chroots = {kChroot}});
    open();
    m_page->bar().filter()->setText(u"state:green"_s);
    const auto isSaid = [this] {
        const auto labels = m_page->findChildren<QLabel *>();
        return std::ranges::any_of(labels, [](const QLabel *label) {
            return label->isVisible() && label->text().contains(u"There is no state"_s);
        });
    };
    QTRY_VERIFY(isSaid());
    QCOMPARE(m_table->model()->rowCount(), 1); // as before
}

void PipelinesPageTest::actionsAreWishes()
{
    const auto id = driveFailed();
    open();
    QSignalSpy said(m_page.get(), &PipelinesPage::said);
    choose(kChroot);
    PipelineActions &actions = m_page->actions();
    QCOMPARE(actions.retryChroot->text(), u"&Retry fedora-43-x86_64"_s);
    for (QAction *action :
         {actions.retryChroot, actions.retryFailed, actions.cancel, actions.resend}) {
        QVERIFY2(action->isEnabled(), qPrintable(action->text()));
        action->trigger();
    }
    QVERIFY(!actions.retestFailed->isEnabled());
    QVERIFY(!actions.readAgain->isEnabled());
    QCOMPARE(said.first().first().toString(), u"Retrying fedora-43-x86_64 of o/r#12…"_s);
    QTRY_COMPARE(wishes().size(), 4);
    const QList<Wish> asked = wishes();
    const QList kinds{WishKind::RetryChroot, WishKind::RetryFailed, WishKind::Cancel,
                      WishKind::ResendFlags};
    for (int i = 0; i < asked.size(); ++i) {
        QCOMPARE(asked.at(i).kind, kinds.at(i));
        QCOMPARE(asked.at(i).subject, id);
        QCOMPARE(asked.at(i).who, u"maria"_s);
    }
    QCOMPARE(asked.first().argument, kChroot);
    choose({});
    QVERIFY(!actions.retryChroot->isEnabled()); // which one?
    actions.copyName->trigger();
    QVERIFY(!QGuiApplication::clipboard()->text().isEmpty());
    m_scene->end(id, PipelineState::Superseded);
    QTRY_VERIFY(!actions.cancel->isEnabled());
}

void PipelinesPageTest::observedActionsSayWhatTheyWrite()
{
    m_scene->observe(u"c/podman"_s);
    const qint64 id = m_scene->observedPull({.repository = u"c/podman"_s, .number = 7});
    m_scene->show(id, u"rpm-build:"_s + kChroot, {FlagState::Failure, u"RPMs failed."_s, {}});
    open();
    choose(kChroot);
    PipelineActions &actions = m_page->actions();
    QTRY_COMPARE(actions.retryFailed->toolTip(),
                 u"Comments “/packit rebuild-failed” on c/podman#7 as maria"_s);
    QVERIFY(summary().contains(actions.retryFailed->toolTip())); // before the click
    actions.retryFailed->trigger();
    actions.retryChroot->trigger();
    actions.readAgain->trigger();
    actions.estimate->trigger();
    QVERIFY(!actions.retestFailed->isEnabled()); // no test has failed
    QVERIFY(!actions.cancel->isEnabled());
    QTRY_COMPARE(wishes().size(), 4);
    const QList<Wish> asked = wishes();
    const QList kinds{WishKind::AskRebuildFailed, WishKind::RerequestCheck, WishKind::ReadAgain,
                      WishKind::EstimateSpending};
    for (int i = 0; i < asked.size(); ++i)
        QCOMPARE(asked.at(i).kind, kinds.at(i));
    QCOMPARE(asked.at(1).argument, u"rpm-build:"_s + kChroot);
}

void PipelinesPageTest::whatWasAskedForStandsInTheDetails()
{
    m_scene->observe(u"c/podman"_s);
    const qint64 id = m_scene->observedPull({.repository = u"c/podman"_s, .number = 7});
    const QString name = u"rpm-build:"_s + kChroot;
    m_scene->show(id, name, {FlagState::Failure, u"RPMs failed."_s, {}});
    open();
    m_clock.advance(1min);
    m_page->actions().retryFailed->trigger();
    const QString said = u"asked for a rebuild at %1, waiting"_s.arg(
            m_clock.now().toLocalTime().toString(u"HH:mm"_s));
    QTRY_VERIFY(summary().contains(said));
    QVERIFY(part<QLabel>(u"pipelines-head"_s)->text().contains(said));
    const QListWidgetItem *item = part<QListWidget>(u"pipelines-checks"_s)->currentItem();
    QCOMPARE(item->text(), u"Build %1: failed ↻"_s.arg(kChroot));
    QCOMPARE(item->data(Qt::AccessibleTextRole).toString(),
             u"Build %1: failed, asked again"_s.arg(kChroot));
    m_clock.advance(1min);
    m_scene->show(id, name, {FlagState::Queued, u"The task was accepted."_s, {}});
    QTRY_VERIFY(!summary().contains(said));
}

void PipelinesPageTest::aRefusedPipelineIsStartedAgain()
{
    const auto id = m_scene->drive({.number = 12});
    m_scene->end(id, PipelineState::Refused, u"There is no configuration."_s);
    open();
    const PipelineActions &actions = m_page->actions();
    QVERIFY(actions.retryFailed->isEnabled());
    QCOMPARE(actions.retryFailed->text(), u"Start A&gain"_s);
    QVERIFY(summary().contains(u"Start Again: Reads o/r#12 again"_s));
    actions.retryFailed->trigger();
    QTRY_COMPARE(wishes().size(), 1);
    QCOMPARE(wishes().first().kind, WishKind::RetryFailed);
    QCOMPARE(wishes().first().subject, id);
}

void PipelinesPageTest::aProblemLeadsToTheSettingThatItNames()
{
    const auto id = m_scene->drive({.number = 12});
    m_scene->end(id, PipelineState::Refused,
                 u"packit <b>writes</b> here: set pipeline.flag-prefix, for instance."_s);
    open();
    QSignalSpy wanted(m_page.get(), &PipelinesPage::settingRequested);
    const auto labels = m_page->findChildren<ProblemLabel *>();
    const auto problem = std::ranges::find_if(labels, &QWidget::isVisible);
    QVERIFY(problem != labels.end());
    QCOMPARE((*problem)->text(), u"packit &lt;b&gt;writes&lt;/b&gt; here: set <a "
                                 u"href=\"pipeline.flag-prefix\">“Prefix of "
                                 "checks”</a>, for instance."_s);
    emit(*problem)->linkActivated(u"pipeline.flag-prefix"_s);
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(wanted.first().first().toString(), u"pipeline.flag-prefix"_s);
}

void PipelinesPageTest::stuckPullRequestsAreCountedWhateverIsShown()
{
    m_scene->drive({.number = 1, .chroots = {kChroot}});
    m_scene->drive({.repository = u"x/y"_s, .number = 2, .chroots = {kChroot}});
    m_clock.advance(13h);
    m_scene->drive({.number = 3, .sha = u"bbbb"_s, .chroots = {kChroot}});
    open();
    QSignalSpy counted(m_page.get(), &PipelinesPage::stuckCounted);
    auto *model = static_cast<PullsModel *>(m_table->model());
    QTRY_COMPARE(model->stuckPulls(), 2);
    model->setFilter(*parsePullFilter(u"repo:nothing/here"_s));
    QCOMPARE(model->rowCount(), 0);
    QCOMPARE(model->stuckPulls(), 2);
    m_scene->drive({.repository = u"x/y"_s, .number = 4, .sha = u"cccc"_s, .chroots = {kChroot}});
    QTRY_VERIFY(!counted.isEmpty());
    QCOMPARE(counted.last().first().toInt(), 2);
}

void PipelinesPageTest::anAnswerIsSaid()
{
    const auto id = driveFailed();
    Q_UNUSED(id)
    open();
    QSignalSpy said(m_page.get(), &PipelinesPage::said);
    m_page->actions().retryFailed->trigger();
    QTRY_COMPARE(wishes().size(), 1);
    QVERIFY(WishStore(*m_writer, m_clock).answer(wishes().first().id, u"It begins again."_s, {}));
    QTRY_COMPARE(said.last().first().toString(), u"It begins again."_s);
}

void PipelinesPageTest::aFailureIsSaid()
{
    const auto id = driveFailed();
    Q_UNUSED(id)
    open();
    QSignalSpy failed(m_page.get(), &PipelinesPage::failed);
    m_page->actions().retryFailed->trigger();
    QTRY_COMPARE(wishes().size(), 1);
    QVERIFY(WishStore(*m_writer, m_clock).answer(wishes().first().id, {}, u"It cannot be."_s));
    QTRY_COMPARE(failed.count(), 1);
    QCOMPARE(failed.first().first().value<Error>().what, u"o/r#12: It cannot be."_s);
    m_page->actions().retryFailed->trigger();
    QTRY_COMPARE(wishes().size(), 1);
    const auto isGivenUp = [this, &failed] {
        m_clock.advance(1s); // nobody is there
        return failed.count() == 2;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isGivenUp(), 15'000);
    QVERIFY(failed.last().first().value<Error>().what.contains(u"Nobody looks after"_s));
}

void PipelinesPageTest::pagesOpenInTheBrowserAlone()
{
    const auto id = driveFailed();
    open();
    choose(kChroot);
    PipelineActions &actions = m_page->actions();
    actions.openPull->trigger();
    actions.openCheck->trigger();
    actions.openBuild->trigger();
    QCOMPARE(m_opened,
             (QStringList{
                     u"https://github.com/o/r/pull/12"_s, u"https://copr.example.org/9"_s,
                     u"https://copr.fedorainfracloud.org/coprs/build/%1"_s.arg(9'000'000 + id)}));
    m_scene->bring(id, kChroot, JobKind::Build, RunProgress::Ended,
                   {FlagState::Failure, u"bad"_s, u"file:///etc/passwd"_s});
    QTRY_VERIFY(summary().contains(u"file:///etc/passwd"_s));
    QSignalSpy failed(m_page.get(), &PipelinesPage::failed);
    actions.openCheck->trigger();
    QCOMPARE(failed.count(), 1);
    QCOMPARE(m_opened.size(), 3);
}

void PipelinesPageTest::observedOnesOpenOnTheirOwnGithub_data()
{
    QTest::addColumn<QString>("api");
    QTest::addColumn<QString>("pages");
    const auto row = [](const char *name, const QString &api, const QString &pages) {
        QTest::newRow(name) << api << pages;
    };
    row("github.com", u"https://api.github.com"_s, u"https://github.com"_s);
    row("with a slash", u"https://API.github.com/"_s, u"https://github.com"_s);
    row("an own server", u"https://ghe.example/api/v3"_s, u"https://ghe.example"_s);
    row("with a port", u"http://ghe.example:8443/api/v3/"_s, u"http://ghe.example:8443"_s);
    row("hosted for one company", u"https://api.octo.ghe.com"_s, u"https://octo.ghe.com"_s);
}

void PipelinesPageTest::observedOnesOpenOnTheirOwnGithub()
{
    QFETCH(const QString, api);
    QFETCH(const QString, pages);
    AccountStore accounts(*m_writer, m_clock);
    QVERIFY(accounts.save({.name = u"packit"_s, .baseUrl = api}));
    m_scene->observe(u"c/podman"_s);
    m_scene->observedPull({.repository = u"c/podman"_s, .number = 7});
    open();
    Settings settings;
    settings.pipeline.github = u"https://elsewhere.example/api/v3"_s;
    m_page->setSettings(settings);
    m_page->actions().openPull->trigger();
    QCOMPARE(m_opened, QStringList{pages + u"/c/podman/pull/7"_s});
}

void PipelinesPageTest::emptyStatesSayWhatToDoNext()
{
    open();
    QSignalSpy accounts(m_page.get(), &PipelinesPage::accountsRequested);
    const auto button = [this](const QString &text) -> QPushButton * {
        for (auto *found : m_page->findChildren<QPushButton *>()) {
            if (found->text() == text && found->isVisible())
                return found;
        }
        return nullptr;
    };
    QTRY_VERIFY(button(u"&Accounts…"_s));
    button(u"&Accounts…"_s)->click();
    QCOMPARE(accounts.count(), 1);
    m_scene->drive({.chroots = {kChroot}});
    QTRY_VERIFY(m_table->isVisible());
}

void PipelinesPageTest::aStoreThatFailsIsSaid()
{
    QFile file(m_folder->filePath(u"other.sqlite"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("no database");
    file.close();
    AsyncDatabase database(file.fileName());
    WishDesk desk(database, m_clock, u"maria"_s);
    PipelinesPage page(database, desk, m_clock);
    page.show();
    const auto isSaid = [&page] {
        const auto labels = page.findChildren<QLabel *>();
        return std::ranges::any_of(labels, [](const QLabel *label) {
            return label->isVisible() && label->text().contains(u"is not a queue"_s)
                && label->text().contains(u"file is not a database"_s); // SQLite's own words
        });
    };
    QTRY_VERIFY(isSaid());
    QVERIFY(!page.bar().isEnabled());
}

void PipelinesPageTest::aPullThatVanishesLeavesTheDetails()
{
    m_scene->observe(u"c/podman"_s);
    const qint64 id = m_scene->observedPull({.repository = u"c/podman"_s, .number = 7});
    m_scene->show(id, u"rpm-build:"_s + kChroot, {FlagState::Failure, u"RPMs failed."_s, {}});
    open();
    choose(kChroot);
    QTRY_VERIFY(m_page->actions().openPull->isEnabled());
    AccountStore accounts(*m_writer, m_clock);
    QVERIFY(accounts.remove(u"packit"_s));
    QTRY_VERIFY(!m_page->actions().openPull->isEnabled());
    QTRY_VERIFY(!m_table->isVisible()); // and nothing else is watched
}

void PipelinesPageTest::whatIsDoneNextIsNotMeantForANeighbour()
{
    QList<PipelineId> ids;
    for (int number = 1; number <= 3; ++number)
        ids << m_scene->drive({.number = number, .chroots = {kChroot}, .isTested = false});
    open();
    auto *model = static_cast<PullsModel *>(m_table->model());
    QTRY_COMPARE(model->rowCount(), 3);
    m_table->goTo(1, PullsModel::Pull);
    QVERIFY(m_page->actions().openPull->isEnabled());
    QVERIFY(m_writer->run("DELETE FROM pipeline WHERE number = 2"));
    QTRY_COMPARE(model->rowCount(), 2);
    QVERIFY(!m_table->currentIndex().isValid());
    QVERIFY(!m_page->actions().openPull->isEnabled());
    m_scene->drive({.number = 4, .chroots = {kChroot}, .isTested = false});
    QTRY_COMPARE(model->rowCount(), 3);
    QTest::qWait(200);
    QVERIFY(!m_table->currentIndex().isValid()); // nor for one that comes
    m_page->bar().filter()->setText(u"#3"_s);
    QTRY_COMPARE(model->rowCount(), 1);
    QTRY_VERIFY(m_page->actions().openPull->isEnabled()); // somebody looks for it
}

void PipelinesPageTest::layoutIsKeptByName()
{
    m_scene->drive({.chroots = {kOther, kChroot}});
    const WindowState state(m_folder->filePath(u"window.ini"_s));
    open();
    auto *model = static_cast<PullsModel *>(m_table->model());
    m_table->setColumnWidth(model->columnOf(kChroot), 321);
    m_table->setColumnWidth(PullsModel::Pull, 222);
    m_page->saveState(state);
    m_scene->drive({.number = 2, .chroots = {u"centos-stream-9-x86_64"_s}}); // shifts the others
    PipelinesPage page(*m_database, *m_desk, m_clock);
    page.restoreState(state);
    page.show();
    auto *table = page.findChild<PullTable *>(u"pipelines-table"_s);
    const auto *other = static_cast<PullsModel *>(table->model());
    QTRY_COMPARE(other->columnOf(kChroot), PullsModel::FirstChroot + 2);
    QCOMPARE(table->columnWidth(other->columnOf(kChroot)), 321);
    QCOMPARE(table->columnWidth(PullsModel::Pull), 222);
}

void PipelinesPageTest::usualWidthsCutNoWord()
{
    m_scene->drive({.chroots = {kChroot}});
    open();
    const QFontMetrics metrics = m_table->fontMetrics();
    const int picture = PullDelegate::pictureWidth(metrics) + PullDelegate::kMargins;
    const auto holds = [&](const QString &text) {
        return picture + metrics.horizontalAdvance(text) <= m_table->columnWidth(PullsModel::State);
    };
    QVERIFY(holds(u"Superseded"_s));
    QVERIFY(holds(pulltext::checksStuck(12)));
    auto *model = static_cast<PullsModel *>(m_table->model());
    model->setGrouping(PullGrouping::Author);
    QVERIFY(holds(pulltext::pullsStuck(12)));
    model->setGrouping(PullGrouping::None);
    QVERIFY(!holds(pulltext::pullsStuck(12))); // no place for what is not there
    m_table->setColumnWidth(PullsModel::State, 333);
    model->setGrouping(PullGrouping::Author);
    QCOMPARE(m_table->columnWidth(PullsModel::State), 333); // chosen by a person
}

void PipelinesPageTest::threeHundredPullsAndFortyChroots()
{
    QStringList chroots;
    for (int i = 10; i < 50; ++i)
        chroots << u"fedora-%1-x86_64"_s.arg(i);
    {
        Transaction all(*m_writer);
        for (int number = 1; number <= 300; ++number)
            m_scene->drive({.number = number, .chroots = chroots});
        QVERIFY(all.commit());
    }
    open();
    QTRY_COMPARE_WITH_TIMEOUT(m_table->model()->rowCount(), 300, 60'000);
    QCOMPARE(m_table->model()->columnCount(), PullsModel::FirstChroot + 40);
    QVERIFY(!m_page->grab().isNull());
    m_page->bar().filter()->setText(u"chroot:fedora-2*"_s);
    QTRY_COMPARE(m_table->model()->columnCount(), PullsModel::FirstChroot + 10);
}

QTEST_MAIN(PipelinesPageTest)
#include "tst_pipelinespage.moc"
