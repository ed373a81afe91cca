// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pageswitcher.h"

#include "windowstate.h"

#include <QActionGroup>
#include <QStackedWidget>
#include <QToolBar>

namespace sluice {
using namespace Qt::StringLiterals;

PageSwitcher::PageSwitcher(QStackedWidget &stack, QToolBar &bar, QObject *parent)
    : QObject(parent)
    , m_stack(stack)
    , m_bar(bar)
    , m_actions(new QActionGroup(this))
{
    m_bar.setMovable(false);
    m_bar.setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
    m_bar.setIconSize(QSize(24, 24));
    m_bar.setContextMenuPolicy(Qt::PreventContextMenu);
}

void PageSwitcher::add(const Page &page)
{
    const qsizetype index = m_pages.size();
    auto *action = new QAction(page.icon, page.title, m_actions);
    action->setCheckable(true);
    action->setShortcut(QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_1 + index)));
    m_bar.addAction(action);
    m_bar.widgetForAction(action)->setFocusPolicy(Qt::TabFocus);
    m_pages += page;
    m_stack.addWidget(page.widget);
    connect(action, &QAction::triggered, this, [this, index] {
        m_current = index;
        follow();
        QWidget *shown = m_pages.at(index).widget;
        QWidget *last = shown->focusWidget(); // where somebody was before
        (last ? last : shown)->setFocus();
    });
    follow();
}

QList<QAction *> PageSwitcher::actions() const { return m_actions->actions(); }
QString PageSwitcher::current() const { return m_pages.at(m_current).name; }

void PageSwitcher::show(const QString &name)
{
    const auto at = std::ranges::find(m_pages, name, &Page::name);
    if (at == m_pages.end())
        return;
    m_current = at - m_pages.begin();
    follow();
}

void PageSwitcher::replace(const QString &name, QWidget *widget)
{
    const auto at = std::ranges::find(m_pages, name, &Page::name);
    m_stack.addWidget(widget);
    at->widget = widget;
    follow();
}

void PageSwitcher::follow()
{
    m_actions->actions().at(m_current)->setChecked(true);
    for (qsizetype i = 0; i < m_pages.size(); ++i) {
        for (QAction *menu : m_pages.at(i).menus)
            menu->setVisible(i == m_current);
        for (QToolBar *tools : m_pages.at(i).tools)
            tools->setVisible(i == m_current);
    }
    m_stack.setCurrentWidget(m_pages.at(m_current).widget);
}

void PageSwitcher::saveState(const WindowState &state) const
{
    state.setValue(u"page"_s, current());
}

void PageSwitcher::restoreState(const WindowState &state)
{
    show(state.value(u"page"_s).toString());
}

} // namespace sluice
