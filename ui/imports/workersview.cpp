// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "imports/workersview.h"

#include "hintlabel.h"
#include "imports/taskdelegate.h"
#include "queue/tasktext.h"

#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QTableView>
#include <QVBoxLayout>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// What a worker does, with its progress as a bar under the words.
class WorkerDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        const QVariant progress = index.data(WorkersModel::ProgressRole);
        if (index.column() == WorkersModel::What && progress.isValid() && progress.toDouble() >= 0)
            paintProgress(painter, option, progress.toDouble());
    }
};

} // namespace

WorkersView::WorkersView(const Clock &clock, QWidget *parent)
    : QWidget(parent)
    , m_clock(clock)
    , m_model(clock)
    , m_headline(new QLabel(this))
    , m_nothing(new HintLabel({}, this))
    , m_table(new QTableView(this))
{
    m_headline->setContentsMargins(8, 4, 4, 2);
    m_headline->setTextFormat(Qt::PlainText);
    m_headline->setWordWrap(true);
    m_headline->setToolTip(
            tr("One line for each import thread: what it does now, and for how long"));
    m_headline->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_nothing->setContentsMargins(8, 0, 4, 4);
    m_nothing->setAlignment(Qt::AlignTop);
    m_table->setModel(&m_model);
    m_table->setItemDelegate(new WorkerDelegate(m_table));
    m_table->setAccessibleName(tr("Workers"));
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setSelectionBehavior(QTableView::SelectRows);
    m_table->setSelectionMode(QTableView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->horizontalHeader()->hide();
    m_table->horizontalHeader()->setMinimumSectionSize(10);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 8);
    m_table->setColumnWidth(WorkersModel::Worker, fontMetrics().horizontalAdvance(u"00"_s) + 12);
    m_table->setColumnWidth(WorkersModel::Since, fontMetrics().horizontalAdvance(u"00.0 s"_s) + 12);
    m_table->horizontalHeader()->setSectionResizeMode(WorkersModel::What, QHeaderView::Stretch);
    m_table->setColumnHidden(WorkersModel::Progress, true);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_headline);
    column->addWidget(m_nothing, 1);
    column->addWidget(m_table, 1);
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex &index) {
        emit taskActivated(index.data(WorkersModel::TaskRole).toLongLong());
    });
    connect(&m_tick, &QTimer::timeout, this, &WorkersView::showRate);
    m_tick.start(1s);
    showPool({}, {});
}

void WorkersView::setState(const StateCounts &counts, const PoolState &pool,
                           const QList<WorkerRow> &workers)
{
    m_rate.add(counts, m_clock.now());
    showPool(pool, workers);
}

void WorkersView::showPool(const PoolState &pool, const QList<WorkerRow> &workers)
{
    m_model.setWorkers(workers);
    m_table->setVisible(!workers.isEmpty());
    m_nothing->setVisible(workers.isEmpty());
    m_nothing->setText(pool.owner.pid == 0 ? tr("No importer runs yet.")
                       : pool.isPaused     ? tr("Paused.")
                                           : tr("Nothing to do."));
    showRate();
}

void WorkersView::showRate()
{
    const QString rate = rateText();
    m_headline->setText(rate.isEmpty() ? tr("Workers") : tr("Workers · %1").arg(rate));
    emit rateChanged(rate);
}

QString WorkersView::rateText() const
{
    const QDateTime now = m_clock.now();
    const double rate = m_rate.perSecond(now);
    if (rate <= 0)
        return {};
    const QString perSecond
            = tr("%1 imports/s").arg(QLocale().toString(rate, 'f', rate < 10 ? 1 : 0));
    const auto left = m_rate.left(now);
    return left ? tr("%1, %2 left").arg(perSecond, tasktext::duration(*left)) : perSecond;
}

} // namespace sluice
