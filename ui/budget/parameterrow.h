// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/parametertable.h"

#include <QWidget>

#include <optional>

class QCheckBox;
class QComboBox;
class QGridLayout;
class QLabel;
class QToolButton;

namespace sluice {

class HintLabel;
class NumberField;
class ParameterSlider;
class ProblemLabel;

/// One parameter: its label, what sets it (slider and field, check box or choices), a button that
/// explains it in place, and one that takes it back to the baseline. GUI thread.
class ParameterRow : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ParameterRow)

public:
    explicit ParameterRow(const BudgetParameter &parameter, QWidget *parent = nullptr);

    [[nodiscard]] const BudgetParameter &parameter() const { return m_parameter; }
    virtual void setValues(const BudgetSettings &current, const BudgetSettings &baseline);
    [[nodiscard]] bool isChanged() const { return m_isChanged; }
    [[nodiscard]] bool isBeingDragged() const;

signals:
    void changed(QLatin1StringView key, double value);
    void ended(); ///< what was dragged or typed is done

protected:
    [[nodiscard]] QGridLayout &grid() const { return *m_grid; }
    static constexpr int kExtraLine = 2; ///< a line of the grid for those who need one more

private:
    void makeTools();
    void makeNumber();
    void makeSwitch();
    void makeChoice();
    void makeNotes();
    void choose(double value); ///< at once, not as a drag

    const BudgetParameter &m_parameter;
    bool m_isChanged = false;
    std::optional<double> m_value; ///< as shown
    double m_baseline = 0;
    QGridLayout *m_grid;
    QLabel *m_label = nullptr;
    ParameterSlider *m_slider = nullptr;
    NumberField *m_field = nullptr;
    QCheckBox *m_switch = nullptr;
    QComboBox *m_choice = nullptr;
    QToolButton *m_reset = nullptr;
    QToolButton *m_explain = nullptr;
    ProblemLabel *m_problem = nullptr;
    HintLabel *m_explanation = nullptr;
};

} // namespace sluice
