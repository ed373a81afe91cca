// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/repositorypicker.h"

#include "colorscheme.h"
#include "problemlabel.h"
#include "settings/settingstext.h"

#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QTreeView>
#include <QVBoxLayout>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

class BoxDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        if (option->features & QStyleOptionViewItem::HasCheckIndicator)
            option->palette = withVisibleBoxes(option->palette);
    }
};

} // namespace

RepositoryPicker::RepositoryPicker(QWidget *parent)
    : QWidget(parent)
    , m_filter(new QLineEdit(this))
    , m_add(new QPushButton(tr("&Add"), this))
    , m_tree(new QTreeView(this))
    , m_summary(new QLabel(this))
    , m_problem(new ProblemLabel(this))
    , m_observeShown(new QPushButton(tr("Obser&ve All Shown"), this))
    , m_noneShown(new QPushButton(tr("N&one Shown"), this))
    , m_list(new QPushButton(tr("&List Again"), this))
    , m_apply(new QPushButton(tr("&Watch These"), this))
{
    m_filter->setPlaceholderText(tr("Find, or type owner/name to add one that is not listed"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setAccessibleName(tr("Find or add a repository"));
    m_filter->setObjectName(u"repositories.filter"_s);
    m_apply->setObjectName(u"repositories.watch"_s);
    m_add->setToolTip(tr("Adds the repository that was typed"));
    m_list->setToolTip(tr("Asks GitHub which repositories this account sees"));
    m_shown.setSourceModel(&m_choice);
    m_shown.setRecursiveFilteringEnabled(true);
    m_shown.setAutoAcceptChildRows(true);
    m_shown.setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_tree->setModel(&m_shown);
    m_tree->setItemDelegate(new BoxDelegate(m_tree));
    m_tree->setObjectName(u"repositories"_s);
    m_tree->setAccessibleName(tr("Repositories"));
    m_tree->setUniformRowHeights(true);
    m_tree->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored); // as much as there is …
    m_tree->setMinimumHeight(fontMetrics().height() * 8); // … and the page scrolls below that
    m_tree->setSelectionBehavior(QAbstractItemView::SelectItems); // arrows reach the boxes
    m_tree->setAlternatingRowColors(true);
    m_tree->header()->setStretchLastSection(false);
    m_tree->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_tree->header()->setSectionResizeMode(RepositoryChoice::Name, QHeaderView::Stretch);
    m_summary->setWordWrap(true);
    auto *top = new QHBoxLayout;
    top->addWidget(m_filter, 1);
    top->addWidget(m_add);
    auto *buttons = new QHBoxLayout;
    for (QPushButton *button : {m_observeShown, m_noneShown, m_list})
        buttons->addWidget(button);
    buttons->addStretch();
    buttons->addWidget(m_apply);
    for (QPushButton *button : {m_add, m_observeShown, m_noneShown, m_list, m_apply})
        button->setAutoDefault(false);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(top);
    column->addWidget(m_tree, 1);
    column->addWidget(m_summary);
    column->addWidget(m_problem);
    column->addLayout(buttons);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_shown.setFilterFixedString(text.trimmed().section(u'/', -1));
        if (!text.isEmpty())
            m_tree->expandAll();
        follow();
    });
    connect(m_filter, &QLineEdit::returnPressed, this, &RepositoryPicker::addTyped);
    connect(m_add, &QPushButton::clicked, this, &RepositoryPicker::addTyped);
    connect(m_observeShown, &QPushButton::clicked, this, [this] { setShown(WatchMode::Observe); });
    connect(m_noneShown, &QPushButton::clicked, this, [this] { setShown(WatchMode::None); });
    connect(m_list, &QPushButton::clicked, this, &RepositoryPicker::listRequested);
    connect(m_apply, &QPushButton::clicked, this, &RepositoryPicker::apply);
    connect(&m_choice, &RepositoryChoice::choiceChanged, this, &RepositoryPicker::follow);
}

void RepositoryPicker::setAccount(const Account &account, const AccountsState &state)
{
    QHash<QString, WatchMode> modes;
    QHash<QString, QString> elsewhere;
    for (const ObservedRepository &observed : state.observed) {
        if (observed.account == account.name)
            modes.insert(observed.repository, WatchMode::Observe);
        else
            elsewhere.insert(observed.repository, observed.account);
    }
    if (state.isDriver(account)) {
        for (const QString &repository : state.driving.repositories)
            modes.insert(repository, WatchMode::Drive);
    }
    m_choice.setRepositories(state.seen.value(account.name), modes, elsewhere);
    m_problem->say({});
    if (m_choice.rowCount({}) <= 8)
        m_tree->expandAll();
}

void RepositoryPicker::setBusy(bool isBusy)
{
    m_isBusy = isBusy;
    follow();
}

void RepositoryPicker::say(const QString &problem) { m_problem->say(problem); }

void RepositoryPicker::apply()
{
    emit watchRequested(m_choice.chosen(WatchMode::Observe), m_choice.chosen(WatchMode::Drive));
}

void RepositoryPicker::setShown(WatchMode mode)
{
    for (int owner = 0; owner < m_shown.rowCount(); ++owner) {
        const QModelIndex parent = m_shown.index(owner, 0);
        for (int row = 0; row < m_shown.rowCount(parent); ++row)
            m_choice.setMode(m_shown.mapToSource(m_shown.index(row, 0, parent)), mode);
    }
}

void RepositoryPicker::addTyped()
{
    const QString typed = m_filter->text().trimmed();
    if (!isRepositoryName(typed))
        return m_problem->say(tr("\"%1\" is no repository: type one as owner/name.").arg(typed));
    if (!m_choice.add(typed))
        return m_problem->say(tr("%1 is in the list already.").arg(typed));
    m_problem->say({});
    m_filter->clear();
    m_tree->expandAll();
}

void RepositoryPicker::follow()
{
    const bool hasAny = !m_choice.isEmpty();
    m_add->setEnabled(isRepositoryName(m_filter->text().trimmed()));
    m_observeShown->setEnabled(hasAny);
    m_noneShown->setEnabled(hasAny);
    m_list->setEnabled(!m_isBusy);
    m_apply->setEnabled(m_choice.isChanged());
    m_summary->setText(summary());
}

QString RepositoryPicker::summary() const
{
    if (m_isBusy)
        return tr("GitHub is asked which repositories this account sees…");
    if (m_choice.isEmpty())
        return tr("No repository is known yet: list them, or type a name above.");
    const auto observed = int(m_choice.chosen(WatchMode::Observe).size());
    const auto driven = int(m_choice.chosen(WatchMode::Drive).size());
    QString text = tr("%n observed, ", nullptr, observed) + tr("%n driven.", nullptr, driven);
    if (m_choice.isChanged())
        text += u' ' + tr("Not in effect yet: press Watch These.");
    return text;
}

} // namespace sluice
