// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/scenariodialog.h"

#include "breakable.h"
#include "problemlabel.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLineEdit>

namespace sluice {

ScenarioDialog::ScenarioDialog(const QString &title, const QString &name, Accept accept,
                               QWidget *parent)
    : QDialog(parent)
    , m_accept(std::move(accept))
    , m_name(new QLineEdit(name, this))
    , m_caption(new QLineEdit(this))
    , m_problem(new ProblemLabel(this))
{
    setWindowTitle(title);
    setAttribute(Qt::WA_DeleteOnClose);
    m_name->selectAll();
    m_name->setMinimumWidth(fontMetrics().averageCharWidth() * 40);
    auto *form = new QFormLayout(this);
    form->addRow(tr("&Name"), m_name);
    form->addRow(tr("&Caption"), m_caption);
    form->addRow(m_problem);
    form->setRowVisible(m_caption, false);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    form->addRow(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &ScenarioDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_name, &QLineEdit::textChanged, this, [this] { say({}); });
}

void ScenarioDialog::askForCaption(const QString &caption)
{
    m_caption->setText(caption);
    static_cast<QFormLayout *>(layout())->setRowVisible(m_caption, true);
}

void ScenarioDialog::accept()
{
    const QString problem = m_accept(m_name->text().trimmed(), m_caption->text().trimmed());
    if (problem.isEmpty())
        QDialog::accept();
    else
        say(problem);
}

void ScenarioDialog::say(const QString &problem)
{
    m_problem->say(breakable(problem));
    // A form gives a label one line of height: it must have all of its lines at any width.
    m_problem->setMinimumHeight(
            problem.isEmpty() ? 0 : m_problem->heightForWidth(m_name->minimumWidth()));
}

} // namespace sluice
