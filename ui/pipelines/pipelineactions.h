// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "clock.h"
#include "error.h"
#include "pipeline/pullrow.h"
#include "pipeline/wish.h"

#include <QObject>

class QAction;
class QIcon;
class QKeySequence;

namespace sluice {

class PullBoard;
class WishDesk;

/// What can be done with the pull request and the check that are chosen, as actions for menu, tool
/// bar and table; each says what it will do before it is clicked. GUI thread.
class PipelineActions final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PipelineActions)

public:
    /// Both must outlive it.
    PipelineActions(const PullBoard &board, WishDesk &desk, const Clock &clock, QObject *parent);

    /// Check 0: the pull request as a whole, or the chroot alone.
    void choose(PullKey pull, const QString &chroot, qint64 check);
    /// Where Copr and GitHub are.
    void setAddresses(const QString &copr, const QString &github);
    /// Those that change something, which the details offer as well.
    [[nodiscard]] QList<QAction *> edits() const;

    QAction *retryChroot;
    QAction *retryFailed; ///< of an observed one: builds
    QAction *retestFailed;
    QAction *cancel;
    QAction *resend;
    QAction *readAgain;
    QAction *estimate;
    QAction *openPull;
    QAction *openCheck;
    QAction *openBuild;
    QAction *copyName;

public slots:
    void follow(); ///< what is chosen may have changed

signals:
    void said(const QString &sentence);
    void failed(const sluice::Error &error);

private:
    QAction *make(const QString &name, const QString &text, const QIcon &icon,
                  const QKeySequence &shortcut);
    void connectAll();
    void followDriven(const PullRow &pull, const PullCheck *check);
    /// Something of that kind has failed, or is stuck.
    [[nodiscard]] bool needsAgain(const PullRow &pull, CheckKind kind) const;
    void followObserved(const PullRow &pull, const PullCheck *check);
    void followLinks(const PullRow &pull, const PullCheck *check);
    void allow(QAction *action, bool isAllowed, const QString &toolTip);
    void ask(WishKind kind, const QString &argument, const QString &sentence);
    void askRetryChroot();
    void askRetryFailed();
    void open(const QString &address);
    [[nodiscard]] QString pagesOf(const PullRow &pull) const;
    [[nodiscard]] QString login(const PullRow &pull) const;

    const PullBoard &m_board;
    WishDesk &m_desk;
    const Clock &m_clock;
    PullKey m_pull;
    QString m_chroot;
    qint64 m_check = 0;
    QString m_copr;
    QString m_github;
};

} // namespace sluice
