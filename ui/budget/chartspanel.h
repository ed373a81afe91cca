// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/budgetsettings.h"

#include <QTabWidget>
#include <QTimer>

namespace sluice {

class BudgetChart;

/// The charts, one in sight: a chart is drawn when it is seen, after the pie. GUI thread.
class ChartsPanel final : public QTabWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChartsPanel)

public:
    explicit ChartsPanel(QWidget *parent = nullptr);

    void setSettings(const BudgetSettings &current, const BudgetSettings &baseline);
    /// Every chart, whether in sight or not, as the settings stand.
    [[nodiscard]] QList<BudgetChart *> charts();

protected:
    void showEvent(QShowEvent *event) override;

private:
    template <typename Chart> void add(const QString &tab);
    void showCurrent();

    struct Entry
    {
        BudgetChart *chart;
        std::function<void(const BudgetSettings &, const BudgetSettings &)> show;
        bool isShown = false; ///< as the settings stand
    };
    QList<Entry> m_entries;
    BudgetSettings m_current;
    BudgetSettings m_baseline;
    QTimer m_soon;
};

} // namespace sluice
