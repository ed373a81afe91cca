// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "imports/importspage.h"

#include "emptypage.h"
#include "icons.h"
#include "imports/detailspane.h"
#include "imports/importactions.h"
#include "imports/importdialog.h"
#include "imports/taskdelegate.h"
#include "imports/taskselection.h"
#include "imports/tasktable.h"
#include "imports/workersview.h"
#include "problemlabel.h"
#include "windowstate.h"

#include <QAction>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

ImportsPage::ImportsPage(AsyncStore &store, const Clock &clock, QueueEditor &editor,
                         KSyntaxHighlighting::Repository &syntax, QWidget *parent)
    : QWidget(parent)
    , m_store(store)
    , m_editor(editor)
    , m_model(store, clock)
    , m_filterRest(this)
    , m_table(new TaskTable(m_model, this))
    , m_details(new DetailsPane(store, syntax, this))
    , m_columns(new QSplitter(Qt::Horizontal, this))
    , m_sideRows(new QSplitter(Qt::Vertical, this))
    , m_rows(new QSplitter(Qt::Vertical, this))
{
    m_selection = new TaskSelection(store, m_model, *m_table->selectionModel(), this);
    m_actions = new ImportActions(editor, *m_selection, this);
    m_focusFilter = new QAction(tr("&Find"), this);
    m_focusFilter->setShortcut(QKeySequence::Find);
    m_focusFilter->setToolTip(tr("Go to the filter line"));
    m_columns->setObjectName(u"imports-columns"_s);
    m_rows->setObjectName(u"imports-rows"_s);
    m_sideRows->setObjectName(u"imports-side"_s);
    m_columns->addWidget(makeSide(clock));
    m_rows->addWidget(makeList());
    m_rows->addWidget(m_details);
    m_rows->setStretchFactor(0, 3);
    m_rows->setStretchFactor(1, 2);
    m_rows->setSizes({520, 300});
    m_columns->addWidget(m_rows);
    m_columns->setStretchFactor(1, 1);
    m_columns->setSizes({fontMetrics().averageCharWidth() * 34, 1000});
    for (QSplitter *splitter : {m_columns, m_rows, m_sideRows})
        splitter->setChildrenCollapsible(false);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_columns);
    connectAll();
    showState();
    m_table->setFocus();
    setTabOrder({m_side, m_filter, m_table, m_details, m_workers});
}

QWidget *ImportsPage::makeSide(const Clock &clock)
{
    m_side = new QListView(this);
    m_side->setModel(&m_states);
    m_side->setItemDelegate(new StateDelegate(m_side));
    m_side->setAccessibleName(tr("States"));
    m_side->setUniformItemSizes(true);
    m_side->setFrameShape(QFrame::NoFrame);
    m_side->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_workers = new WorkersView(clock, this);
    m_sideRows->addWidget(m_side);
    m_sideRows->addWidget(m_workers);
    m_sideRows->setSizes({300, 300});
    return m_sideRows;
}

QWidget *ImportsPage::makeList()
{
    m_filter = new QLineEdit(this);
    m_filter->setObjectName(u"filter"_s);
    m_filter->setAccessibleName(tr("Filter"));
    m_filter->setPlaceholderText(tr("Filter, for example: state:failed owner:py* hello"));
    m_filter->setToolTip(
            tr("Words to look for, and state: owner: project: package: branch: cause: build: "
               "with * for anything; %1")
                    .arg(m_focusFilter->shortcut().toString(QKeySequence::NativeText)));
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(icons::themed(u"edit-find"_s, u"search"_s), QLineEdit::LeadingPosition);
    m_filterProblem = new ProblemLabel(this);
    m_filterProblem->setContentsMargins(6, 0, 6, 2);
    auto *clear = new QAction(tr("Clear the Filter"), this);
    connect(clear, &QAction::triggered, m_filter, &QLineEdit::clear);
    m_empty = new EmptyPage(
            u"sluice"_s, tr("No imports yet"),
            tr("Import source packages (.src.rpm) into dist-git: choose files or type "
               "addresses, or drop them onto this window."),
            {m_actions->importPackages, m_actions->trySamples}, this);
    m_noMatch = new EmptyPage(u"search"_s, tr("No import matches"),
                              tr("Nothing in the queue fits the filter or is in this state now."),
                              {clear}, this);
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_noMatch);
    auto *list = new QWidget(this);
    auto *column = new QVBoxLayout(list);
    column->setContentsMargins(0, 4, 4, 0);
    column->setSpacing(4);
    column->addWidget(m_filter);
    column->addWidget(m_filterProblem);
    column->addWidget(m_stack, 1);
    return list;
}

