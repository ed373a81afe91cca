// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/leverspanel.h"

#include "breakable.h"
#include "budget/budgetdocument.h"
#include "budget/leverrow.h"
#include "hintlabel.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kFewNotes = 4;
constexpr qsizetype kFewRows = 4;
constexpr qsizetype kMostTurned = 1000; // the document undoes no more

/// Packit as it runs, unless another one was chosen.
void chooseBehaviour(BudgetSettings &settings)
{
    const BudgetPolicy policy = policyOf(settings);
    if (policy == BudgetPolicy::Notebook || policy == BudgetPolicy::PackitToday)
        applyPolicy(settings, BudgetPolicy::PackitToday);
}

} // namespace

LeversPanel::LeversPanel(BudgetDocument &document, QWidget *parent)
    : QWidget(parent)
    , m_document(document)
    , m_title(new QLabel(this))
    , m_facts(new HintLabel({}, this))
    , m_empty(new HintLabel({}, this))
    , m_column(new QVBoxLayout(this))
    , m_more(new QPushButton(this))
{
    QFont bold = m_title->font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_title->setTextFormat(Qt::PlainText);
    m_title->setWordWrap(true);
    m_more->setFlat(true);
    m_column->setContentsMargins(6, 0, 6, 0);
    m_column->setSpacing(4);
    m_column->addWidget(m_title);
    m_column->addWidget(m_facts);
    m_column->addWidget(m_empty);
    m_column->addWidget(m_more, 0, Qt::AlignLeft);
    connect(m_more, &QPushButton::clicked, this, [this] {
        m_showsAll = !m_showsAll;
        showLevers();
    });
    connect(&m_document, &BudgetDocument::settingsChanged, this, &LeversPanel::follow);
    connect(&m_document, &BudgetDocument::scenarioChanged, this, &LeversPanel::follow);
    follow();
}

void LeversPanel::setConfig(const ConfigBudget &config)
{
    Scenario scenario{.name = config.facts.title.left(80),
                      .caption = factsText(config.facts),
                      .settings = m_document.settings()};
    chooseBehaviour(scenario.settings);
    applyFacts(scenario.settings, config.facts);
    m_config = config;
    m_name = scenario.name;
    m_showsAll = false;
    m_history = {{scenario.settings, {}}};
    m_document.load(scenario);
    follow();
}

/// A scenario that is saved under another name is still this configuration.
void LeversPanel::followName()
{
    const QString &name = m_document.current().name;
    const BudgetSettings &settings = m_document.settings();
    if (m_seenName == m_name && name != m_name && settings == m_seen)
        m_name = name;
    m_seenName = name;
    m_seen = settings;
}

/// The same settings, as after undo, were come to by the same levers; other changes turn none.
QSet<qsizetype> LeversPanel::turned()
{
    const auto it = std::ranges::find(m_history.rbegin(), m_history.rend(), m_document.settings(),
                                      &Turned::settings);
    const Turned found = it == m_history.rend() ? m_history.last() : *it;
    if (it == m_history.rend())
        m_history << Turned{m_document.settings(), found.levers};
    else if (it != m_history.rbegin())
        m_history << found; // the one that the next change goes on from
    if (m_history.size() > kMostTurned)
        m_history.removeFirst();
    return found.levers;
}

void LeversPanel::follow()
{
    followName();
    if (m_name.isEmpty() || m_document.current().name != m_name)
        return showNothing();
    const QSet<qsizetype> done = turned();
    m_offers = leverOffers(m_config.levers, m_document.settings());
    m_offers.removeIf([&done](const LeverOffer &offer) { return done.contains(offer.lever); });
    showLevers();
}

void LeversPanel::showNothing()
{
    m_offers.clear();
    for (QWidget *widget : std::initializer_list<QWidget *>{m_title, m_facts, m_more})
        widget->hide();
    for (LeverRow *row : std::as_const(m_rows))
        row->hide();
    m_empty->setText(tr("Drop a .packit.yaml here, or choose Read a Packit Configuration in the "
                        "Budget menu, to see what its pull requests cost and what would save "
                        "calls."));
    m_empty->show();
}

void LeversPanel::showLevers()
{
    m_title->setText(breakable(tr("My levers: %1").arg(m_config.facts.title)));
    m_title->show();
    showNotes(m_config.facts.notes + m_config.warnings);
    m_empty->setText(tr("Nothing that is left in the file would save calls."));
    m_empty->setVisible(m_offers.isEmpty());
    const qsizetype shown = m_showsAll ? m_offers.size() : std::min(kFewRows, m_offers.size());
    for (qsizetype i = 0; i < shown; ++i) {
        const LeverOffer &offer = m_offers.at(i);
        row(i)->setLever(m_config.levers.at(offer.lever), offer.calls);
        row(i)->show();
    }
    for (qsizetype i = shown; i < m_rows.size(); ++i)
        m_rows.at(i)->hide();
    m_more->setText(m_showsAll ? tr("Show fewer") : tr("Show all %1").arg(m_offers.size()));
    m_more->setVisible(m_offers.size() > kFewRows);
}

/// What does not fit stands in the tool tip.
void LeversPanel::showNotes(const QStringList &notes)
{
    QStringList shown = notes.first(std::min(kFewNotes, notes.size()));
    if (notes.size() > kFewNotes)
        shown << tr("… and %n more", nullptr, int(notes.size() - kFewNotes));
    m_facts->setText(breakable(shown.join(u' ')));
    m_facts->setToolTip(notes.size() > kFewNotes ? notes.join(u'\n') : QString());
    m_facts->setVisible(!notes.isEmpty());
}

LeverRow *LeversPanel::row(qsizetype index)
{
    while (m_rows.size() <= index) {
        auto *made = new LeverRow(this);
        m_column->insertWidget(m_column->indexOf(m_more), made);
        QWidget::setTabOrder(m_rows.isEmpty() ? static_cast<QWidget *>(this) : m_rows.last(), made);
        connect(made, &LeverRow::applied, this, [this, i = m_rows.size()] { apply(i); });
        m_rows << made;
    }
    return m_rows.at(index);
}

void LeversPanel::apply(qsizetype offer)
{
    const qsizetype position = m_offers.at(offer).lever;
    const ConfigLever lever = m_config.levers.at(position);
    QSet<qsizetype> done = turned();
    done.insert(position);
    BudgetSettings settings = m_document.settings();
    applyLever(settings, lever);
    m_history << Turned{settings, done};
    m_document.setSettings(settings, lever.title);
}

QString LeversPanel::text() const
{
    QStringList lines;
    for (const QLabel *label : findChildren<QLabel *>()) {
        if (label->isVisibleTo(this))
            lines << label->text();
    }
    for (const QPushButton *button : findChildren<QPushButton *>()) {
        if (button->isVisibleTo(this))
            lines << button->text();
    }
    return lines.join(u'\n').remove(QChar(0x200b));
}

} // namespace sluice
