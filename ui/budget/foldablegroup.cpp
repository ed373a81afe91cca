// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/foldablegroup.h"

#include <QToolButton>
#include <QVBoxLayout>

namespace sluice {

FoldableGroup::FoldableGroup(const QString &name, const QString &title, QWidget *parent)
    : QWidget(parent)
    , m_title(title)
    , m_button(new QToolButton(this))
    , m_content(new QWidget(this))
    , m_rows(new QVBoxLayout(m_content))
{
    setObjectName(name);
    m_button->setAutoRaise(true);
    m_button->setCheckable(true);
    m_button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_button->setArrowType(Qt::RightArrow);
    m_button->setFocusPolicy(Qt::StrongFocus);
    m_button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    QFont bold = m_button->font();
    bold.setBold(true);
    m_button->setFont(bold);
    m_rows->setContentsMargins(8, 2, 0, 6);
    m_rows->setSpacing(4);
    m_content->hide();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_button);
    column->addWidget(m_content);
    setNote({});
    connect(m_button, &QToolButton::toggled, this, [this](bool isOpen) {
        m_button->setArrowType(isOpen ? Qt::DownArrow : Qt::RightArrow);
        m_content->setVisible(isOpen);
    });
}

void FoldableGroup::add(QWidget *row) { m_rows->addWidget(row); }
bool FoldableGroup::isOpen() const { return m_button->isChecked(); }
int FoldableGroup::openWidth() const
{
    m_content->ensurePolished();
    return std::max(m_content->minimumSizeHint().width(), m_button->minimumSizeHint().width());
}

void FoldableGroup::setOpen(bool isOpen) { m_button->setChecked(isOpen); }

void FoldableGroup::setNote(const QString &note)
{
    m_button->setText(note.isEmpty() ? m_title : tr("%1 (%2)").arg(m_title, note));
}

} // namespace sluice
