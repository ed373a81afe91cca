// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/checklist.h"

#include "pipeline/pullboard.h"
#include "pipeline/pulltext.h"
#include "pipelines/checkicons.h"

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

/// "Test fedora-43-x86_64 full: failed"
QString lineOf(const PullCheck &check)
{
    return pulltext::title(check) + u": "_s + pulltext::state(check.kind, check.state);
}

QList<const PullCheck *> checksIn(const PullRow &pull, const QString &chroot)
{
    QList<const PullCheck *> checks;
    for (const PullCheck &check : pull.checks) {
        if (chroot.isNull() || check.chroot == chroot)
            checks << &check;
    }
    std::ranges::stable_sort(checks, [](const PullCheck *one, const PullCheck *other) {
        return std::pair(one->chroot, one->kind) < std::pair(other->chroot, other->kind);
    });
    return checks;
}

} // namespace

CheckList::CheckList(const PullBoard &board, const Clock &clock, QWidget *parent)
    : QListWidget(parent)
    , m_board(board)
    , m_clock(clock)
{
    setObjectName(u"pipelines-checks"_s);
    setAccessibleName(tr("Checks"));
    setToolTip(tr("Of the chosen chroot; choose the pull request's own cell for all"));
    setUniformItemSizes(true);
    setIconSize(QSize(fontMetrics().height(), fontMetrics().height()));
}

void CheckList::showPull(const PullRow &pull, const QString &chroot, qint64 chosen)
{
    const QList<const PullCheck *> checks = checksIn(pull, chroot);
    const auto needOf = [&](const PullCheck &check) {
        return severity(check.state) + (isLate(pull, check) ? 100 : 0);
    };
    while (count() > checks.size())
        std::unique_ptr<QListWidgetItem>(takeItem(count() - 1)).reset();
    while (count() < checks.size())
        addItem(QString());
    int worst = -1;
    int current = -1;
    for (int i = 0; i < checks.size(); ++i) {
        const PullCheck &check = *checks.at(i);
        fill(*item(i), pull, check);
        if (check.id == chosen)
            current = i;
        if (worst < 0 || needOf(check) > needOf(*checks.at(worst)))
            worst = i;
    }
    setCurrentRow(current >= 0 ? current : worst);
}

qint64 CheckList::chosen() const
{
    return currentItem() ? currentItem()->data(Qt::UserRole).toLongLong() : 0;
}

bool CheckList::isLate(const PullRow &pull, const PullCheck &check) const
{
    return isStuck(pull, check, m_board.usual(), m_clock.now());
}

void CheckList::fill(QListWidgetItem &item, const PullRow &pull, const PullCheck &check) const
{
    const QString line = lineOf(check);
    const bool isAsked = waitingAsk(m_board.asks(pull.key), pull, check, m_clock.now());
    item.setText(isAsked ? line + u" \u21bb"_s : line); // as in the matrix
    item.setData(Qt::AccessibleTextRole, isAsked ? tr("%1, asked again").arg(line) : QVariant());
    item.setIcon(checkicons::icon(isLate(pull, check) ? checkicons::Look::Stuck
                                                      : checkicons::lookOf(check.state)));
    item.setToolTip(pulltext::name(check));
    item.setData(Qt::UserRole, check.id);
}

} // namespace sluice
