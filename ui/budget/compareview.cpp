// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/compareview.h"

#include "budget/budgetdocument.h"
#include "budget/comparecard.h"
#include "budget/scenariobox.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kMostCards = 4;

} // namespace

CompareView::CompareView(BudgetDocument &document, ScenarioModel &scenarios, QWidget *parent)
    : QScrollArea(parent)
    , m_document(document)
{
    auto *body = new QWidget(this);
    m_baseline = new CompareCard(tr("Baseline"), false, body);
    m_now = new CompareCard(tr("Set now"), false, body);
    m_add = new ScenarioBox(scenarios, body);
    m_add->setObjectName(u"add"_s);
    m_add->setAccessibleName(tr("Compare with"));
    m_add->showScenario({}, true);
    auto *label = new QLabel(tr("Compare &with"), body);
    label->setBuddy(m_add);
    auto *line = new QHBoxLayout;
    line->addWidget(label);
    line->addWidget(m_add);
    line->addStretch(1);
    auto *column = new QVBoxLayout(body);
    column->setContentsMargins(6, 4, 6, 4);
    column->addLayout(line);
    m_grid = new QGridLayout;
    column->addLayout(m_grid);
    column->addStretch(1);
    setWidget(body);
    setWidgetResizable(true);
    setFrameShape(NoFrame);
    setFocusPolicy(Qt::NoFocus);
    connect(m_add, &ScenarioBox::chosen, this, &CompareView::add);
    connect(m_add, &ScenarioBox::failed, this, &CompareView::failed);
    for (const auto signal : {&BudgetDocument::settingsChanged, &BudgetDocument::baselineChanged,
                              &BudgetDocument::scenarioChanged})
        connect(&m_document, signal, this, &CompareView::follow);
    arrange();
}

QList<CompareCard *> CompareView::cards() const { return QList{m_baseline, m_now} + m_chosen; }

QList<Scenario> CompareView::scenarios() const
{
    QList<Scenario> all{m_document.baseline(), m_document.current()};
    for (const CompareCard *card : m_chosen)
        all += card->scenario();
    return all;
}

void CompareView::add(const Scenario &scenario)
{
    if (cards().size() >= kMostCards)
        return;
    auto *card = new CompareCard(tr("Scenario"), true, widget());
    card->setScenario(scenario, m_document.baseline().settings);
    connect(card, &CompareCard::loadRequested, this,
            [this, card] { m_document.load(card->scenario()); });
    connect(card, &CompareCard::pinRequested, this,
            [this, card] { m_document.pinBaseline(card->scenario()); });
    connect(card, &CompareCard::removeRequested, this, [this, card] {
        m_chosen.removeOne(card);
        card->hide();
        card->deleteLater();
        arrange();
    });
    m_chosen += card;
    card->show();
    arrange();
}

void CompareView::follow()
{
    if (!isVisible())
        return;
    const BudgetSettings &baseline = m_document.baseline().settings;
    Scenario now = m_document.current();
    if (m_document.isChanged())
        now.name = tr("%1 (changed)").arg(now.name);
    m_baseline->setScenario(m_document.baseline(), baseline);
    m_now->setScenario(now, baseline);
    for (CompareCard *card : std::as_const(m_chosen))
        card->setScenario(card->scenario(), baseline);
    arrange(); // other labels may be wider
}

int CompareView::columnsFor(int width) const
{
    const QList<CompareCard *> all = cards();
    int widest = 1;
    for (const CompareCard *card : all)
        widest = std::max(widest, card->minimumSizeHint().width());
    const QMargins margins = widget()->layout()->contentsMargins();
    const int spacing = m_grid->horizontalSpacing();
    const int room = width - margins.left() - margins.right() + spacing;
    return std::clamp(room / (widest + spacing), 1, int(all.size()));
}

void CompareView::arrange()
{
    const QList<CompareCard *> all = cards();
    const int columns = columnsFor(viewport()->width());
    for (CompareCard *card : all)
        m_grid->removeWidget(card);
    for (int i = 0; i < int(kMostCards); ++i)
        m_grid->setColumnStretch(i, i < columns ? 1 : 0);
    for (int i = 0; i < int(all.size()); ++i)
        m_grid->addWidget(all.at(i), i / columns, i % columns);
    m_add->setEnabled(all.size() < kMostCards);
    m_add->setToolTip(m_add->isEnabled() ? QString()
                                         : tr("Four stand side by side: remove one first"));
}

void CompareView::resizeEvent(QResizeEvent *event)
{
    arrange();
    QScrollArea::resizeEvent(event);
}

void CompareView::showEvent(QShowEvent *event)
{
    QScrollArea::showEvent(event);
    follow();
}

} // namespace sluice
