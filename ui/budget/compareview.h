// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/scenariomodel.h"

#include <QScrollArea>

class QGridLayout;

namespace sluice {

class BudgetDocument;
class CompareCard;
class ScenarioBox;

/// Up to four scenarios side by side: the baseline, what is set now, and two of the library.
/// GUI thread.
class CompareView final : public QScrollArea
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CompareView)

public:
    CompareView(BudgetDocument &document, ScenarioModel &scenarios, QWidget *parent = nullptr);

    void add(const Scenario &scenario); ///< nothing, where four stand already
    [[nodiscard]] QList<CompareCard *> cards() const;
    [[nodiscard]] QList<Scenario> scenarios() const;

signals:
    void failed(const sluice::Error &error);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void follow();
    void arrange();
    [[nodiscard]] int columnsFor(int width) const;

    BudgetDocument &m_document;
    CompareCard *m_baseline;
    CompareCard *m_now;
    QList<CompareCard *> m_chosen;
    ScenarioBox *m_add;
    QGridLayout *m_grid;
};

} // namespace sluice
