// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/configcostrow.h"

#include "packit/packitconfig.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr auto kKey = "load_packit_yaml"_L1;

} // namespace

ConfigCostRow::ConfigCostRow(QWidget *parent)
    : ParameterRow(*budgetParameter(QString(kKey)), parent)
    , m_name(new QComboBox(this))
    , m_specfile(new QCheckBox(tr("spec file lookup"), this))
    , m_sum(new QLabel(this))
{
    m_name->addItems(notebookConfigNames());
    m_name->addItem(tr("any number"));
    m_name->setAccessibleName(tr("Name of the configuration file"));
    m_name->setToolTip(tr("The seven names that the notebook's Packit tries, in its order: each "
                          "one before it costs a call"));
    m_name->setFocusPolicy(Qt::StrongFocus);
    m_name->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_name->setMinimumContentsLength(12);
    m_specfile->setToolTip(tr("One more call, where the configuration does not name the spec file "
                              "(packit/packit#1799)"));
    m_sum->setObjectName(u"sum"_s);
    auto *line = new QHBoxLayout;
    line->addWidget(m_name, 1);
    line->addWidget(m_specfile);
    line->addWidget(m_sum);
    grid().addLayout(line, kExtraLine, 0, 1, 4);
    connect(m_name, &QComboBox::activated, this, &ConfigCostRow::choose);
    connect(m_specfile, &QCheckBox::clicked, this, &ConfigCostRow::choose);
}

void ConfigCostRow::choose()
{
    if (m_name->currentIndex() < notebookConfigNames().size()) {
        m_value = m_name->currentIndex() + 1 + (m_specfile->isChecked() ? 1 : 0);
        emit changed(kKey, m_value);
        emit ended();
    }
    showSum();
}

void ConfigCostRow::setValues(const BudgetSettings &current, const BudgetSettings &baseline)
{
    ParameterRow::setValues(current, baseline);
    const int value = current.base.configLoad;
    if (value == m_value && !m_sum->text().isEmpty())
        return; // chosen here, or nothing new: 3 may be 2+1 or 3
    m_value = value;
    const int names = int(notebookConfigNames().size());
    // As the notebook puts it: 3 is 2+1 and 6 is 5+1; its cheap load of 2 looks for no spec file.
    const bool hasLookup = value > 2 && value <= names + 1;
    const int position = hasLookup ? value - 1 : value;
    m_specfile->setChecked(hasLookup);
    m_name->setCurrentIndex(position >= 1 && position <= names ? position - 1 : names);
    showSum();
}

void ConfigCostRow::showSum()
{
    const int position = m_name->currentIndex() + 1;
    const bool isByName = position <= notebookConfigNames().size();
    m_specfile->setEnabled(isByName);
    m_sum->setText(!isByName                 ? QString::number(m_value)
                   : m_specfile->isChecked() ? u"%1+1"_s.arg(position)
                                             : QString::number(position));
}

} // namespace sluice
