// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "github/accountbook.h"

#include <QDialog>

class QLabel;
class QListWidget;
class QPushButton;
class QStackedWidget;

namespace sluice {

class AccountForm;
class RepositoryPicker;
class ServicesForm;
class ServicesForm;
class WishDesk;

/// Who watches GitHub and as whom, which repositories, and with which Copr and Testing Farm pull
/// requests are built and tested. GUI thread.
class AccountsDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AccountsDialog)

public:
    /// All must outlive it.
    AccountsDialog(AsyncDatabase &store, const Clock &clock, WishDesk &desk,
                   const QString &dataDirectory, QWidget *parent = nullptr);

public slots:
    void takeSettings(); ///< they have been written
    void reject() override; ///< asks, where what is ticked is not in effect

signals:
    void secretChanged(const QString &account); ///< an engine here should read it anew
    void changed(const sluice::Settings &settings); ///< an engine here should begin anew with these
    void settingsRequested(); ///< those of Copr and Testing Farm

private:
    QWidget *makeGithubPage();
    QWidget *makeAccountPage();
    void takeState(const AccountsState &state);
    void say(const QString &sentence);
    void fillList(const QString &chosen);
    void showCurrent();
    [[nodiscard]] Account current() const;
    void addAccount();
    void removeAccount();
    void save(const Account &account, const QByteArray &secret);
    void check(const QString &account);
    void listRepositories();
    void watch(const QStringList &observed, const QStringList &driven);

    AccountBook m_book;
    AccountsState m_state;
    QString m_wanted; ///< the account to show once it is known
    QListWidget *m_list;
    QPushButton *m_add;
    QPushButton *m_remove;
    QStackedWidget *m_pages;
    QWidget *m_empty = nullptr;
    QWidget *m_accountPage = nullptr;
    AccountForm *m_form;
    ServicesForm *m_services = nullptr;
    RepositoryPicker *m_picker;
    QLabel *m_note;
};

} // namespace sluice
