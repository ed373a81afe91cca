// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger/ledgerscopebar.h"

#include "hintlabel.h"
#include "windowstate.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLocale>
#include <QTimeZone>

namespace sluice {
using namespace Qt::StringLiterals;

LedgerScopeBar::LedgerScopeBar(QWidget *parent)
    : QWidget(parent)
    , m_span(new QComboBox(this))
    , m_budget(new QComboBox(this))
    , m_verdict(new HintLabel({}, this))
{
    for (const auto &[text, hours] :
         {std::pair(tr("the last hour"), 1), std::pair(tr("the last 24 hours"), 24),
          std::pair(tr("the last 7 days"), 168), std::pair(tr("all that is kept (30 days)"), 0)})
        m_span->addItem(text, hours);
    m_span->setCurrentIndex(1);
    m_span->setAccessibleName(tr("Calls of"));
    m_budget->addItem(tr("every token"), QString());
    m_budget->setObjectName(u"ledger-token"_s);
    m_budget->setAccessibleName(tr("Whose budget"));
    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(new QLabel(tr("Calls of"), this));
    line->addWidget(m_span);
    line->addWidget(new QLabel(tr("by"), this));
    line->addWidget(m_budget);
    line->addWidget(m_verdict, 1);
    connect(m_span, &QComboBox::currentIndexChanged, this, &LedgerScopeBar::changed);
    connect(m_budget, &QComboBox::currentIndexChanged, this, &LedgerScopeBar::changed);
}

LedgerScope LedgerScopeBar::scope(const QDateTime &now) const
{
    const int hours = m_span->currentData().toInt();
    // To the minute: what is asked again is the same question then.
    const qint64 minute = now.toSecsSinceEpoch() / 60 * 60;
    return {.since = hours > 0
                           ? QDateTime::fromSecsSinceEpoch(minute - hours * 3600, QTimeZone::UTC)
                           : QDateTime(),
            .budget = m_budget->currentData().toString()};
}

void LedgerScopeBar::setBudgets(const QList<LedgerBudget> &budgets)
{
    if (budgets == m_budgets)
        return;
    m_budgets = budgets;
    const QString chosen = m_budget->currentData().toString();
    const QSignalBlocker blocker(m_budget);
    while (m_budget->count() > 1)
        m_budget->removeItem(1);
    for (const LedgerBudget &one : budgets)
        m_budget->addItem(one.name, one.budget);
    m_budget->setCurrentIndex(std::max(0, m_budget->findData(chosen)));
}

void LedgerScopeBar::setComparison(const LedgerComparison &found)
{
    const QLocale locale;
    m_verdict->setText(
            tr("%1 requests were made, and GitHub counted %2 calls.")
                    .arg(locale.toString(found.requests), locale.toString(found.counted)));
}

void LedgerScopeBar::saveState(const WindowState &state) const
{
    state.setValue(u"ledger/span"_s, m_span->currentData());
}

void LedgerScopeBar::restoreState(const WindowState &state)
{
    const int span = m_span->findData(state.value(u"ledger/span"_s, 24));
    m_span->setCurrentIndex(std::max(0, span));
}

} // namespace sluice
