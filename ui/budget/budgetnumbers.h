// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;

namespace sluice {

struct BudgetAnswer;
class HintLabel;

/// The answers in large letters: pull requests per hour, calls of one, what binds; with the change
/// against the baseline, and below them what is wasted and what is lost. GUI thread.
class BudgetNumbers final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BudgetNumbers)

public:
    explicit BudgetNumbers(QWidget *parent = nullptr);

    void setAnswers(const BudgetAnswer &now, const BudgetAnswer &baseline);
    [[nodiscard]] QString text() const; ///< all of it, for clipboards and readers

private:
    struct Figure
    {
        QLabel *value;
        HintLabel *change;
    };
    [[nodiscard]] Figure makeFigure(const QString &name);

    Figure m_prs;
    Figure m_calls;
    Figure m_binding;
    QLabel *m_details;
};

} // namespace sluice
