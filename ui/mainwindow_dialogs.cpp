// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/accountsdialog.h"
#include "budget/budgetpage.h"
#include "budget/orgscandialog.h"
#include "icons.h"
#include "mainwindow.h"
#include "messagebar.h"
#include "settings/settingsdialog.h"

#include <QMessageBox>

// The dialogs that a MainWindow opens, and what it does with their results.
namespace sluice {
using namespace Qt::StringLiterals;

void MainWindow::openSettings() { openSettingsAt({}); }

SettingsDialog *MainWindow::openSettingsAt(const QString &key)
{
    auto *dialog = new SettingsDialog(m_dataDirectory, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->openAt(key);
    connect(dialog, &SettingsDialog::saved, this, &MainWindow::takeSettings);
    dialog->open();
    return dialog;
}

void MainWindow::openAccounts()
{
    auto *dialog = new AccountsDialog(m_database, m_clock, m_desk, m_dataDirectory, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &AccountsDialog::changed, this, [this](const Settings &settings) {
        setSettings(settings);
        emit accountsChanged(settings);
    });
    connect(dialog, &AccountsDialog::secretChanged, this, &MainWindow::accountSecretChanged);
    connect(dialog, &AccountsDialog::settingsRequested, dialog, [this, dialog] {
        connect(openSettingsAt(u"copr.api"_s), &SettingsDialog::saved, dialog,
                &AccountsDialog::takeSettings);
    });
    dialog->open();
}

void MainWindow::scanOrganisation()
{
    auto *dialog = new OrgScanDialog(m_database, m_clock, m_desk, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &OrgScanDialog::found, this, [this](const Scenario &scenario) {
        m_budget->document().load(scenario);
        m_messages->showNotice(tr("The sliders stand as %1 builds.").arg(scenario.name));
    });
    dialog->open();
}

void MainWindow::showAbout()
{
    auto *about
            = new QMessageBox(QMessageBox::NoIcon, tr("About Sluice"),
                              tr("Sluice %1\n\nOperations console for a package build service.\n"
                                 "GPL-3.0-or-later")
                                      .arg(QLatin1StringView(SLUICE_VERSION)),
                              QMessageBox::Close, this);
    about->setAttribute(Qt::WA_DeleteOnClose);
    about->setIconPixmap(icons::program().pixmap(QSize(64, 64), devicePixelRatioF()));
    about->open();
}

} // namespace sluice
