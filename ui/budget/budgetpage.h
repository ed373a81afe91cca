// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/budgetdocument.h"
#include "budget/scenariomodel.h"

#include <QTimer>
#include <QWidget>

class QSplitter;
class QStackedWidget;

namespace sluice {

class AnswersView;
class Banner;
class BudgetActions;
class BudgetExport;
class BudgetNumbers;
class CompareView;
class ConfigDrop;
class LeversPanel;
class ParameterPanel;
class ScenarioActions;
class ScenarioBar;
class WindowState;

/// The page of the API budget: what can be set on the left, what it comes to on the right. It
/// needs no engine and no queue. GUI thread.
class BudgetPage final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BudgetPage)

public:
    /// Scenarios of one's own are kept in this folder, which need not exist.
    explicit BudgetPage(const QString &scenarioFolder, QWidget *parent = nullptr);

    [[nodiscard]] BudgetActions &actions() const { return *m_actions; }
    [[nodiscard]] ScenarioActions &scenarioActions() const { return *m_scenarioActions; }
    [[nodiscard]] ConfigDrop &configs() const { return *m_configs; }
    [[nodiscard]] BudgetExport &exports() const { return *m_export; }
    [[nodiscard]] CompareView &comparison() const { return *m_comparison; }
    [[nodiscard]] BudgetDocument &document() { return m_document; }
    bool showScenario(const QString &name); ///< of the list; false: there is none of that name
    [[nodiscard]] ScenarioModel &scenarios() { return m_scenarios; }
    void saveState(const WindowState &state) const;
    void restoreState(const WindowState &state);

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    QWidget *makeAnswers();
    void connectAll();
    void connectConfigs();
    void follow();
    void saveScenarios(const WindowState &state) const;
    void restoreScenarios(const WindowState &state);
    void showError(const Error &error);
    void showNotice(const QString &sentence, bool canBeTakenBack);

    BudgetDocument m_document;
    ScenarioModel m_scenarios;
    BudgetActions *m_actions;
    ScenarioActions *m_scenarioActions;
    ConfigDrop *m_configs;
    Banner *m_failure;
    Banner *m_notice;
    ScenarioBar *m_bar;
    ParameterPanel *m_parameters;
    BudgetNumbers *m_numbers;
    AnswersView *m_answers;
    LeversPanel *m_levers;
    CompareView *m_comparison;
    BudgetExport *m_export;
    QStackedWidget *m_stack;
    QSplitter *m_columns;
    QTimer m_noticeEnd;
};

} // namespace sluice
