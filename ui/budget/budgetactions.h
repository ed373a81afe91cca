// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QAction;

namespace sluice {

class BudgetDocument;

/// What can be done on the page of the API budget, as actions for menu, tool bar and page.
/// GUI thread.
class BudgetActions final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BudgetActions)

public:
    BudgetActions(BudgetDocument &document, QObject *parent);

    QAction *undo;
    QAction *redo;
    QAction *reset; ///< to the scenario that was loaded, as it was
    QAction *pin; ///< what is set now becomes the baseline
    QAction *compare; ///< scenarios side by side

private:
    void follow();

    BudgetDocument &m_document;
};

} // namespace sluice
