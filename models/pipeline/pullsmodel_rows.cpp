// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/pullsmodel.h"
#include "queue/idlistdiff.h"

// How rows and columns of a PullsModel come, go and move.
namespace sluice {

void PullsModel::apply(const QList<PullLine> &lines)
{
    const auto idsOf = [](const QList<PullLine> &from) {
        QList<qint64> ids;
        ids.reserve(from.size());
        for (const PullLine &line : from)
            ids << line.id;
        return ids;
    };
    const QList<qint64> ids = idsOf(lines);
    const IdListDiff diff = diffIds(idsOf(m_shown.lines), ids);
    QHash<qint64, PullLine> byId;
    for (const QList<PullLine> *known : {&std::as_const(m_shown.lines), &lines}) {
        for (qsizetype i = 0; !diff.isSame && i < known->size(); ++i)
            byId.insert(known->at(i).id, known->at(i));
    }
    const auto insert = [&](int first, const QList<qint64> &added) {
        beginInsertRows({}, first, first + int(added.size()) - 1);
        for (qsizetype i = 0; i < added.size(); ++i)
            m_shown.lines.insert(first + i, byId.value(added.at(i)));
        indexRows();
        endInsertRows();
    };
    const auto remove = [this](int first, int count) {
        beginRemoveRows({}, first, first + count - 1);
        m_shown.lines.remove(first, count);
        indexRows();
        endRemoveRows();
    };
    if (!diff.isSame && diff.isByRuns) {
        for (const RowRun &run : diff.removed)
            remove(run.first, run.count);
        for (const RowRun &run : diff.inserted)
            insert(run.first, ids.sliced(run.first, run.count));
    } else if (!diff.isSame) {
        const int before = rowCount();
        if (diff.kept < before) {
            reorder(diff.gathered, diff.toGathered, byId);
            remove(diff.kept, before - diff.kept);
        }
        if (diff.extended.size() > diff.kept)
            insert(diff.kept, diff.extended.sliced(diff.kept));
        reorder(ids, diff.toFinal, byId);
    }
    for (int row = 0; row < lines.size(); ++row) { // what a group comes to
        if (m_shown.lines.at(row) == lines.at(row))
            continue;
        m_shown.lines[row] = lines.at(row);
        emit dataChanged(index(row, 0), index(row, columnCount() - 1));
    }
}

void PullsModel::reorder(const QList<qint64> &ids, const QList<int> &rows,
                         const QHash<qint64, PullLine> &lines)
{
    emit layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    const QModelIndexList from = persistentIndexList();
    QModelIndexList to;
    to.reserve(from.size());
    for (const QModelIndex &index : from)
        to += createIndex(rows[index.row()], index.column());
    m_shown.lines.clear();
    for (const qint64 id : ids)
        m_shown.lines << lines.value(id);
    indexRows();
    changePersistentIndexList(from, to);
    emit layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

void PullsModel::applyColumns(const QList<int> &chroots)
{
    for (int i = int(m_shown.chroots.size()) - 1; i >= 0; --i) {
        if (chroots.contains(m_shown.chroots.at(i)))
            continue;
        beginRemoveColumns({}, FirstChroot + i, FirstChroot + i);
        m_shown.chroots.removeAt(i);
        endRemoveColumns();
    }
    for (int i = 0; i < chroots.size(); ++i) { // both are in the same order
        if (m_shown.chroots.value(i, -1) == chroots.at(i))
            continue;
        int last = i;
        while (last + 1 < chroots.size() && !m_shown.chroots.contains(chroots.at(last + 1)))
            ++last;
        beginInsertColumns({}, FirstChroot + i, FirstChroot + last);
        for (int at = i; at <= last; ++at)
            m_shown.chroots.insert(at, chroots.at(at));
        endInsertColumns();
        i = last;
    }
}

void PullsModel::indexRows()
{
    m_rows.clear();
    m_rows.reserve(m_shown.lines.size());
    for (int row = 0; row < m_shown.lines.size(); ++row) {
        if (!m_shown.lines.at(row).isHead())
            m_rows.insert(m_shown.lines.at(row).key, row);
    }
}

} // namespace sluice
