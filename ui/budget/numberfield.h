// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/parametertable.h"

#include <QLineEdit>

namespace sluice {

/// A number of the model to be typed, or stepped with the arrow keys. Shares are shown in per cent.
/// Takes any text and says what is wrong with it, instead of swallowing keys. GUI thread.
class NumberField final : public QLineEdit
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(NumberField)

public:
    explicit NumberField(const BudgetParameter &parameter, QWidget *parent = nullptr);

    void setValue(double value);
    [[nodiscard]] static QString textOf(const BudgetParameter &parameter, double value);
    [[nodiscard]] static QString unitOf(const BudgetParameter &parameter);

signals:
    void valueEdited(double value);
    void problemChanged(const QString &sentence); ///< empty: nothing is wrong
    void left(); ///< with Enter, or by going elsewhere

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void read(const QString &text);
    void showValue();
    void leave();
    void say(const QString &problem);
    void stepBy(double steps);
    [[nodiscard]] QString rangeText() const;

    const BudgetParameter &m_parameter;
    double m_value = 0;
    double m_before = 0; ///< before somebody began to type
    QString m_problem; ///< empty: what is written is m_value
};

} // namespace sluice
