// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/comparisonmodel.h"

#include <QTableView>

namespace sluice {

/// The numbers of the ledger's two pies side by side, in the pies' colours; as high as its rows.
/// GUI thread.
class ComparisonTable final : public QTableView
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ComparisonTable)

public:
    explicit ComparisonTable(QWidget *parent = nullptr);

    void setComparison(const LedgerComparison &found, PieBy by);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void changeEvent(QEvent *event) override;
    void wheelEvent(QWheelEvent *event) override; ///< scrolls what it stands in

private:
    void fitRows();

    ComparisonModel m_model;
};

} // namespace sluice
