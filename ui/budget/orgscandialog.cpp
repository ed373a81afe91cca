// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/orgscandialog.h"

#include "github/accountstore.h"
#include "hintlabel.h"
#include "pipeline/wishdesk.h"
#include "problemlabel.h"
#include "store/asyncdatabase.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpressionValidator>
#include <QVBoxLayout>

namespace sluice {
using namespace Qt::StringLiterals;

OrgScanDialog::OrgScanDialog(AsyncDatabase &store, const Clock &clock, WishDesk &desk,
                             QWidget *parent)
    : QDialog(parent)
    , m_desk(desk)
    , m_account(new QComboBox(this))
    , m_organisation(new QLineEdit(this))
    , m_state(new HintLabel({}, this))
    , m_problem(new ProblemLabel(this))
{
    setWindowTitle(tr("Scan an Organisation"));
    m_account->setObjectName(u"scan.account"_s);
    m_organisation->setObjectName(u"scan.organisation"_s);
    m_organisation->setPlaceholderText(tr("the name of an organisation or a user on GitHub"));
    m_organisation->setValidator(new QRegularExpressionValidator(
            QRegularExpression(u"[A-Za-z0-9_.-]{0,100}"_s), m_organisation));
    auto *form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("&Organisation"), m_organisation);
    form->addRow(tr("&Account"), m_account);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_scan = buttons->addButton(tr("&Scan"), QDialogButtonBox::AcceptRole);
    m_scan->setDefault(true);
    auto *column = new QVBoxLayout(this);
    column->addWidget(new HintLabel(
            tr("Reads the Packit configurations, pull requests and commits of all its "
               "repositories, fifty with each call, and sets the sliders to what it found."),
            this));
    column->addLayout(form);
    column->addWidget(m_state);
    column->addWidget(m_problem);
    column->addWidget(buttons);
    setMinimumWidth(fontMetrics().averageCharWidth() * 70);
    connect(buttons, &QDialogButtonBox::accepted, this, &OrgScanDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &OrgScanDialog::reject);
    connect(m_organisation, &QLineEdit::textChanged, this, &OrgScanDialog::follow);
    store.run([clock
               = &clock](Database &database) { return AccountStore(database, *clock).accounts(); },
              this,
              [this](const Result<QList<Account>> &accounts) {
                  if (!accounts)
                      return m_problem->say(accounts.error().what);
                  QStringList names;
                  for (const Account &account : *accounts)
                      names << account.name;
                  setAccounts(names);
              });
    follow();
}

void OrgScanDialog::setAccounts(const QStringList &names)
{
    m_account->addItems(names);
    if (names.isEmpty())
        m_problem->say(tr("There is no account yet: add one under File, Accounts."));
    follow();
}

void OrgScanDialog::accept()
{
    if (!m_scan->isEnabled())
        return;
    m_isBusy = true;
    m_problem->say({});
    follow();
    m_desk.ask({.kind = WishKind::ScanOrganisation,
                .argument = m_account->currentText() + u' ' + m_organisation->text()},
               this, [this](const Result<QString> &answer) { take(answer); });
}

void OrgScanDialog::take(const Result<QString> &answer)
{
    m_isBusy = false;
    follow();
    const auto scenario = answer.and_then([this](const QString &json) {
        return scenarioFromJson(json.toUtf8(), m_organisation->text());
    });
    if (!scenario)
        return m_problem->say(scenario.error().what);
    emit found(*scenario);
    QDialog::accept();
}

void OrgScanDialog::follow()
{
    m_state->setText(m_isBusy ? tr("GitHub is asked; a large organisation takes a minute.")
                              : QString());
    m_scan->setEnabled(!m_isBusy && m_account->count() > 0 && !m_organisation->text().isEmpty());
}

} // namespace sluice
