// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/parameterpanel.h"

#include "budget/budgetdocument.h"
#include "budget/budgetwords.h"
#include "budget/configcostrow.h"
#include "budget/foldablegroup.h"
#include "budget/parametertable.h"
#include "wheelguard.h"
#include "windowstate.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <array>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr std::array kGroups{ParameterGroup::Build, ParameterGroup::Behaviour,
                             ParameterGroup::Traffic, ParameterGroup::Limits};

// In settings, behind a group's name.
constexpr auto kOpen = ":open"_L1;
constexpr auto kFolded = ":folded"_L1;

QString nameOf(ParameterGroup group)
{
    switch (group) {
    case ParameterGroup::Build:
        return u"build"_s;
    case ParameterGroup::Behaviour:
        return u"behaviour"_s;
    case ParameterGroup::Traffic:
        return u"traffic"_s;
    case ParameterGroup::Limits:
        return u"limits"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace

ParameterPanel::ParameterPanel(BudgetDocument &document, QWidget *parent)
    : QScrollArea(parent)
    , m_document(document)
{
    auto *body = new QWidget(this);
    auto *column = new QVBoxLayout(body);
    column->setContentsMargins(2, 2, 6, 2);
    column->setSpacing(4);
    m_groups += new FoldableGroup(u"notebook"_s, tr("The notebook's eight"), body);
    m_groups.first()->setOpen(true);
    for (const ParameterGroup group : kGroups)
        m_groups += new FoldableGroup(nameOf(group), groupTitle(group), body);
    for (FoldableGroup *group : std::as_const(m_groups))
        column->addWidget(group);
    column->addStretch(1);
    m_groups.at(1 + int(ParameterGroup::Behaviour))->add(makePolicy());
    for (const BudgetParameter &parameter : budgetParameters()) {
        addRow(parameter.key == "load_packit_yaml"_L1 ? new ConfigCostRow(body)
                                                      : new ParameterRow(parameter, body));
    }
    for (QComboBox *box : body->findChildren<QComboBox *>())
        new WheelGuard(box);
    setWidget(body);
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    int widest = 0;
    for (const FoldableGroup *group : std::as_const(m_groups))
        widest = std::max(widest, group->openWidth());
    // A row that is changed is in bold letters.
    setMinimumWidth(widest + fontMetrics().averageCharWidth() * 5
                    + verticalScrollBar()->sizeHint().width());
    setAccessibleName(tr("Parameters"));
    m_rest.setSingleShot(true);
    m_rest.setInterval(1s);
    connect(&m_rest, &QTimer::timeout, this, [this] {
        if (std::ranges::none_of(m_rows, &ParameterRow::isBeingDragged))
            m_document.endDrag();
    });
    connect(&m_document, &BudgetDocument::settingsChanged, this, &ParameterPanel::follow);
    connect(&m_document, &BudgetDocument::baselineChanged, this, &ParameterPanel::follow);
    follow();
}

QWidget *ParameterPanel::makePolicy()
{
    auto *line = new QWidget(this);
    auto *form = new QFormLayout(line);
    form->setContentsMargins(0, 0, 0, 4);
    m_policy = new QComboBox(line);
    m_policy->setFocusPolicy(Qt::StrongFocus);
    m_policy->setToolTip(tr("Sets everything in this group at once: as the notebook counts, or as "
                            "packit-service's code reads in August 2026, or as Sluice runs "
                            "pipelines itself"));
    for (const BudgetPolicy policy :
         {BudgetPolicy::Notebook, BudgetPolicy::PackitToday, BudgetPolicy::Sluice,
          BudgetPolicy::SluiceLean, BudgetPolicy::Custom})
        m_policy->addItem(choiceText(policyName(policy)));
    form->addRow(tr("&Policy"), m_policy);
    connect(m_policy, &QComboBox::activated, this, [this](int index) {
        BudgetSettings settings = m_document.settings();
        applyPolicy(settings, BudgetPolicy(index));
        if (settings != m_document.settings())
            m_document.setSettings(settings, tr("Policy"));
        follow();
    });
    return line;
}

void ParameterPanel::addRow(ParameterRow *row)
{
    const BudgetParameter &parameter = row->parameter();
    m_groups.at(parameter.isNotebook ? 0 : 1 + int(parameter.group))->add(row);
    m_rows += row;
    connect(row, &ParameterRow::changed, this, [this](QLatin1StringView key, double value) {
        m_document.setParameter(key, value);
        m_rest.start();
    });
    connect(row, &ParameterRow::ended, &m_document, &BudgetDocument::endDrag);
}

void ParameterPanel::follow()
{
    QList<int> changed(m_groups.size(), 0);
    for (ParameterRow *row : std::as_const(m_rows)) {
        row->setValues(m_document.settings(), m_document.baseline().settings);
        const BudgetParameter &parameter = row->parameter();
        changed[parameter.isNotebook ? 0 : 1 + int(parameter.group)] += row->isChanged() ? 1 : 0;
    }
    for (qsizetype i = 0; i < m_groups.size(); ++i)
        m_groups.at(i)->setNote(changed.at(i) > 0 ? tr("%n unlike baseline", nullptr, changed.at(i))
                                                  : QString());
    const QSignalBlocker blocker(m_policy);
    m_policy->setCurrentIndex(int(policyOf(m_document.settings())));
}

void ParameterPanel::saveState(const WindowState &state) const
{
    QStringList groups;
    for (const FoldableGroup *group : m_groups)
        groups += group->objectName() + (group->isOpen() ? kOpen : kFolded);
    state.setValue(u"budget/groups"_s, groups);
}

void ParameterPanel::restoreState(const WindowState &state)
{
    const QStringList groups = state.value(u"budget/groups"_s).toStringList();
    for (FoldableGroup *group : std::as_const(m_groups)) {
        if (groups.contains(group->objectName() + kOpen))
            group->setOpen(true);
        else if (groups.contains(group->objectName() + kFolded))
            group->setOpen(false);
    }
}

} // namespace sluice
