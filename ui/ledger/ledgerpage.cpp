// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger/ledgerpage.h"

#include "banner.h"
#include "budget/ledgercsv.h"
#include "budget/pieview.h"
#include "hintlabel.h"
#include "icons.h"
#include "imports/emptypage.h"
#include "ledger/gaugelist.h"
#include "ledger/hourschart.h"
#include "store/asyncdatabase.h"
#include "windowstate.h"

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QTimeZone>
#include <QTreeView>
#include <QVBoxLayout>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto kLeastPause = 1s; // between two readings
constexpr int kPatience = 20; // a reading that takes long is not repeated at once

QLabel *bold(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    QFont font = label->font();
    font.setBold(true);
    label->setFont(font);
    return label;
}

} // namespace

LedgerPage::LedgerPage(AsyncDatabase &store, const Clock &clock, QWidget *parent)
    : QWidget(parent)
    , m_store(store)
    , m_clock(clock)
    , m_tree(store)
    , m_span(new QComboBox(this))
    , m_token(new QComboBox(this))
    , m_measured(new PieView(this))
    , m_modelled(new PieView(this))
    , m_measuredTitle(bold({}, this))
    , m_modelledTitle(bold({}, this))
    , m_verdict(new HintLabel({}, this))
    , m_hours(new HoursChart(this))
    , m_gauges(new GaugeList(this))
    , m_others(new HintLabel({}, this))
    , m_view(new QTreeView(this))
    , m_stack(new QStackedWidget(this))
    , m_notice(new Banner(this))
{
    makeActions();
    m_empty = new EmptyPage(
            u"export"_s, tr("Nothing was asked of GitHub yet"),
            tr("Every request stands here, with what it was for and what it cost: watch pull "
               "requests on the page Pipelines, or meter your own scripts with sluicectl proxy."),
            {}, this);
    auto *split = new QSplitter(Qt::Vertical, this);
    split->setObjectName(u"ledger"_s);
    split->setChildrenCollapsible(false);
    split->addWidget(makePies());
    split->addWidget(makeTree());
    split->setStretchFactor(1, 1);
    split->setSizes({fontMetrics().lineSpacing() * 24, fontMetrics().lineSpacing() * 18});
    m_stack->addWidget(m_empty);
    m_stack->addWidget(split);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_notice);
    column->addWidget(m_stack, 1);
    setFocusProxy(m_view);
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &LedgerPage::read);
    connect(&m_store, &AsyncDatabase::changed, this, &LedgerPage::refreshSoon);
    connect(&m_store, &AsyncDatabase::opened, this, &LedgerPage::refreshSoon);
    connect(&m_tree, &LedgerTree::failed, this, &LedgerPage::failed);
    connect(m_span, &QComboBox::currentIndexChanged, this, &LedgerPage::changeScope);
    connect(m_token, &QComboBox::currentIndexChanged, this, &LedgerPage::changeScope);
}

void LedgerPage::makeActions()
{
    m_export = new QAction(icons::themed(u"document-export"_s, u"export"_s), tr("&Export as CSV…"),
                           this);
    m_export->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_E));
    m_export->setToolTip(tr("Writes every call that is shown into a file for a spreadsheet"));
    m_refresh = new QAction(icons::themed(u"view-refresh"_s, u"retry"_s), tr("&Refresh"), this);
    m_refresh->setShortcuts(QKeySequence::Refresh);
    m_copy = new QAction(tr("&Copy"), this);
    m_copy->setShortcuts(QKeySequence::Copy);
    m_copy->setShortcutContext(Qt::WidgetShortcut);
    connect(m_export, &QAction::triggered, this, &LedgerPage::exportCsv);
    connect(m_refresh, &QAction::triggered, this, &LedgerPage::read);
    connect(m_copy, &QAction::triggered, this, [this] {
        QStringList cells;
        const QModelIndex index = m_view->currentIndex();
        for (int column = 0; index.isValid() && column < LedgerTree::ColumnCount; ++column)
            cells << index.siblingAtColumn(column).data().toString();
        QGuiApplication::clipboard()->setText(cells.join(u'\t'));
    });
}

