// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/pullsmodel.h"
#include "pipeline/pulltext.h"
#include "queue/tasktext.h"

#include <QMetaEnum>

// What a PullsModel tells.
namespace sluice {
using namespace Qt::StringLiterals;

namespace {

QString columnTitle(int column)
{
    switch (static_cast<PullsModel::Column>(column)) {
    case PullsModel::Pull:
        return PullsModel::tr("Pull request");
    case PullsModel::Author:
        return PullsModel::tr("Author");
    case PullsModel::State:
        return PullsModel::tr("State");
    case PullsModel::Age:
        return PullsModel::tr("Age");
    case PullsModel::BehindWhom:
        return PullsModel::tr("Waits for");
    case PullsModel::FirstChroot:
        break;
    }
    return {};
}

/// "fedora-43" above "x86_64".
QString chrootTitle(const QString &chroot)
{
    if (chroot.isEmpty())
        return PullsModel::tr("Other\nchecks");
    const qsizetype dash = chroot.lastIndexOf(u'-');
    return chroot.first(dash) + u'\n' + chroot.sliced(dash + 1);
}

} // namespace

const PullRow *PullsModel::pullAt(int row) const
{
    return row >= 0 && row < rowCount() ? m_board.pull(line(row).key) : nullptr;
}

const PullSummary *PullsModel::summaryAt(int row) const
{
    const auto found = row >= 0 && row < rowCount() ? m_summaries.constFind(line(row).key)
                                                    : m_summaries.cend();
    return found == m_summaries.cend() ? nullptr : &*found;
}

int PullsModel::rowOf(PullKey key) const { return m_rows.value(key, -1); }

PullCell PullsModel::cellAt(const QModelIndex &index) const
{
    const PullSummary *summary = summaryAt(index.row());
    const int at = index.column() - FirstChroot;
    return summary && at >= 0 && at < m_shown.chroots.size() ? summary->cell(m_shown.chroots.at(at))
                                                             : PullCell();
}

QString PullsModel::chrootAt(int column) const
{
    const int at = column - FirstChroot;
    return at >= 0 && at < m_shown.chroots.size() ? m_chroots.name(m_shown.chroots.at(at))
                                                  : QString();
}

int PullsModel::columnOf(const QString &chroot) const
{
    for (int i = 0; i < m_shown.chroots.size(); ++i) {
        if (m_chroots.name(m_shown.chroots.at(i)) == chroot)
            return FirstChroot + i;
    }
    return -1;
}

QString PullsModel::columnName(int column) const
{
    if (column >= FirstChroot)
        return chrootAt(column).isEmpty() ? u"other"_s : chrootAt(column);
    return QString::fromLatin1(QMetaEnum::fromType<Column>().valueToKey(column));
}

bool PullsModel::isDimmed(int row) const { return row >= 0 && row < rowCount() && line(row).isOld; }

int PullsModel::stuckCount() const
{
    int stuck = 0;
    for (int row = 0; row < rowCount(); ++row) {
        if (m_order.grouping != PullGrouping::None) { // heads tell, of folded groups too
            stuck += line(row).checksStuck;
            continue;
        }
        const PullSummary *summary = summaryAt(row);
        stuck += summary && !isDimmed(row) ? summary->stuck : 0;
    }
    return stuck;
}

int PullsModel::stuckPulls() const
{
    return int(std::ranges::count_if(m_summaries,
                                     [](const PullSummary &each) { return each.stuck > 0; }));
}

int PullsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_shown.lines.size());
}

int PullsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : FirstChroot + int(m_shown.chroots.size());
}

QVariant PullsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const bool isText = role == Qt::DisplayRole || role == Qt::AccessibleTextRole;
    if (line(index.row()).isHead())
        return isText ? headText(line(index.row()), index.column()) : QVariant();
    const PullRow *pull = pullAt(index.row());
    const PullSummary *summary = summaryAt(index.row());
    if (!pull || !summary)
        return {};
    if (role == Qt::ToolTipRole)
        return toolTip(*pull, index);
    if (!isText)
        return {};
    if (role == Qt::AccessibleTextRole)
        return accessibleText(*pull, index);
    if (index.column() < FirstChroot)
        return fixedText(*pull, *summary, index.column());
    const PullCell cell = cellAt(index);
    return cell.isEmpty() ? QVariant() : pulltext::cell(chrootAt(index.column()), cell);
}

