// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QAction;
class QMainWindow;
class QMenu;
class QToolBar;

namespace sluice {

class BudgetPage;
class ImportsPage;
class LedgerPage;
class PipelinesPage;

/// The menu and the tool bar that the window shows with one page alone.
struct PageMenus
{
    QMenu *menu;
    QToolBar *tools;
};

/// Each adds both to the window, which owns them. GUI thread.
[[nodiscard]] PageMenus makeImportsMenus(QMainWindow &window, const ImportsPage &page);
[[nodiscard]] PageMenus makePipelinesMenus(QMainWindow &window, const PipelinesPage &page);
/// `scan` sets the page's sliders to what an organisation builds.
[[nodiscard]] PageMenus makeBudgetMenus(QMainWindow &window, const BudgetPage &page, QAction *scan);
[[nodiscard]] PageMenus makeLedgerMenus(QMainWindow &window, const LedgerPage &page);

} // namespace sluice
