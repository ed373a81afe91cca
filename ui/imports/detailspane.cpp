// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "imports/detailspane.h"

#include "hintlabel.h"
#include "imports/codeview.h"
#include "imports/logview.h"
#include "imports/tasksummary.h"
#include "queue/objectsmodel.h"

#include <QComboBox>
#include <QEvent>
#include <QHeaderView>
#include <QLabel>
#include <QScrollBar>
#include <QStackedLayout>
#include <QTableView>
#include <QTextBrowser>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qsizetype kMaxTextBytes = 1 << 20;

QTextBrowser *makePage(const QString &name, QWidget *parent)
{
    auto *page = new QTextBrowser(parent);
    page->setOpenLinks(false);
    page->setFrameShape(QFrame::NoFrame);
    page->setAccessibleName(name);
    page->document()->setDocumentMargin(10);
    return page;
}

/// Text that changes under the reader's eyes keeps its place.
void setHtmlInPlace(QTextBrowser *page, const QString &html)
{
    const int at = page->verticalScrollBar()->value();
    page->setHtml(html);
    page->verticalScrollBar()->setValue(at);
}

QTableView *makeObjectsTable(ObjectsModel *model, QWidget *parent)
{
    auto *table = new QTableView(parent);
    table->setModel(model);
    table->setAccessibleName(DetailsPane::tr("Stored files"));
    table->setShowGrid(false);
    table->setWordWrap(false);
    table->setSelectionBehavior(QTableView::SelectRows);
    table->setTabKeyNavigation(false);
    table->setFrameShape(QFrame::NoFrame);
    table->verticalHeader()->hide();
    table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table->verticalHeader()->setDefaultSectionSize(table->fontMetrics().height() + 8);
    table->horizontalHeader()->setStretchLastSection(true);
    table->horizontalHeader()->setHighlightSections(false);
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    const int letter = table->fontMetrics().averageCharWidth();
    table->setColumnWidth(ObjectsModel::File, 40 * letter);
    table->setColumnWidth(ObjectsModel::Where, 14 * letter);
    table->setColumnWidth(ObjectsModel::Size, 14 * letter);
    return table;
}

} // namespace

DetailsPane::DetailsPane(AsyncStore &store, KSyntaxHighlighting::Repository &syntax,
                         QWidget *parent)
    : QWidget(parent)
    , m_store(store)
    , m_reload(this)
    , m_stack(new QStackedLayout(this))
    , m_nothing(
              new HintLabel(tr("Select an import to see its error, log, spec and changes."), this))
    , m_tabs(new QTabWidget(this))
    , m_branch(new QComboBox(this))
{
    m_nothing->setAlignment(Qt::AlignCenter);
    m_stack->addWidget(m_nothing);
    m_stack->addWidget(m_tabs);
    m_tabs->setDocumentMode(true);
    addTabs(syntax);
    m_branch->setAccessibleName(tr("Branch to show"));
    m_branch->setToolTip(tr("Branch whose commit the spec and the changes are read from"));
    m_branch->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_tabs->setCornerWidget(m_branch);
    m_branch->hide();
    m_reload.setSingleShot(true);
    connect(&m_reload, &QTimer::timeout, this, &DetailsPane::load);
    connect(m_tabs, &QTabWidget::currentChanged, this, &DetailsPane::showTab);
    connect(m_branch, &QComboBox::currentIndexChanged, this, &DetailsPane::showTab);
    connect(m_summary, &QTextBrowser::anchorClicked, this, &DetailsPane::openLink);
    connect(&m_store, &AsyncStore::changed, this, [this](const QueueChanges &changes) {
        const bool isOurs = std::ranges::contains(changes.tasks, m_id, &Task::id)
                         || changes.removed.contains(m_id);
        if (isOurs && !m_reload.isActive())
            m_reload.start(150ms);
    });
}

void DetailsPane::addTabs(KSyntaxHighlighting::Repository &syntax)
{
    m_summary = makePage(tr("Summary"), this);
    m_log = new LogView(m_background, this);
    m_spec = new CodeView(syntax, this);
    m_spec->setAccessibleName(tr("Spec file"));
    m_diff = new CodeView(syntax, this);
    m_diff->setAccessibleName(tr("Changes of the import"));
    m_objects = new ObjectsModel(this);
    m_history = makePage(tr("History"), this);
    m_tabs->addTab(m_summary, tr("&Summary"));
    m_tabs->addTab(m_log, tr("&Log"));
    m_tabs->addTab(m_spec, tr("S&pec"));
    m_tabs->addTab(m_diff, tr("&Changes"));
    m_tabs->addTab(makeObjectsTable(m_objects, this), tr("F&iles"));
    m_tabs->addTab(m_history, tr("&History"));
}