QWidget *LedgerPage::makePies()
{
    for (const auto &[text, hours] :
         {std::pair(tr("the last hour"), 1), std::pair(tr("the last 24 hours"), 24),
          std::pair(tr("the last 7 days"), 168), std::pair(tr("all that is kept (30 days)"), 0)})
        m_span->addItem(text, hours);
    m_span->setCurrentIndex(1);
    m_span->setAccessibleName(tr("Calls of"));
    m_token->addItem(tr("every token"), QString());
    m_token->setObjectName(u"ledger-token"_s);
    m_token->setAccessibleName(tr("Whose budget"));
    auto *scopes = new QHBoxLayout;
    scopes->addWidget(new QLabel(tr("Calls of"), this));
    scopes->addWidget(m_span);
    scopes->addWidget(new QLabel(tr("by"), this));
    scopes->addWidget(m_token);
    scopes->addWidget(m_verdict, 1);
    auto *pies = new QHBoxLayout;
    for (const auto &[title, pie] :
         {std::pair(m_measuredTitle, m_measured), std::pair(m_modelledTitle, m_modelled)}) {
        auto *side = new QVBoxLayout;
        pie->setMinimumHeight(fontMetrics().lineSpacing() * 9);
        title->setWordWrap(true);
        side->addWidget(title);
        side->addWidget(pie, 1);
        side->addStretch(0);
        pies->addLayout(side, 1);
    }
    m_measured->setObjectName(u"ledger-measured"_s);
    m_modelled->setObjectName(u"ledger-modelled"_s);
    m_others->setObjectName(u"ledger-others"_s);
    auto *page = new QWidget(this);
    auto *budgets = new QVBoxLayout;
    budgets->addWidget(bold(tr("What is left, and whose it is"), page));
    budgets->addWidget(m_gauges);
    budgets->addWidget(m_others);
    budgets->addSpacing(fontMetrics().lineSpacing() / 2);
    budgets->addWidget(bold(tr("Calls per hour, by organisation"), page));
    budgets->addWidget(m_hours, 1);
    auto *sides = new QHBoxLayout;
    sides->setSpacing(fontMetrics().averageCharWidth() * 3);
    sides->addLayout(pies, 1);
    sides->addLayout(budgets, 1);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(6, 4, 6, 4);
    column->addLayout(scopes);
    column->addLayout(sides, 1);
    auto *scroll = new QScrollArea(this);
    scroll->setWidget(page);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    return scroll;
}

QWidget *LedgerPage::makeTree()
{
    m_view->setModel(&m_tree);
    m_view->setObjectName(u"ledger-tree"_s);
    m_view->setAccessibleName(tr("Where did they go?"));
    m_view->setUniformRowHeights(true);
    m_view->setAlternatingRowColors(true);
    m_view->addAction(m_copy);
    m_view->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_view->header()->setStretchLastSection(true);
    m_view->header()->resizeSection(LedgerTree::Where, fontMetrics().averageCharWidth() * 48);
    for (int column = LedgerTree::Counted; column <= LedgerTree::Failed; ++column)
        m_view->header()->resizeSection(column, fontMetrics().averageCharWidth() * 12);
    m_view->header()->resizeSection(LedgerTree::When, fontMetrics().averageCharWidth() * 22);
    return m_view;
}

void LedgerPage::setPolicy(const BudgetSettings &policy)
{
    m_policy = policy;
    refreshSoon();
}

LedgerScope LedgerPage::scope() const
{
    const int hours = m_span->currentData().toInt();
    // To the minute: what is asked again is the same question then.
    const qint64 minute = m_clock.now().toSecsSinceEpoch() / 60 * 60;
    return {.since = hours > 0
                           ? QDateTime::fromSecsSinceEpoch(minute - hours * 3600, QTimeZone::UTC)
                           : QDateTime(),
            .token = m_token->currentData().toString()};
}

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

