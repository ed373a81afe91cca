// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/configlevers.h"

#include <QSet>
#include <QWidget>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace sluice {

class BudgetDocument;
class HintLabel;
class LeverRow;

/// What can be changed in the configuration that was read, the largest saving first; a click sets
/// the sliders so. Without a configuration it says how to read one. GUI thread.
class LeversPanel final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LeversPanel)

public:
    explicit LeversPanel(BudgetDocument &document, QWidget *parent = nullptr);

    /// Loads it as a scenario: one step to undo.
    void setConfig(const ConfigBudget &config);
    [[nodiscard]] QString text() const; ///< all that is shown, a line each

private:
    /// Levers that were turned to come to these settings.
    struct Turned
    {
        BudgetSettings settings;
        QSet<qsizetype> levers;
    };

    void follow();
    void followName();
    [[nodiscard]] QSet<qsizetype> turned();
    void showNothing();
    void showLevers();
    void showNotes(const QStringList &notes);
    void apply(qsizetype offer);
    LeverRow *row(qsizetype index);

    BudgetDocument &m_document;
    ConfigBudget m_config;
    QString m_name; ///< the scenario's that the configuration is
    QString m_seenName;
    BudgetSettings m_seen;
    QList<Turned> m_history;
    QList<LeverOffer> m_offers;
    QLabel *m_title;
    HintLabel *m_facts;
    HintLabel *m_empty;
    QVBoxLayout *m_column;
    QList<LeverRow *> m_rows;
    QPushButton *m_more;
    bool m_showsAll = false;
};

} // namespace sluice
