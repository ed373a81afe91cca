// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger/ledgerpage.h"

#include "budget/gaugetext.h"
#include "budget/ledgerexport.h"
#include "emptypage.h"
#include "icons.h"
#include "ledger/ledgerbudgets.h"
#include "ledger/ledgerpies.h"
#include "ledger/ledgerscopebar.h"
#include "ledger/ledgerview.h"
#include "store/asyncdatabase.h"
#include "windowstate.h"

#include <QAction>
#include <QFileDialog>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto kLeastPause = 1s; // between two readings
constexpr int kPatience = 20; // a reading that takes long is not repeated at once

} // namespace

LedgerPage::LedgerPage(AsyncDatabase &store, const Clock &clock, QWidget *parent)
    : QWidget(parent)
    , m_store(store)
    , m_clock(clock)
    , m_tree(store, clock)
    , m_scope(new LedgerScopeBar(this))
    , m_pies(new LedgerPies(this))
    , m_budgets(new LedgerBudgets(this))
    , m_stack(new QStackedWidget(this))
{
    makeActions();
    auto *accounts = new QAction(tr("&Accounts…"), this);
    connect(accounts, &QAction::triggered, this, &LedgerPage::accountsRequested);
    auto *empty = new EmptyPage(
            u"ledger"_s, tr("Nothing was asked of GitHub yet"),
            tr("Every request stands here, with what it was for and what it cost: watch pull "
               "requests on the page Pipelines, or meter your own scripts with sluicectl proxy."),
            {accounts}, this);
    auto *view = new LedgerView(m_tree, this);
    auto *split = new QSplitter(Qt::Vertical, this);
    split->setObjectName(u"ledger"_s);
    split->setChildrenCollapsible(false);
    split->addWidget(makeOverview());
    split->addWidget(view);
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 2);
    split->setSizes({fontMetrics().lineSpacing() * 30, fontMetrics().lineSpacing() * 18});
    m_stack->addWidget(empty);
    m_stack->addWidget(split);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_stack, 1);
    setFocusProxy(view);
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &LedgerPage::read);
    connect(&m_store, &AsyncDatabase::changed, this, &LedgerPage::refreshSoon);
    connect(&m_store, &AsyncDatabase::opened, this, &LedgerPage::refreshSoon);
    connect(&m_tree, &LedgerTree::failed, this, &LedgerPage::failed);
    connect(m_scope, &LedgerScopeBar::changed, this, &LedgerPage::changeScope);
}

void LedgerPage::makeActions()
{
    m_export = new QAction(icons::themed(u"document-export"_s, u"export"_s), tr("&Export as CSV…"),
                           this);
    m_export->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_E));
    m_export->setToolTip(tr("Writes every call that is shown into a file for a spreadsheet"));
    m_refresh = new QAction(icons::themed(u"view-refresh"_s, u"retry"_s), tr("&Refresh"), this);
    m_refresh->setShortcuts(QKeySequence::Refresh);
    connect(m_export, &QAction::triggered, this, &LedgerPage::exportCsv);
    connect(m_refresh, &QAction::triggered, this, &LedgerPage::read);
}

QWidget *LedgerPage::makeOverview()
{
    auto *page = new QWidget(this);
    auto *sides = new QHBoxLayout;
    sides->setSpacing(fontMetrics().averageCharWidth() * 3);
    sides->addWidget(m_pies, 1);
    sides->addWidget(m_budgets, 1);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(6, 4, 6, 4);
    column->addWidget(m_scope);
    column->addLayout(sides, 1);
    auto *scroll = new QScrollArea(this);
    scroll->setWidget(page);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    return scroll;
}

void LedgerPage::setPolicy(const BudgetSettings &policy)
{
    m_policy = policy;
    refreshSoon();
}

LedgerScope LedgerPage::scope() const { return m_scope->scope(m_clock.now()); }

void LedgerPage::changeScope()
{
    m_tree.setScope(scope());
    read();
}

void LedgerPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_isStale)
        refreshSoon();
}

void LedgerPage::refreshSoon()
{
    m_isStale = true;
    if (!m_soon.isActive() && !m_isReading)
        m_soon.start(m_asked.isValid() ? kLeastPause : 0s);
}

void LedgerPage::read()
{
    if (m_isReading)
        return;
    m_isReading = true;
    m_asked.start();
    m_isStale = !isVisible();
    if (m_isStale)
        return readLimits();
    m_store.run(
            [clock = &m_clock, scope = scope(), policy = m_policy](Database &database) {
                return lookAtLedger(database, *clock, scope, policy);
            },
            this,
            [this](const Result<LedgerSight> &sight) {
                m_isReading = false;
                if (!sight)
                    return emit failed(sight.error());
                take(*sight);
                m_tree.refresh();
                if (m_isStale)
                    m_soon.start(std::max<std::chrono::milliseconds>(
                            kLeastPause, m_asked.durationElapsed() / 1ms * kPatience * 1ms));
            });
}

/// The status bar's gauge is wanted whatever page is shown, all else only on this one.
void LedgerPage::readLimits()
{
    m_store.run([clock
                 = &m_clock](Database &database) { return LedgerStore(database, *clock).limits(); },
                this,
                [this](const Result<QList<LedgerLimit>> &limits) {
                    m_isReading = false;
                    if (limits)
                        emit limitsChanged(tightestLimitText(*limits, m_clock.now()));
                });
}

void LedgerPage::take(const LedgerSight &sight)
{
    const bool isEmpty = sight.budgets.isEmpty();
    m_stack->setCurrentIndex(isEmpty ? 0 : 1);
    m_export->setEnabled(!isEmpty);
    if (!isEmpty && m_tree.rowCount({}) == 0 && m_tree.canFetchMore({}))
        m_tree.setScope(scope());
    m_scope->setBudgets(sight.budgets);
    m_scope->setComparison(sight.comparison);
    m_pies->setComparison(sight.comparison);
    m_budgets->setSight(sight, scope().budget, m_clock.now());
    emit limitsChanged(tightestLimitText(sight.limits, m_clock.now()));
}

void LedgerPage::exportCsv()
{
    auto *dialog = new QFileDialog(this, tr("Export the Ledger"), u"ledger.csv"_s,
                                   tr("Spreadsheets (*.csv)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"csv"_s);
    connect(dialog, &QFileDialog::fileSelected, this, &LedgerPage::writeCsv);
    dialog->open();
}

void LedgerPage::writeCsv(const QString &path)
{
    writeOn(std::make_shared<LedgerExport>(scope(), path), path);
}

void LedgerPage::writeOn(const std::shared_ptr<LedgerExport> &file, const QString &path)
{
    m_store.run(
            [clock = &m_clock, file](Database &database) {
                LedgerStore ledger(database, *clock);
                return file->next(ledger);
            },
            this,
            [this, file, path](const Result<bool> &isWhole) {
                if (!isWhole)
                    return emit failed(isWhole.error());
                if (!*isWhole)
                    return writeOn(file, path);
                emit said(file->written() == 1
                                  ? tr("1 call is in %1.").arg(path)
                                  : tr("%1 calls are in %2.")
                                            .arg(QLocale().toString(file->written()), path));
            });
}

void LedgerPage::saveState(const WindowState &state) const
{
    state.save(*findChild<QSplitter *>(u"ledger"_s));
    m_scope->saveState(state);
    state.setValue(u"ledger/by-step"_s, m_pies->pieBy() == PieBy::Step);
}

void LedgerPage::restoreState(const WindowState &state)
{
    state.restore(*findChild<QSplitter *>(u"ledger"_s));
    m_scope->restoreState(state);
    if (state.value(u"ledger/by-step"_s, false).toBool())
        m_pies->setPieBy(PieBy::Step);
}

} // namespace sluice
