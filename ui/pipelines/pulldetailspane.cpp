// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/pulldetailspane.h"

#include "hintlabel.h"
#include "pipeline/pullboard.h"
#include "pipeline/pulltext.h"
#include "pipelines/checklist.h"
#include "pipelines/checksummary.h"
#include "pipelines/pipelineactions.h"
#include "problemlabel.h"
#include "settings/settingtitles.h"
#include "store/asyncdatabase.h"
#include "windowstate.h"

#include <QAction>
#include <QEvent>
#include <QHeaderView>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedLayout>
#include <QTableView>
#include <QTabWidget>
#include <QTextBrowser>
#include <QVBoxLayout>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

PullDetailsPane::PullDetailsPane(AsyncDatabase &database, const PullBoard &board,
                                 const Clock &clock, PipelineActions &actions, QWidget *parent)
    : QWidget(parent)
    , m_database(database)
    , m_board(board)
    , m_clock(clock)
    , m_actions(actions)
    , m_timeline(timelineTitles())
    , m_calls(callTitles())
    , m_reload(this)
    , m_stack(new QStackedLayout(this))
    , m_nothing(new HintLabel(tr("Select a cell to see what its checks say, since when, and what "
                                 "they have cost."),
                              this))
    , m_body(new QWidget(this))
    , m_columns(new QSplitter(Qt::Horizontal, this))
{
    m_nothing->setAlignment(Qt::AlignCenter);
    m_stack->addWidget(m_nothing);
    m_stack->addWidget(m_body);
    m_columns->setObjectName(u"pipelines-details"_s);
    m_columns->setChildrenCollapsible(false);
    makeHead();
    makeTabs();
    m_columns->addWidget(m_checks);
    m_columns->addWidget(m_tabs);
    m_columns->setStretchFactor(1, 1);
    m_columns->setSizes({fontMetrics().averageCharWidth() * 56, 1000});
    auto *column = new QVBoxLayout(m_body);
    column->setContentsMargins(4, 4, 4, 0);
    column->addWidget(m_head);
    column->addWidget(m_problem);
    column->addWidget(m_columns, 1);
    m_reload.setSingleShot(true);
    connect(&m_reload, &QTimer::timeout, this, &PullDetailsPane::load);
    connect(m_checks, &QListWidget::currentRowChanged, this, &PullDetailsPane::chooseCheck);
    connect(m_summary, &QTextBrowser::anchorClicked, this, &PullDetailsPane::openLink);
    connect(m_head, &QLabel::linkActivated, this,
            [this](const QString &link) { openLink(QUrl(link)); });
}

void PullDetailsPane::makeHead()
{
    m_head = new QLabel(m_body);
    m_head->setObjectName(u"pipelines-head"_s);
    m_head->setTextFormat(Qt::RichText);
    m_head->setWordWrap(true);
    m_head->setTextInteractionFlags(Qt::TextBrowserInteraction);
    m_problem = new ProblemLabel(m_body);
    m_problem->setTextFormat(Qt::RichText);
    m_problem->setTextInteractionFlags(Qt::TextBrowserInteraction);
    connect(m_problem, &QLabel::linkActivated, this, &PullDetailsPane::settingRequested);
}

void PullDetailsPane::makeTabs()
{
    m_checks = new CheckList(m_board, m_clock, m_columns);
    m_checks->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_tabs = new QTabWidget(m_columns);
    m_tabs->setObjectName(u"pipelines-tabs"_s);
    m_tabs->setDocumentMode(true);
    m_summary = new QTextBrowser(m_tabs);
    m_summary->setObjectName(u"pipelines-summary"_s);
    m_summary->setAccessibleName(tr("Check"));
    m_summary->setOpenLinks(false);
    m_summary->setFrameShape(QFrame::NoFrame);
    m_summary->document()->setDocumentMargin(10);
    m_tabs->addTab(m_summary, tr("Chec&k"));
    m_tabs->addTab(makeTable(m_timeline, tr("Timeline"), {26, 14, 14, 48, 22, 24}),
                   tr("Time&line"));
    auto *calls = new QWidget(m_tabs);
    m_sums = new QLabel(calls);
    m_sums->setObjectName(u"pipelines-sums"_s);
    m_sums->setWordWrap(true);
    m_sums->setTextFormat(Qt::PlainText);
    m_sums->setContentsMargins(6, 2, 6, 4);
    auto *column = new QVBoxLayout(calls);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(makeTable(m_calls, tr("Requests"), {26, 20, 18, 32, 32, 8, 10, 12}), 1);
    column->addWidget(m_sums);
    m_tabs->addTab(calls, tr("Re&quests"));
}

