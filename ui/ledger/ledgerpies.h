// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/ledgerparts.h"
#include "budget/piepicture.h"

#include <QWidget>

class QLabel;
class QRadioButton;

namespace sluice {

class ComparisonTable;
class PieView;

/// The measured pie beside the modelled one, in the same categories and colours, and their numbers
/// beneath. GUI thread.
class LedgerPies final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LedgerPies)

public:
    explicit LedgerPies(QWidget *parent = nullptr);

    void setComparison(const LedgerComparison &found);
    void setPieBy(PieBy by);
    [[nodiscard]] PieBy pieBy() const;

private:
    QWidget *makeSide(QLabel *title, PieView *pie);
    void cut();
    void showTitles();

    LedgerComparison m_found;
    QRadioButton *m_byKind;
    QRadioButton *m_byStep;
    PieView *m_measured;
    PieView *m_modelled;
    QLabel *m_measuredTitle;
    QLabel *m_modelledTitle;
    QWidget *m_modelledSide;
    ComparisonTable *m_table;
};

} // namespace sluice
