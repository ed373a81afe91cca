// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollArea>
#include <QTimer>

class QComboBox;

namespace sluice {

class BudgetDocument;
class FoldableGroup;
class ParameterRow;
class WindowState;

/// Every parameter of the model: the notebook's eight in sight, the others folded in groups as
/// people think. GUI thread.
class ParameterPanel final : public QScrollArea
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ParameterPanel)

public:
    explicit ParameterPanel(BudgetDocument &document, QWidget *parent = nullptr);

    void saveState(const WindowState &state) const;
    void restoreState(const WindowState &state);

private:
    QWidget *makePolicy();
    void addRow(ParameterRow *row);
    void follow();

    BudgetDocument &m_document;
    QComboBox *m_policy = nullptr;
    QList<ParameterRow *> m_rows;
    QList<FoldableGroup *> m_groups; ///< the basics, then by ParameterGroup
    QTimer m_rest; ///< after it, the next key press on a slider is a step of its own
};

} // namespace sluice
