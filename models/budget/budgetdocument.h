// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/scenario.h"

#include <QObject>

#include <functional>

namespace sluice {

/// The setting that somebody plays with, the baseline that it is held against, and every change of
/// both, to be undone and redone. GUI thread.
class BudgetDocument final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BudgetDocument)

public:
    /// Begins with the notebook's worst case, held against itself.
    explicit BudgetDocument(QObject *parent = nullptr);

    [[nodiscard]] const Scenario &current() const { return m_now.current; }
    [[nodiscard]] const BudgetSettings &settings() const { return m_now.current.settings; }
    [[nodiscard]] const Scenario &baseline() const { return m_now.baseline; }
    /// The settings are no longer those of the scenario that was loaded.
    [[nodiscard]] bool isChanged() const { return m_now.current.settings != m_now.loaded; }

    /// Changes one parameter. Values out of its range are refused (false). Changes of one parameter
    /// that follow each other, as of a slider that is dragged, are undone as one until endDrag().
    bool setParameter(QLatin1StringView key, double value);
    void endDrag() { m_draggedKey = {}; }
    void setSettings(const BudgetSettings &settings, const QString &what);
    void load(const Scenario &scenario);
    void reset(); ///< to what was loaded
    void pinBaseline(const Scenario &scenario);
    /// The current settings are a scenario of this name now. Nothing to undo: steps back and forth
    /// in the same scenario are held against what was saved.
    void setSaved(const QString &name, const QString &caption);
    void setName(const QString &name); ///< what was loaded is called so now; nothing to undo

    [[nodiscard]] bool canUndo() const { return !m_past.isEmpty(); }
    [[nodiscard]] bool canRedo() const { return !m_future.isEmpty(); }
    [[nodiscard]] QString undoText() const; ///< what would be undone: "Chroots"
    [[nodiscard]] QString redoText() const;
    void undo();
    void redo();
    void forgetHistory(); ///< nothing is to be undone: as it stands it was begun with

signals:
    void settingsChanged();
    void baselineChanged();
    void scenarioChanged(); ///< its name, or whether it is changed
    void historyChanged();

private:
    struct State
    {
        Scenario current;
        BudgetSettings loaded;
        Scenario baseline;
        int load = 0; ///< the same number: changes of the same scenario
    };
    struct Step
    {
        QString what;
        State state;
    };

    void change(const QString &what, State next);
    void go(QList<Step> &from, QList<Step> &to);
    void show(State next);
    void changeEveryState(const std::function<void(State &)> &change);

    int m_loads = 0;
    State m_now;
    QList<Step> m_past;
    QList<Step> m_future;
    QLatin1StringView m_draggedKey;
};

} // namespace sluice
