// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "github/accountbook.h"

#include <QWidget>

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace sluice {

class HintLabel;
class ProblemLabel;

/// How one account is reached, and what GitHub said of it. GUI thread.
class AccountForm final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AccountForm)

public:
    explicit AccountForm(QWidget *parent = nullptr);

    /// What is being typed is lost. An empty name: a new one.
    void setAccount(const Account &account, const AccountsState &state);
    /// What GitHub says by now; what is being typed stays.
    void setState(const AccountsState &state);
    void setBusy(bool isBusy); ///< it is being checked
    void say(const QString &problem); ///< below the fields
    [[nodiscard]] Account account() const; ///< as typed
    [[nodiscard]] bool isNew() const { return m_saved.name.isEmpty(); }

signals:
    void saveRequested(const sluice::Account &account, const QByteArray &secret);
    void checkRequested(const QString &account);

private:
    QWidget *makeFileRow(QLineEdit *line, const QString &title);
    void follow();
    void save();
    [[nodiscard]] QString problemOf(const Account &account) const;
    [[nodiscard]] QString statusText(const AccountsState &state) const;
    [[nodiscard]] QString limitsText(const AccountsState &state) const;

    Account m_saved;
    QStringList m_taken; ///< names of the others
    bool m_isBusy = false;
    QFormLayout *m_form;
    QLineEdit *m_name;
    QComboBox *m_kind;
    QLineEdit *m_url;
    QLineEdit *m_token;
    HintLabel *m_tokenHint;
    QLineEdit *m_tokenFile;
    QLineEdit *m_app;
    QLineEdit *m_installation;
    QLineEdit *m_keyFile;
    QLabel *m_status;
    ProblemLabel *m_problem;
    QPushButton *m_save;
    QPushButton *m_check;
};

} // namespace sluice
