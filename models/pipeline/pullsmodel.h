// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "clock.h"
#include "pipeline/pullarrangement.h"
#include "pipeline/pullboard.h"

#include <QAbstractTableModel>
#include <QSet>
#include <QTimer>

namespace sluice {

/// The matrix: a row for each pull request, and heads of groups; a column for each chroot after the
/// fixed ones. GUI thread only.
class PullsModel final : public QAbstractTableModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PullsModel)

public:
    enum Column { Pull, Author, State, Age, BehindWhom, FirstChroot };
    Q_ENUM(Column)

    /// Both must outlive it.
    PullsModel(PullBoard &board, const Clock &clock, QObject *parent = nullptr);

    void setFilter(const PullFilter &filter);
    void setGrouping(PullGrouping grouping);
    void setWithOld(bool isWithOld);
    void setFolded(int head, bool isFolded); ///< that row's group
    [[nodiscard]] int headOf(int row) const; ///< -1: it is in no group
    [[nodiscard]] const PullOrder &order() const { return m_order; }
    [[nodiscard]] int hiddenCount() const { return m_shown.hidden; } ///< superseded and closed

    [[nodiscard]] const PullLine &line(int row) const { return m_shown.lines.at(row); }
    [[nodiscard]] const PullRow *pullAt(int row) const; ///< null: a head, or gone just now
    [[nodiscard]] const PullSummary *summaryAt(int row) const;
    [[nodiscard]] int rowOf(PullKey key) const; ///< -1 where it is not shown
    [[nodiscard]] PullCell cellAt(const QModelIndex &index) const;
    [[nodiscard]] QString chrootAt(int column) const; ///< empty: the other checks
    [[nodiscard]] int columnOf(const QString &chroot) const; ///< -1 where it is not shown
    [[nodiscard]] QString columnName(int column) const; ///< to remember it by
    [[nodiscard]] QString noteAt(int row) const; ///< "observed 12 min ago"
    [[nodiscard]] QString groupName(const PullLine &head) const;
    /// Rows change now because the store did, not because somebody at the window wants it.
    [[nodiscard]] bool isFollowing() const { return m_isFollowing; }
    [[nodiscard]] bool isSettled() const { return m_touched.isEmpty(); } ///< all is worked out
    [[nodiscard]] bool isDimmed(int row) const; ///< superseded or closed
    [[nodiscard]] int pullCount() const { return m_shown.pulls; } ///< shown ones
    [[nodiscard]] int runCount() const { return m_shown.runs; } ///< theirs that are shown
    [[nodiscard]] int stuckCount() const; ///< checks in the rows that are shown
    [[nodiscard]] int stuckPulls() const; ///< whatever the filter shows

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index,
                                int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

signals:
    void arranged(); ///< rows came or went, or what they come to
    void settled(); ///< what has changed is worked out

private:
    void takeRead(const QList<PullKey> &keys);
    void takeRemoved(const QList<PullKey> &keys);
    void touch(PullKey key);
    void flush();
    void refresh(PullKey key); ///< tells of the cells that have changed
    void tick(); ///< ages, and what is stuck by now
    void rearrange();
    void findNewest();
    [[nodiscard]] bool isOrderedByState() const; ///< rows may come, go or move when a check does
    [[nodiscard]] QList<ArrangedPull> all() const;
    void apply(const QList<PullLine> &lines);
    void reorder(const QList<qint64> &ids, const QList<int> &rows,
                 const QHash<qint64, PullLine> &lines);
    void applyColumns(const QList<int> &chroots);
    void indexRows();

    [[nodiscard]] QVariant fixedText(const PullRow &pull, const PullSummary &summary,
                                     int column) const;
    [[nodiscard]] QString accessibleText(const PullRow &pull, const QModelIndex &index) const;
    [[nodiscard]] QString headText(const PullLine &line, int column) const;
    [[nodiscard]] QString toolTip(const PullRow &pull, const QModelIndex &index) const;

    PullBoard &m_board;
    const Clock &m_clock;
    PullOrder m_order;
    ChrootNumbers m_chroots;
    QHash<PullKey, PullSummary> m_summaries;
    PullLines m_shown;
    QHash<PullKey, int> m_rows;
    QSet<PullKey> m_touched;
    QSet<PullKey> m_newest; ///< head commits
    bool m_isOrderTouched = false;
    bool m_areCountsTouched = false;
    bool m_isFollowing = false;
    QTimer m_flushTimer;
    QTimer m_ageTimer;
};

} // namespace sluice
