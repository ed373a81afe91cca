// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QList>
#include <QObject>

class QAction;
class QActionGroup;
class QStackedWidget;
class QToolBar;

namespace sluice {

class WindowState;

/// Goes from page to page of the window, by a bar on its left side, a menu, or Ctrl with the
/// page's number; what belongs to one page alone is shown with it. GUI thread.
class PageSwitcher final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PageSwitcher)

public:
    struct Page
    {
        QString name; ///< by which it is remembered
        QString title;
        QIcon icon;
        QWidget *widget;
        QList<QAction *> menus; ///< shown with this page alone
        QList<QToolBar *> tools;
    };

    PageSwitcher(QStackedWidget &stack, QToolBar &bar, QObject *parent);

    void add(const Page &page);
    [[nodiscard]] QList<QAction *> actions() const;
    void show(const QString &name);
    [[nodiscard]] QString current() const;
    /// Where the page is, there is now another widget, which tells why it cannot be.
    void replace(const QString &name, QWidget *widget);
    void saveState(const WindowState &state) const;
    void restoreState(const WindowState &state);

private:
    void follow();

    QStackedWidget &m_stack;
    QToolBar &m_bar;
    QActionGroup *m_actions;
    QList<Page> m_pages;
    qsizetype m_current = 0;
};

} // namespace sluice