/// The status bar's gauge is wanted whatever page is shown, all else only on this one.
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
    m_isStale = false;
    m_asked.start();
    if (!isVisible()) {
        m_isStale = true;
        m_store.run([clock = &m_clock](
                            Database &database) { return LedgerStore(database, *clock).limits(); },
                    this,
                    [this](const Result<QList<LedgerLimit>> &limits) {
                        m_isReading = false;
                        if (limits)
                            emit limitsChanged(tightestLimitText(*limits, m_clock.now()));
                    });
        return;
    }
    m_store.run(
            [clock = &m_clock, scope = scope(), dayAgo = m_clock.now().addSecs(-24 * 3600),
             policy = m_policy](Database &database) {
                return look(database, *clock, scope, dayAgo, policy);
            },
            this,
            [this](const Result<Sight> &sight) {
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

Result<LedgerPage::Sight> LedgerPage::look(Database &database, const Clock &clock,
                                           const LedgerScope &scope, const QDateTime &dayAgo,
                                           const BudgetSettings &policy)
{
    LedgerParts parts(database);
    LedgerStore ledger(database, clock);
    Sight sight;
    const auto keep = [](auto &place, auto found) -> std::optional<Error> {
        if (!found)
            return found.error();
        place = *std::move(found);
        return {};
    };
    auto error = keep(sight.comparison, parts.compare(scope, policy));
    if (!error)
        error = keep(sight.hours, parts.hours({.since = dayAgo, .token = scope.token}));
    if (!error)
        error = keep(sight.limits, ledger.limits());
    if (!error)
        error = keep(sight.tokens, parts.tokens());
    if (!error)
        error = keep(sight.others, OthersLedger(database, clock).spendings());
    return error ? Result<Sight>(std::unexpected(*error)) : Result<Sight>(sight);
}

void LedgerPage::take(const Sight &sight)
{
    const bool isEmpty = sight.tokens.isEmpty();
    m_stack->setCurrentIndex(isEmpty ? 0 : 1);
    m_export->setEnabled(!isEmpty);
    if (!isEmpty && m_tree.rowCount({}) == 0 && m_tree.canFetchMore({}))
        m_tree.setScope(scope());
    fillTokens(sight.tokens);
    showPies(sight.comparison);
    QList<LedgerLimit> meant;
    int hourly = 0;
    for (const LedgerLimit &limit : sight.limits) {
        if (scope().token.isEmpty() || limit.token == scope().token)
            meant << limit;
    }
    // A line only where all columns count against one limit.
    if (meant.size() == 1)
        hourly = meant.first().limit.limit;
    m_gauges->setLimits(meant, m_clock.now());
    m_hours->setHours(sight.hours, m_clock.now(), hourly);
    showOthers(sight.others);
    emit limitsChanged(tightestLimitText(sight.limits, m_clock.now()));
}

void LedgerPage::fillTokens(const QStringList &tokens)
{
    if (m_token->count() == tokens.size() + 1)
        return;
    const QString chosen = m_token->currentData().toString();
    const QSignalBlocker blocker(m_token);
    while (m_token->count() > 1)
        m_token->removeItem(1);
    for (const QString &token : tokens)
        m_token->addItem(token, token);
    m_token->setCurrentIndex(std::max(0, m_token->findData(chosen)));
}

void LedgerPage::showPies(const LedgerComparison &found)
{
    const QLocale locale;
    const auto perPipeline = [&locale, &found](const CallTable &calls) {
        return locale.toString(calls.total() / std::max(1, found.pipelines), 'f', 1);
    };
    const bool canCompare = found.pipelines > 0;
    m_measured->setCalls(canCompare ? found.measured : found.all);
    m_modelled->setCalls(found.modelled);
    m_measuredTitle->setText(
            canCompare ? tr("Measured: %1 calls a pipeline, of %n pipeline(s) that ended here",
                            nullptr, found.pipelines)
                                 .arg(perPipeline(found.measured))
                       : tr("Measured: %1 calls. The model's pie stands beside it once a pipeline "
                            "that Sluice drives has ended.")
                                 .arg(locale.toString(found.counted)));
    m_modelledTitle->setText(tr("Modelled: %1 calls for a pipeline of the same chroots and tests")
                                     .arg(perPipeline(found.modelled)));
    m_modelled->setVisible(canCompare);
    m_modelledTitle->setVisible(canCompare);
    m_verdict->setText(
            tr("%1 requests were made, and GitHub counted %2 calls.")
                    .arg(locale.toString(found.requests), locale.toString(found.counted)));
}

void LedgerPage::showOthers(const QList<OthersSpending> &others)
{
    struct Sum
    {
        double low = 0;
        double high = 0;
        int pulls = 0;
    };
    QMap<QString, Sum> sums;
    for (const OthersSpending &one : others) {
        Sum &sum = sums[one.writer];
        sum.low += one.low;
        sum.high += one.high;
        ++sum.pulls;
    }
    QStringList lines;
    const QLocale locale;
    for (const auto &[writer, sum] : sums.asKeyValueRange()) {
        lines << tr("%1 has spent about %2 to %3 calls on %n pull request(s). Estimated: its "
                    "check runs were counted, its reads are what its code asks for; its budget is "
                    "its own, and nobody else can see it.",
                    nullptr, sum.pulls)
                         .arg(writer, locale.toString(qRound64(sum.low)),
                              locale.toString(qRound64(sum.high)));
    }
    m_others->setText(lines.join(u'\n'));
    m_others->setHidden(lines.isEmpty());
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
    m_store.run(
            [clock = &m_clock, scope = scope(), path](Database &database) {
                LedgerStore ledger(database, *clock);
                return writeLedgerCsv(ledger, scope.since, scope.token, path);
            },
            this,
            [this, path](const Result<qint64> &written) {
                if (!written)
                    return emit failed(written.error());
                m_notice->showText(Banner::Kind::Notice,
                                   tr("%n calls are in %1.", nullptr, int(*written)).arg(path));
            });
}

void LedgerPage::saveState(const WindowState &state) const
{
    state.save(*findChild<QSplitter *>(u"ledger"_s));
    state.setValue(u"ledger/span"_s, m_span->currentData());
}

void LedgerPage::restoreState(const WindowState &state)
{
    state.restore(*findChild<QSplitter *>(u"ledger"_s));
    const int span = m_span->findData(state.value(u"ledger/span"_s, 24));
    m_span->setCurrentIndex(std::max(0, span));
}

} // namespace sluice
