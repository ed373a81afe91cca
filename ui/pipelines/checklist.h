// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "clock.h"
#include "pipeline/pullrow.h"

#include <QListWidget>

namespace sluice {

class PullBoard;

/// The checks of one pull request, in one chroot or all; the one that needs somebody most is chosen
/// until a person chooses another. GUI thread.
class CheckList final : public QListWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CheckList)

public:
    /// Both must outlive it.
    CheckList(const PullBoard &board, const Clock &clock, QWidget *parent = nullptr);

    /// A null chroot: all checks. `chosen` stays so where it is among them.
    void showPull(const PullRow &pull, const QString &chroot, qint64 chosen);
    [[nodiscard]] qint64 chosen() const; ///< 0: there is none

private:
    [[nodiscard]] bool isLate(const PullRow &pull, const PullCheck &check) const;
    void fill(QListWidgetItem &item, const PullRow &pull, const PullCheck &check) const;

    const PullBoard &m_board;
    const Clock &m_clock;
};

} // namespace sluice
