// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/scenario.h"
#include "clock.h"
#include "error.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace sluice {

class AsyncDatabase;
class ProblemLabel;
class WishDesk;

/// Asks for an organisation, and for the account that looks at its repositories; the engine looks,
/// and what it found becomes a scenario. GUI thread.
class OrgScanDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OrgScanDialog)

public:
    /// All must outlive it.
    OrgScanDialog(AsyncDatabase &store, const Clock &clock, WishDesk &desk,
                  QWidget *parent = nullptr);

public slots:
    void accept() override; ///< begins to look; the dialog stays until that has ended

signals:
    void found(const sluice::Scenario &scenario);

private:
    void setAccounts(const QStringList &names);
    void take(const Result<QString> &answer);
    void follow();

    WishDesk &m_desk;
    bool m_isBusy = false;
    QComboBox *m_account;
    QLineEdit *m_organisation;
    QLabel *m_state;
    ProblemLabel *m_problem;
    QPushButton *m_scan = nullptr;
};

} // namespace sluice