void ImportsPage::connectAll()
{
    for (QAction *action :
         {m_actions->retry, m_actions->cancel, m_actions->putFirst, m_actions->remove})
        m_table->addAction(action);
    m_filterRest.setSingleShot(true);
    m_filterRest.setInterval(200ms);
    connect(m_focusFilter, &QAction::triggered, this, [this] {
        m_filter->setFocus(Qt::ShortcutFocusReason);
        m_filter->selectAll();
    });
    connect(m_filter, &QLineEdit::textChanged, &m_filterRest, qOverload<>(&QTimer::start));
    m_filter->installEventFilter(this);
    connect(m_filter, &QLineEdit::returnPressed, this, &ImportsPage::enterTable);
    connect(&m_filterRest, &QTimer::timeout, this, &ImportsPage::applyFilter);
    connect(m_side->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &ImportsPage::chooseState);
    connect(&m_model, &QueueModel::queried, this, &ImportsPage::showStack);
    connect(&m_model, &QueueModel::queryFailed, this, &ImportsPage::failed);
    connect(&m_model, &QueueModel::modelReset, this, [this] {
        if (const int row = m_model.rowOf(m_current); row >= 0)
            m_table->setCurrentIndex(m_model.index(row, 0)); // the same import, in another list
    });
    connect(m_selection, &TaskSelection::currentChanged, this, [this](TaskId id) {
        if (id != 0)
            m_current = id;
        m_details->showTask(id);
    });
    connect(m_details, &DetailsPane::retryRequested, this,
            [this](TaskId id) { m_editor.retry({id}); });
    connect(m_workers, &WorkersView::rateChanged, this, &ImportsPage::rateChanged);
    connect(m_workers, &WorkersView::taskActivated, this, &ImportsPage::goTo);
    connect(m_actions->importPackages, &QAction::triggered, this, [this] { askForImport(); });
}

void ImportsPage::applyFilter()
{
    m_filterRest.stop();
    const auto query = parseTaskFilter(m_filter->text());
    m_filterProblem->say(query ? QString() : query.error().what);
    if (query)
        m_model.setFilter(*query);
    showState();
}

void ImportsPage::enterTable()
{
    applyFilter();
    m_table->setFocus(Qt::TabFocusReason);
}

bool ImportsPage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_filter && event->type() == QEvent::KeyPress
        && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Down) {
        enterTable();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void ImportsPage::chooseState(const QModelIndex &state)
{
    if (!state.isValid() || m_isFollowing)
        return;
    m_filter->setText(
            withStateFilter(m_filter->text(), state.data(StatesModel::WordRole).toString()));
    applyFilter();
}

void ImportsPage::showState()
{
    const QList<State> states = m_model.query().states;
    int row = -1;
    for (int i = 0; i < m_states.rowCount() && row < 0; ++i) {
        if (statesFromWord(m_states.index(i).data(StatesModel::WordRole).toString()) == states)
            row = i;
    }
    m_isFollowing = true;
    m_side->selectionModel()->setCurrentIndex(m_states.index(row),
                                              QItemSelectionModel::ClearAndSelect);
    m_isFollowing = false;
}

void ImportsPage::showStack()
{
    QWidget *page = m_table;
    if (m_total == 0)
        page = m_empty;
    else if (m_model.rowCount() == 0 && m_total > 0 && !m_model.isLoading())
        page = m_noMatch;
    // A query without a filter that finds nothing yet will find something in a moment.
    if (page == m_noMatch && m_filter->text().isEmpty())
        page = m_table;
    m_stack->setCurrentWidget(page);
    m_details->setVisible(page != m_empty);
}

void ImportsPage::goTo(TaskId id)
{
    if (const int row = id == 0 ? -1 : m_model.rowOf(id); row >= 0) {
        m_table->setCurrentIndex(m_model.index(row, 0));
        m_table->scrollTo(m_model.index(row, 0));
    }
}

void ImportsPage::setSettings(const Settings &settings)
{
    m_details->setSettings(settings);
    m_last.format = settings.format;
}

void ImportsPage::setState(const StateCounts &counts, const PoolState &pool,
                           const QList<WorkerRow> &workers)
{
    m_states.setCounts(counts);
    m_model.setWorkers(workers);
    m_workers->setState(counts, pool, workers);
    m_actions->setState(counts, pool);
    if (std::exchange(m_total, counts.total()) != m_total)
        showStack();
}

QString ImportsPage::userName()
{
    return qEnvironmentVariable("USER", qEnvironmentVariable("LOGNAME"));
}

void ImportsPage::askForImport(const QStringList &inputs)
{
    ImportForm request = m_last;
    request.inputs = inputs;
    auto *dialog = new ImportDialog(request, userName(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        m_last = dialog->request();
        m_last.inputs.clear();
        m_last.package.clear(); // meant for these packages only
        m_editor.add(dialog->tasks());
    });
    dialog->open();
}

void ImportsPage::importNow(const QStringList &inputs)
{
    ImportForm request = m_last;
    request.inputs = inputs;
    const auto tasks = tasksOf(request, userName());
    if (tasks)
        m_editor.add(*tasks);
    else
        askForImport(inputs); // it says there what is wrong
}

void ImportsPage::saveState(const WindowState &state) const
{
    m_table->saveState(state);
    for (const QSplitter *splitter : {m_columns, m_rows, m_sideRows})
        state.save(*splitter);
    state.setValue(u"import/owner"_s, m_last.owner);
    state.setValue(u"import/project"_s, m_last.project);
    state.setValue(u"import/branches"_s, m_last.branches);
}

void ImportsPage::restoreState(const WindowState &state)
{
    m_table->restoreState(state);
    for (QSplitter *splitter : {m_columns, m_rows, m_sideRows})
        state.restore(*splitter);
    m_last.owner = state.value(u"import/owner"_s, m_last.owner).toString();
    m_last.project = state.value(u"import/project"_s, m_last.project).toString();
    m_last.branches = state.value(u"import/branches"_s, m_last.branches).toString();
}

} // namespace sluice
