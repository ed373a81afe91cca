// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/parameterrow.h"

namespace sluice {

/// The cost of loading the configuration: as the name of its file, which the notebook's Packit
/// tries one after the other, plus a look for the spec file ("2+1"); or any number. GUI thread.
class ConfigCostRow final : public ParameterRow
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ConfigCostRow)

public:
    explicit ConfigCostRow(QWidget *parent = nullptr);

    void setValues(const BudgetSettings &current, const BudgetSettings &baseline) override;

private:
    void choose();
    void showSum();

    int m_value = 0;
    QComboBox *m_name;
    QCheckBox *m_specfile;
    QLabel *m_sum;
};

} // namespace sluice