void DetailsPane::setSettings(const Settings &settings)
{
    m_gitRoot = settings.gitRoot;
    m_logsRoot = settings.logsRoot;
}

void DetailsPane::showTask(TaskId id)
{
    if (id == m_id)
        return;
    m_id = id;
    m_isUnfolded = false;
    m_specShown.clear();
    m_diffShown.clear();
    m_background.drop();
    m_reload.start(30ms); // somebody who walks through the list does not load every row
}

void DetailsPane::load()
{
    if (m_id == 0) {
        m_details.reset();
        m_log->setFile({}, false);
        m_stack->setCurrentWidget(m_nothing);
        return;
    }
    m_store.run([id = m_id](QueueStore &store) { return loadTaskDetails(store, id); }, this,
                [this, id = m_id](const Result<TaskDetails> &details) {
                    if (id == m_id)
                        take(details);
                });
}

void DetailsPane::take(const Result<TaskDetails> &details)
{
    if (!details) {
        m_details.reset();
        m_nothing->setText(details.error().what);
        m_stack->setCurrentWidget(m_nothing);
        return;
    }
    m_details = *details;
    m_stack->setCurrentWidget(m_tabs);
    fillBranches();
    m_objects->setObjects(m_details->objects);
    showTab();
}

void DetailsPane::fillBranches()
{
    const QSignalBlocker blocker(m_branch);
    const QString before = m_branch->currentText();
    m_branch->clear();
    for (const BranchTip &tip : std::as_const(m_details->task.branches)) {
        if (!tip.commit.isEmpty())
            m_branch->addItem(tip.branch, tip.commit);
    }
    m_branch->setCurrentIndex(std::max(0, m_branch->findText(before)));
}

void DetailsPane::showTab()
{
    if (!m_details)
        return;
    const auto tab = static_cast<Tab>(m_tabs->currentIndex());
    m_branch->setVisible((tab == Spec || tab == Diff) && m_branch->count() > 1);
    switch (tab) {
    case Summary:
        setHtmlInPlace(m_summary, summaryHtml(*m_details, m_isUnfolded, palette()));
        break;
    case History:
        setHtmlInPlace(m_history, historyHtml(*m_details, palette()));
        break;
    case Spec:
    case Diff:
        showText();
        break;
    case Log:
    case Files:
        break;
    }
    m_log->setFile(m_logsRoot + u'/' + m_details->task.logName(), !m_details->task.hasEnded());
}

void DetailsPane::showText()
{
    const bool isSpec = m_tabs->currentIndex() == Spec;
    CodeView *view = isSpec ? m_spec : m_diff;
    const Task &task = m_details->task;
    const QString commit = m_branch->currentData().toString();
    QString &shown = isSpec ? m_specShown : m_diffShown;
    if (commit.isEmpty()) {
        shown.clear();
        view->setMessage(isSpec ? tr("The spec is shown once the package is imported.")
                                : tr("The changes are shown once the package is imported."));
        return;
    }
    const QString wanted = u"%1 %2"_s.arg(task.id).arg(commit);
    if (wanted == shown)
        return;
    shown = wanted;
    view->setMessage(tr("Reading…"));
    const QString path = repositoryPath(m_gitRoot, task.owner, task.project, task.package);
    m_background.run(
            [isSpec, path, commit, package = task.package](std::stop_token stop) {
                return isSpec ? readSpec(path, commit, package, kMaxTextBytes, stop)
                              : readDiff(path, commit, kMaxTextBytes, stop);
            },
            this,
            [this, view, wanted](const Result<RepositoryText> &text) {
                const bool isStopped = !text && text.error().cause == Cause::Canceled;
                if (!isStopped && wanted == (view == m_spec ? m_specShown : m_diffShown))
                    showRepositoryText(view, text);
            });
}

void DetailsPane::showRepositoryText(CodeView *view, const Result<RepositoryText> &text)
{
    if (!text) {
        view->setMessage(text.error().what);
        return;
    }
    if (text->text.isEmpty()) {
        view->setMessage(
                view == m_diff
                        ? tr("This import changed nothing: the same files were there already.")
                        : tr("The spec is empty."));
        return;
    }
    const QString end = text->isCut
                              ? u"\n"_s
                                        + tr("… only the first %1 are shown.")
                                                  .arg(QLocale().formattedDataSize(kMaxTextBytes))
                              : QString();
    view->setText(text->text + end, view == m_diff ? u"changes.diff"_s : text->title);
}

void DetailsPane::openLink(const QUrl &link)
{
    if (link.path() == "retry"_L1) {
        emit retryRequested(m_id);
        return;
    }
    m_isUnfolded = !m_isUnfolded;
    showTab();
}

void DetailsPane::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        showTab(); // its rich text carries colours
}

} // namespace sluice
