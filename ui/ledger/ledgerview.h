// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTreeView>

namespace sluice {

class LedgerTree;

/// Where calls went, down to single requests; the chosen line can be copied. GUI thread.
class LedgerView final : public QTreeView
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LedgerView)

public:
    /// The tree must outlive it.
    explicit LedgerView(LedgerTree &tree, QWidget *parent = nullptr);

private:
    void copyLine() const;
};

} // namespace sluice
