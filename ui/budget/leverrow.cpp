// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/leverrow.h"

#include "breakable.h"
#include "budget/budgetwords.h"
#include "hintlabel.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>

namespace sluice {
using namespace Qt::StringLiterals;

LeverRow::LeverRow(QWidget *parent)
    : QWidget(parent)
    , m_button(new QPushButton(this))
    , m_title(new QLabel(this))
    , m_details(new HintLabel({}, this))
{
    m_title->setTextFormat(Qt::PlainText);
    m_title->setWordWrap(true);
    m_button->setMinimumWidth(m_button->fontMetrics().horizontalAdvance(tr("−1,234.5 calls"))
                              + m_button->fontMetrics().averageCharWidth() * 3);
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(10);
    grid->setVerticalSpacing(0);
    grid->addWidget(m_button, 0, 0, 2, 1, Qt::AlignTop);
    grid->addWidget(m_title, 0, 1);
    grid->addWidget(m_details, 1, 1);
    grid->setColumnStretch(1, 1);
    connect(m_button, &QPushButton::clicked, this, &LeverRow::applied);
}

void LeverRow::setLever(const ConfigLever &lever, double calls)
{
    m_button->setText(tr("−%1", "fewer calls").arg(callsCounted(calls)));
    m_button->setAccessibleName(
            tr("%1: saves %2 per pull request").arg(lever.title, callsCounted(calls)));
    m_button->setToolTip(tr("Set the sliders as if the file said so"));
    m_title->setText(breakable(lever.title));
    m_details->setText(breakable(tr("%1 – lost: %2").arg(lever.edit, lever.loss)));
}

} // namespace sluice
