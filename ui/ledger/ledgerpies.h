// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/ledgerparts.h"

#include <QWidget>

class QLabel;

namespace sluice {

class PieView;

/// The measured pie beside the modelled one. GUI thread.
class LedgerPies final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LedgerPies)

public:
    explicit LedgerPies(QWidget *parent = nullptr);

    void setComparison(const LedgerComparison &found);

private:
    PieView *m_measured;
    PieView *m_modelled;
    QLabel *m_measuredTitle;
    QLabel *m_modelledTitle;
};

} // namespace sluice
