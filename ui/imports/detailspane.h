// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "background.h"
#include "queue/asyncstore.h"
#include "queue/taskdetails.h"
#include "repository/history.h"
#include "settings/settings.h"

#include <QTabWidget>
#include <QWidget>

class QComboBox;
class QLabel;
class QStackedLayout;
class QTextBrowser;

namespace KSyntaxHighlighting {
class Repository;
} // namespace KSyntaxHighlighting

namespace sluice {

class CodeView;
class LogView;
class ObjectsModel;

/// One task from near: summary and error, log, spec, diff, stored files, history. Everything is
/// read elsewhere and arrives when it is there; what no tab shows is not read. GUI thread.
class DetailsPane final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DetailsPane)

public:
    DetailsPane(AsyncStore &store, KSyntaxHighlighting::Repository &syntax,
                QWidget *parent = nullptr);

    void setSettings(const Settings &settings);
    /// 0: nothing is selected.
    void showTask(TaskId id);
    [[nodiscard]] TaskId taskId() const { return m_id; }

signals:
    void retryRequested(sluice::TaskId id);

protected:
    void changeEvent(QEvent *event) override;

private:
    enum Tab { Summary, Log, Spec, Diff, Files, History };

    void addTabs(KSyntaxHighlighting::Repository &syntax);
    void load();
    void take(const Result<TaskDetails> &details);
    void fillBranches();
    void showTab();
    void showText();
    void showRepositoryText(CodeView *view, const Result<RepositoryText> &text);
    void openLink(const QUrl &link);

    AsyncStore &m_store;
    Background m_background;
    QString m_gitRoot;
    QString m_logsRoot;
    TaskId m_id = 0;
    bool m_isUnfolded = false;
    std::optional<TaskDetails> m_details;
    QString m_specShown; ///< task and commit of the text that is shown or awaited
    QString m_diffShown;
    QTimer m_reload;

    QStackedLayout *m_stack = nullptr;
    QLabel *m_nothing = nullptr;
    QTabWidget *m_tabs = nullptr;
    QComboBox *m_branch = nullptr;
    QTextBrowser *m_summary = nullptr;
    LogView *m_log = nullptr;
    CodeView *m_spec = nullptr;
    CodeView *m_diff = nullptr;
    ObjectsModel *m_objects = nullptr;
    QTextBrowser *m_history = nullptr;
};

} // namespace sluice
