// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger/ledgerpies.h"

#include "budget/pieview.h"
#include "ledger/comparisontable.h"
#include "ledger/ledgertitle.h"

#include <QLocale>
#include <QRadioButton>
#include <QVBoxLayout>

namespace sluice {
using namespace Qt::StringLiterals;

LedgerPies::LedgerPies(QWidget *parent)
    : QWidget(parent)
    , m_byKind(new QRadioButton(tr("by &kind"), this))
    , m_byStep(new QRadioButton(tr("by s&tep"), this))
    , m_measured(new PieView(this))
    , m_modelled(new PieView(this))
    , m_measuredTitle(new LedgerTitle({}, this))
    , m_modelledTitle(new LedgerTitle({}, this))
    , m_table(new ComparisonTable(this))
{
    m_measured->setObjectName(u"ledger-measured"_s);
    m_measured->setAccessibleName(tr("Pie of measured calls"));
    m_measured->setEmptyText(tr("No call within this time."));
    m_modelled->setObjectName(u"ledger-modelled"_s);
    m_modelled->setAccessibleName(tr("Pie of modelled calls"));
    m_byKind->setChecked(true);
    m_byStep->setObjectName(u"ledger-by-step"_s);
    auto *cuts = new QHBoxLayout;
    cuts->addWidget(new LedgerTitle(tr("What they were for"), this));
    cuts->addWidget(m_byKind);
    cuts->addWidget(m_byStep);
    cuts->addStretch(1);
    auto *pies = new QHBoxLayout;
    pies->addWidget(makeSide(m_measuredTitle, m_measured), 1);
    m_modelledSide = makeSide(m_modelledTitle, m_modelled);
    pies->addWidget(m_modelledSide, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(cuts);
    column->addLayout(pies);
    column->addWidget(m_table);
    column->addStretch(1);
    connect(m_byStep, &QRadioButton::toggled, this, &LedgerPies::cut);
    showTitles();
}

QWidget *LedgerPies::makeSide(QLabel *title, PieView *pie)
{
    auto *side = new QWidget(this);
    auto *column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    title->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    pie->setFixedHeight(fontMetrics().lineSpacing() * 11);
    column->addWidget(title);
    column->addStretch(1);
    column->addWidget(pie);
    return side;
}

void LedgerPies::setPieBy(PieBy by) { (by == PieBy::Step ? m_byStep : m_byKind)->setChecked(true); }

PieBy LedgerPies::pieBy() const { return m_byStep->isChecked() ? PieBy::Step : PieBy::Kind; }

void LedgerPies::setComparison(const LedgerComparison &found)
{
    m_found = found;
    m_measured->setCalls(found.pipelines > 0 ? found.measured : found.all);
    m_modelled->setCalls(found.modelled);
    m_table->setComparison(found, pieBy());
    showTitles();
}

void LedgerPies::cut()
{
    m_measured->setPieBy(pieBy());
    m_modelled->setPieBy(pieBy());
    m_table->setComparison(m_found, pieBy());
}

void LedgerPies::showTitles()
{
    const QLocale locale;
    const auto perPull = [this, &locale](double calls) {
        return locale.toString(calls / std::max(1, m_found.pulls), 'f', 1);
    };
    const bool canCompare = m_found.pipelines > 0;
    m_measuredTitle->setText(
            canCompare
                    ? tr("Measured: %1 calls a pull request, of %2 with %n pipeline(s) that ended",
                         nullptr, m_found.pipelines)
                              .arg(perPull(m_found.measured.total()),
                                   locale.toString(m_found.pulls))
                    : tr("Measured: %1 calls. The model's pie stands beside it once a pipeline "
                         "that Sluice drives has ended.")
                              .arg(locale.toString(m_found.counted)));
    m_modelledTitle->setText(
            tr("Modelled: %1 calls a pull request of the same chroots, tests and pipelines")
                    .arg(perPull(m_found.modelled.total())));
    m_modelledSide->setVisible(canCompare);
    m_table->setVisible(canCompare);
}

} // namespace sluice
