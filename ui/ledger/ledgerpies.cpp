// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger/ledgerpies.h"

#include "budget/pieview.h"
#include "ledger/ledgertitle.h"

#include <QLocale>
#include <QVBoxLayout>

namespace sluice {
using namespace Qt::StringLiterals;

LedgerPies::LedgerPies(QWidget *parent)
    : QWidget(parent)
    , m_measured(new PieView(this))
    , m_modelled(new PieView(this))
    , m_measuredTitle(new LedgerTitle({}, this))
    , m_modelledTitle(new LedgerTitle({}, this))
{
    m_measured->setObjectName(u"ledger-measured"_s);
    m_modelled->setObjectName(u"ledger-modelled"_s);
    auto *pies = new QHBoxLayout(this);
    pies->setContentsMargins(0, 0, 0, 0);
    for (const auto &[title, pie] :
         {std::pair(m_measuredTitle, m_measured), std::pair(m_modelledTitle, m_modelled)}) {
        auto *side = new QVBoxLayout;
        pie->setMinimumHeight(fontMetrics().lineSpacing() * 9);
        side->addWidget(title);
        side->addWidget(pie, 1);
        side->addStretch(0);
        pies->addLayout(side, 1);
    }
}

void LedgerPies::setComparison(const LedgerComparison &found)
{
    const QLocale locale;
    const auto perPipeline = [&locale, &found](const CallTable &calls) {
        return locale.toString(calls.total() / std::max(1, found.pipelines), 'f', 1);
    };
    const bool canCompare = found.pipelines > 0;
    m_measured->setCalls(canCompare ? found.measured : found.all);
    m_modelled->setCalls(found.modelled);
    m_measuredTitle->setText(
            canCompare ? tr("Measured: %1 calls a pipeline, of %n pipeline(s) that ended here",
                            nullptr, found.pipelines)
                                 .arg(perPipeline(found.measured))
                       : tr("Measured: %1 calls. The model's pie stands beside it once a pipeline "
                            "that Sluice drives has ended.")
                                 .arg(locale.toString(found.counted)));
    m_modelledTitle->setText(tr("Modelled: %1 calls for a pipeline of the same chroots and tests")
                                     .arg(perPipeline(found.modelled)));
    m_modelled->setVisible(canCompare);
    m_modelledTitle->setVisible(canCompare);
}

} // namespace sluice
