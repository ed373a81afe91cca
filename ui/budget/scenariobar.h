// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/scenariomodel.h"

#include <QWidget>

namespace sluice {

class BudgetDocument;
class HintLabel;
class ScenarioBox;

/// Which scenario is set, and which one is the baseline. GUI thread.
class ScenarioBar final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ScenarioBar)

public:
    ScenarioBar(BudgetDocument &document, ScenarioModel &scenarios, QWidget *parent = nullptr);

signals:
    void failed(const sluice::Error &error);

private:
    void follow();

    BudgetDocument &m_document;
    ScenarioBox *m_scenario;
    ScenarioBox *m_baseline;
    HintLabel *m_caption;
};

} // namespace sluice
