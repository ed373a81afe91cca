// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/budgetdocument.h"

#include "budget/parametertable.h"

namespace sluice {

namespace {

constexpr qsizetype kMostSteps = 1000;

} // namespace

BudgetDocument::BudgetDocument(QObject *parent)
    : QObject(parent)
{
    const Scenario &worst = builtInScenarios().at(3);
    m_now = {.current = worst, .loaded = worst.settings, .baseline = worst, .load = 0};
}

bool BudgetDocument::setParameter(QLatin1StringView key, double value)
{
    const BudgetParameter *row = budgetParameter(QString(key));
    if (!row || !row->check(value))
        return false;
    if (row->get(settings()) == value)
        return true;
    State next = m_now;
    row->set(next.current.settings, value);
    if (m_draggedKey == row->key && !m_past.isEmpty()) {
        show(std::move(next));
        return true;
    }
    change(row->label, std::move(next));
    m_draggedKey = row->key;
    return true;
}

void BudgetDocument::setSettings(const BudgetSettings &settings, const QString &what)
{
    State next = m_now;
    next.current.settings = settings;
    change(what, std::move(next));
}

void BudgetDocument::load(const Scenario &scenario)
{
    State next = m_now;
    next.current = scenario;
    next.loaded = scenario.settings;
    next.load = ++m_loads;
    change(scenario.name, std::move(next));
}

void BudgetDocument::reset()
{
    if (isChanged())
        setSettings(m_now.loaded, tr("Reset"));
}

void BudgetDocument::pinBaseline(const Scenario &scenario)
{
    State next = m_now;
    next.baseline = scenario;
    change(tr("Baseline"), std::move(next));
}

void BudgetDocument::setSaved(const QString &name, const QString &caption)
{
    endDrag(); // what follows is undone back to here
    const State saved = m_now;
    changeEveryState([&](State &state) {
        if (state.load != saved.load && state.current.name != name)
            return;
        state.current.name = name;
        state.current.caption = caption;
        state.loaded = saved.current.settings;
    });
}

void BudgetDocument::setName(const QString &name)
{
    const State renamed = m_now;
    changeEveryState([&](State &state) {
        if (state.load == renamed.load || state.current.name == renamed.current.name)
            state.current.name = name;
    });
}

void BudgetDocument::changeEveryState(const std::function<void(State &)> &change)
{
    change(m_now);
    for (QList<Step> *steps : {&m_past, &m_future}) {
        for (Step &step : *steps)
            change(step.state);
    }
    emit scenarioChanged();
}

QString BudgetDocument::undoText() const { return canUndo() ? m_past.last().what : QString(); }
QString BudgetDocument::redoText() const { return canRedo() ? m_future.last().what : QString(); }
void BudgetDocument::undo() { go(m_past, m_future); }
void BudgetDocument::redo() { go(m_future, m_past); }

void BudgetDocument::forgetHistory()
{
    m_draggedKey = {};
    m_past.clear();
    m_future.clear();
    emit historyChanged();
}

void BudgetDocument::change(const QString &what, State next)
{
    m_draggedKey = {};
    m_past.append({what, m_now});
    if (m_past.size() > kMostSteps)
        m_past.removeFirst();
    m_future.clear();
    show(std::move(next));
    emit historyChanged();
}

void BudgetDocument::go(QList<Step> &from, QList<Step> &to)
{
    if (from.isEmpty())
        return;
    m_draggedKey = {};
    Step step = from.takeLast();
    to.append({step.what, m_now});
    show(std::move(step.state));
    emit historyChanged();
}

void BudgetDocument::show(State next)
{
    const State before = std::exchange(m_now, std::move(next));
    if (m_now.current.settings != before.current.settings)
        emit settingsChanged();
    if (m_now.baseline != before.baseline)
        emit baselineChanged();
    emit scenarioChanged();
}

} // namespace sluice
