// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "github/accountbook.h"
#include "github/repositorychoice.h"

#include <QSortFilterProxyModel>
#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;
class QTreeView;

namespace sluice {

class ProblemLabel;

/// Ticks what becomes of the repositories that an account sees. GUI thread.
class RepositoryPicker final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RepositoryPicker)

public:
    explicit RepositoryPicker(QWidget *parent = nullptr);

    void setAccount(const Account &account, const AccountsState &state);
    void setBusy(bool isBusy); ///< the list is being fetched
    void say(const QString &problem);
    [[nodiscard]] bool isChanged() const { return m_choice.isChanged(); }
    void apply(); ///< as a click on "Watch These"

signals:
    void listRequested();
    void watchRequested(const QStringList &observed, const QStringList &driven);

private:
    void setShown(WatchMode mode);
    void addTyped();
    void follow();
    [[nodiscard]] QString summary() const;

    RepositoryChoice m_choice;
    QSortFilterProxyModel m_shown;
    bool m_isBusy = false;
    QLineEdit *m_filter;
    QPushButton *m_add;
    QTreeView *m_tree;
    QLabel *m_summary;
    ProblemLabel *m_problem;
    QPushButton *m_observeShown;
    QPushButton *m_noneShown;
    QPushButton *m_list;
    QPushButton *m_apply;
};

} // namespace sluice
