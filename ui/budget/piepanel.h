// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/piepicture.h"

#include <QWidget>

class QRadioButton;

namespace sluice {

class HintLabel;
class PieView;

/// The pie with what it is cut by above it and what a slice means below it. GUI thread.
class PiePanel final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PiePanel)

public:
    explicit PiePanel(QWidget *parent = nullptr);

    void setCalls(const CallTable &calls);
    void setPieBy(PieBy by);
    [[nodiscard]] PieView &pie() const { return *m_pie; }

private:
    void explain();

    PieView *m_pie;
    QRadioButton *m_byKind;
    QRadioButton *m_byStep;
    HintLabel *m_explanation;
};

} // namespace sluice