/// Where one is, then what is there: whoever hears it has no row and no column before the eyes.
QString PullsModel::accessibleText(const PullRow &pull, const QModelIndex &index) const
{
    const QString where = pull.repository.section(u'/', 1) + u" #"_s + QString::number(pull.number);
    if (index.column() >= FirstChroot)
        return where + u", "_s + pulltext::cell(chrootAt(index.column()), cellAt(index));
    const PullSummary *summary = summaryAt(index.row());
    const QString text = summary ? fixedText(pull, *summary, index.column()).toString() : QString();
    if (index.column() != Pull)
        return where + u", "_s + columnTitle(index.column()) + u": "_s + text;
    const QString note = noteAt(index.row());
    return note.isEmpty() ? text : QString(text % u", "_s % note);
}

QVariant PullsModel::fixedText(const PullRow &pull, const PullSummary &summary, int column) const
{
    switch (static_cast<Column>(column)) {
    case Pull:
        return QString(pull.label() % u' ' % pull.title);
    case Author:
        return pull.author;
    case State:
        return summary.stuck > 0 ? QString(pulltext::stand(summary.stand) % u", "_s
                                           % pulltext::checksStuck(summary.stuck))
                                 : pulltext::stand(summary.stand);
    case Age:
        return tasktext::age(pull.createdAt, m_clock.now());
    case BehindWhom:
        return summary.asked ? QString(pulltext::behind(summary.behind) % u", "_s
                                       % pulltext::asked(*summary.asked))
                             : pulltext::behind(summary.behind);
    case FirstChroot:
        break;
    }
    return {};
}

QString PullsModel::headText(const PullLine &line, int column) const
{
    if (column == Pull) {
        const QString text = groupName(line) + u": "_s + pulltext::pulls(line.pulls, line.runs);
        return line.isFolded ? tr("%1, folded").arg(text) : text;
    }
    if (column != State)
        return {};
    QStringList counts;
    if (line.failed > 0)
        counts << pulltext::pullsFailed(line.failed);
    if (line.stuck > 0)
        counts << pulltext::pullsStuck(line.stuck);
    return counts.join(u", "_s);
}

QString PullsModel::groupName(const PullLine &head) const
{
    return head.group.isEmpty() ? tr("nobody known") : head.group;
}

QString PullsModel::noteAt(int row) const
{
    const PullRow *pull = pullAt(row);
    return pull ? pulltext::note(m_board.watch(pull->repository), *pull, m_clock.now()) : QString();
}

QString PullsModel::toolTip(const PullRow &pull, const QModelIndex &index) const
{
    if (index.column() < FirstChroot) {
        QStringList lines{pull.label(), pull.title};
        if (pull.isObserved())
            lines << tr("Observed: another service looks after it.");
        const QString stale
                = pulltext::staleness(m_board.watch(pull.repository), pull, m_clock.now());
        if (!stale.isEmpty())
            lines << stale;
        if (!pull.problem.isEmpty())
            lines << pull.problem;
        if (const auto *ask = waitingAsk(m_board.asks(pull.key), pull, m_clock.now()))
            lines << pulltext::asked(*ask);
        return lines.join(u'\n');
    }
    const QString chroot = chrootAt(index.column());
    QStringList lines;
    for (const PullCheck &check : pull.checks) {
        if (check.chroot != chroot)
            continue;
        lines << pulltext::name(check) + u": "_s
                         + pulltext::since(m_board.usual(), pull, check, m_clock.now());
        if (!check.description.isEmpty())
            lines << u"    "_s + check.description;
        if (const auto *ask = waitingAsk(m_board.asks(pull.key), pull, check, m_clock.now()))
            lines << u"    "_s + pulltext::asked(*ask);
    }
    return lines.join(u'\n');
}

QVariant PullsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return QAbstractTableModel::headerData(section, orientation, role);
    if (role == Qt::DisplayRole)
        return section < FirstChroot ? columnTitle(section) : chrootTitle(chrootAt(section));
    if ((role == Qt::ToolTipRole || role == Qt::AccessibleTextRole) && section >= FirstChroot)
        return chrootAt(section).isEmpty() ? tr("Checks that name no chroot") : chrootAt(section);
    return {};
}

Qt::ItemFlags PullsModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return {};
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable;
}

} // namespace sluice
