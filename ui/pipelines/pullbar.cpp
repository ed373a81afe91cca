// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/pullbar.h"

#include "icons.h"
#include "pipeline/pulltext.h"
#include "problemlabel.h"
#include "windowstate.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

PullBar::PullBar(QWidget *parent)
    : QWidget(parent)
    , m_filter(new QLineEdit(this))
    , m_problem(new ProblemLabel(this))
    , m_grouping(new QComboBox(this))
    , m_old(new QCheckBox(tr("S&uperseded and closed"), this))
    , m_counts(new QLabel(this))
    , m_rest(this)
{
    makeActions();
    makeFilter();
    m_grouping->addItem(tr("No groups"), int(PullGrouping::None));
    m_grouping->addItem(tr("By repository"), int(PullGrouping::Repository));
    m_grouping->addItem(tr("By state"), int(PullGrouping::State));
    m_grouping->addItem(tr("By author"), int(PullGrouping::Author));
    m_grouping->setObjectName(u"pipelines-grouping"_s);
    m_old->setObjectName(u"pipelines-old"_s);
    m_grouping->setAccessibleName(tr("Group the pull requests"));
    m_grouping->setToolTip(tr("What the rows are grouped by"));
    m_old->setToolTip(tr("Also show runs of older pushes, and pull requests that were closed"));
    m_problem->setContentsMargins(6, 0, 6, 2);
    auto *row = new QHBoxLayout;
    row->addWidget(m_filter, 1);
    row->addWidget(m_counts);
    row->addWidget(m_grouping);
    row->addWidget(m_old);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addLayout(row);
    column->addWidget(m_problem);
    connect(m_grouping, &QComboBox::currentIndexChanged, this,
            [this] { emit groupingChanged(PullGrouping(m_grouping->currentData().toInt())); });
    connect(m_old, &QCheckBox::toggled, this, &PullBar::oldToggled);
}

void PullBar::makeActions()
{
    m_focusFilter = new QAction(tr("F&ind"), this);
    m_focusFilter->setShortcut(QKeySequence::Find);
    m_focusFilter->setToolTip(tr("Go to the filter line"));
    connect(m_focusFilter, &QAction::triggered, this, [this] {
        m_filter->setFocus(Qt::ShortcutFocusReason);
        m_filter->selectAll();
    });
    m_onlyStuck = new QAction(icons::own(u"warning"_s), tr("Only Stuc&k"), this);
    m_onlyStuck->setObjectName(u"onlyStuck"_s);
    m_onlyStuck->setCheckable(true);
    m_onlyStuck->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_T));
    m_onlyStuck->setToolTip(
            tr("Only pull requests with a check that stays as it is for much longer "
               "than usual"));
    connect(m_onlyStuck, &QAction::toggled, this, &PullBar::toggleStuck);
    m_clearFilter = new QAction(tr("Clear the Filter"), this);
    connect(m_clearFilter, &QAction::triggered, this, [this] {
        m_filter->clear();
        applyFilter();
    });
}

void PullBar::makeFilter()
{
    m_filter->setObjectName(u"pipelines-filter"_s);
    m_filter->setAccessibleName(tr("Filter of pull requests"));
    m_filter->setPlaceholderText(
            tr("Filter, for example: state:failed repo:oamg/* chroot:fedora-* leapp"));
    m_filter->setToolTip(
            tr("Words to look for, and state: repo: author: chroot: behind: stuck: "
               "with * for anything; %1")
                    .arg(m_focusFilter->shortcut().toString(QKeySequence::NativeText)));
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(icons::themed(u"edit-find"_s, u"search"_s), QLineEdit::LeadingPosition);
    m_filter->installEventFilter(this);
    m_rest.setSingleShot(true);
    m_rest.setInterval(200ms);
    connect(m_filter, &QLineEdit::textChanged, &m_rest, qOverload<>(&QTimer::start));
    connect(&m_rest, &QTimer::timeout, this, &PullBar::applyFilter);
    connect(m_filter, &QLineEdit::returnPressed, this, [this] {
        applyFilter();
        emit left();
    });
}

QWidget *PullBar::lastField() const { return m_old; }
bool PullBar::isFiltering() const { return !m_filter->text().trimmed().isEmpty(); }
bool PullBar::isWithOld() const { return m_old->isChecked(); }

void PullBar::applyFilter()
{
    m_rest.stop();
    const auto filter = parsePullFilter(m_filter->text());
    m_problem->say(filter ? QString() : filter.error().what);
    if (!filter)
        return;
    const QSignalBlocker blocker(m_onlyStuck);
    m_onlyStuck->setChecked(filter->isStuck);
    emit filterChanged(*filter);
}

void PullBar::toggleStuck(bool isOn)
{
    QStringList words = m_filter->text().split(u' ', Qt::SkipEmptyParts);
    words.removeAll(u"stuck:"_s);
    if (isOn)
        words.prepend(u"stuck:"_s);
    m_filter->setText(words.join(u' '));
    applyFilter();
}

void PullBar::setCounts(int pulls, int runs, int stuck, int hidden)
{
    QString text = pulltext::pulls(pulls, runs);
    if (stuck > 0)
        text += u" · "_s + pulltext::checksStuck(stuck);
    m_counts->setText(text);
    m_old->setText(hidden > 0 ? tr("S&uperseded and closed (%1)").arg(hidden)
                              : tr("S&uperseded and closed"));
}

bool PullBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_filter && event->type() == QEvent::KeyPress
        && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Down) {
        applyFilter();
        emit left();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void PullBar::saveState(const WindowState &state) const
{
    state.setValue(u"pipelines/grouping"_s, m_grouping->currentData());
    state.setValue(u"pipelines/old"_s, m_old->isChecked());
}

void PullBar::restoreState(const WindowState &state)
{
    const int grouping = m_grouping->findData(state.value(u"pipelines/grouping"_s, 0).toInt());
    m_grouping->setCurrentIndex(std::max(0, grouping));
    m_old->setChecked(state.value(u"pipelines/old"_s, false).toBool());
}

} // namespace sluice
