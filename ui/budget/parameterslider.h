// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/parametertable.h"

#include <QSlider>

namespace sluice {

/// A slider over the common part of a parameter's range, in steps that make round numbers. A wheel
/// over it scrolls what it stands in, unless it has the focus. GUI thread.
class ParameterSlider final : public QSlider
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ParameterSlider)

public:
    explicit ParameterSlider(const BudgetParameter &parameter, QWidget *parent = nullptr);

    void setParameterValue(double value); ///< beyond its end it stands at its end; no signal

signals:
    void valueMoved(double value);

protected:
    void mousePressEvent(QMouseEvent *event) override;

private:
    [[nodiscard]] double valueAt(int position) const;

    double m_least;
    double m_most;
    double m_step;
};

} // namespace sluice