QTableView *PullDetailsPane::makeTable(RecordsModel &model, const QString &name,
                                       const QList<int> &letters)
{
    auto *table = new QTableView(m_tabs);
    table->setModel(&model);
    table->setAccessibleName(name);
    table->setShowGrid(false);
    table->setWordWrap(false);
    table->setAlternatingRowColors(true);
    table->setSelectionBehavior(QTableView::SelectRows);
    table->setTabKeyNavigation(false);
    table->setFrameShape(QFrame::NoFrame);
    table->verticalHeader()->hide();
    table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 8);
    table->horizontalHeader()->setStretchLastSection(true);
    table->horizontalHeader()->setHighlightSections(false);
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    for (int i = 0; i < letters.size(); ++i)
        table->setColumnWidth(i, letters.at(i) * fontMetrics().averageCharWidth());
    return table;
}

void PullDetailsPane::showPull(PullKey pull, const QString &chroot)
{
    const bool isSame
            = pull == m_pull && chroot == m_chroot && chroot.isNull() == m_chroot.isNull();
    m_pull = pull;
    m_chroot = chroot;
    if (!isSame)
        m_check = 0;
    follow();
}

void PullDetailsPane::follow()
{
    const PullRow *pull = m_board.pull(m_pull);
    m_stack->setCurrentWidget(pull ? m_body : m_nothing);
    if (pull) {
        showHead(*pull);
        fillChecks(*pull);
    } else {
        m_check = 0;
    }
    m_actions.choose(m_pull, m_chroot, m_check);
    showCheck();
    if (!m_reload.isActive())
        m_reload.start(50ms); // somebody who walks through the matrix does not load every cell
}

void PullDetailsPane::fillChecks(const PullRow &pull)
{
    const QSignalBlocker blocker(m_checks);
    m_checks->showPull(pull, m_chroot, m_check);
    m_check = m_checks->chosen();
}

void PullDetailsPane::chooseCheck()
{
    m_check = m_checks->chosen();
    m_actions.choose(m_pull, m_chroot, m_check);
    showCheck();
    m_reload.start(50ms);
}

const PullCheck *PullDetailsPane::check() const
{
    const PullRow *pull = m_board.pull(m_pull);
    return pull ? pull->check(m_check) : nullptr;
}

void PullDetailsPane::showHead(const PullRow &pull)
{
    m_head->setText(checksummary::headHtml(pull, m_board, m_clock.now()));
    m_problem->say(withSettingTitles(pull.problem.toHtmlEscaped(), [](const auto &setting) {
        return u"<a href=\"%1\">“%2”</a>"_s.arg(setting.key, settingTitle(setting));
    }));
}

void PullDetailsPane::showCheck()
{
    const PullRow *pull = m_board.pull(m_pull);
    if (!pull)
        return;
    const QString html = checksummary::html(*pull, check(), m_board, m_clock.now(),
                                            m_actions.edits(), palette());
    if (std::exchange(m_html, html) == html)
        return; // what somebody has selected in it stays
    const int at = m_summary->verticalScrollBar()->value();
    m_summary->setHtml(html);
    m_summary->verticalScrollBar()->setValue(at);
}

void PullDetailsPane::load()
{
    const PullRow *pull = m_board.pull(m_pull);
    if (!pull)
        return;
    const PullCheck *chosen = check();
    m_database.run([key = m_pull, check = chosen ? *chosen : PullCheck()](
                           Database &database) { return readPullDetails(database, key, check); },
                   this,
                   [this, key = m_pull, id = m_check](const Result<PullDetails> &details) {
                       if (details && key == m_pull && id == m_check)
                           take(*details);
                       else if (!details)
                           m_sums->setText(details.error().what);
                   });
}

void PullDetailsPane::take(const PullDetails &details)
{
    const PullCheck *chosen = check();
    m_timeline.setRecords(
            timelineRecords(details.timeline, chosen ? chosen->kind : CheckKind::Other));
    m_calls.setRecords(callRecords(details.calls));
    QStringList sentences;
    if (m_pull.source == PullSource::Driven)
        sentences << callSums(details.calls);
    else if (!details.calls.isEmpty())
        sentences << tr("Ours: %1").arg(callSums(details.calls));
    if (m_pull.source == PullSource::Observed && details.runs > 0)
        sentences << tr("Not ours: its service wrote %n check run(s), each with one request or "
                        "more.",
                        nullptr, int(details.runs));
    else if (m_pull.source == PullSource::Observed)
        sentences << tr("Not ours: another service asks GitHub for this pull request. “Estimate "
                        "What It Cost” in the menu counts what it wrote.");
    m_sums->setText(sentences.join(u'\n'));
}

void PullDetailsPane::openLink(const QUrl &link)
{
    const QString name = link.path();
    for (QAction *action : m_actions.edits() + QList{m_actions.openPull, m_actions.openCheck}) {
        if (action->objectName() == name)
            action->trigger();
    }
}

void PullDetailsPane::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_summary)
        showCheck(); // its rich text carries colours
}

QWidget *PullDetailsPane::firstField() const { return m_head; }
void PullDetailsPane::saveState(const WindowState &state) const { state.save(*m_columns); }
void PullDetailsPane::restoreState(const WindowState &state) { state.restore(*m_columns); }

} // namespace sluice
