// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/stepsmodel.h"

#include <QTableView>

namespace sluice {

/// Steps × kinds with heat; rows and columns without a call are left out. It is as high as its
/// rows and scrolls with what it stands in. GUI thread.
class StepsTable final : public QTableView
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StepsTable)

public:
    explicit StepsTable(QWidget *parent = nullptr);

    void setCalls(const CallTable &current, const CallTable &baseline);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void changeEvent(QEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

private:
    void hideUnused();
    void fitRows();
    [[nodiscard]] int longestWord() const;

    StepsModel m_model;
};

} // namespace sluice
