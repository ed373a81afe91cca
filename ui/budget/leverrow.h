// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/configlevers.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace sluice {

class HintLabel;

/// One lever: what it saves on a button that applies it, what to write, what is lost. GUI thread.
class LeverRow final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LeverRow)

public:
    explicit LeverRow(QWidget *parent = nullptr);

    void setLever(const ConfigLever &lever, double calls);

signals:
    void applied();

private:
    QPushButton *m_button;
    QLabel *m_title;
    HintLabel *m_details;
};

} // namespace sluice
