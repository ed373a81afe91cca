// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "banner.h"
#include "error.h"
#include "queue/queuestate.h"

#include <QTimer>
#include <QWidget>

namespace sluice {

/// What the window has to say: above its page what failed and what keeps the importer from working,
/// beneath it what was just done. GUI thread.
class MessageBar final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MessageBar)

public:
    explicit MessageBar(QWidget *parent = nullptr);

    /// What was just done. It comes and goes by itself, so it belongs where the page under the
    /// pointer does not move for it.
    [[nodiscard]] QWidget *notice() const { return m_notice; }
    void showNotice(const QString &sentence, bool canBeUndone = false); ///< goes after a while
    void hidePassingNotice(); ///< what it said is going on has failed; one with an undo stays
    void showError(const Error &error); ///< stays until it is closed or another error comes
    void showPoolFailure(const Error &error); ///< an error with a button that starts it again
    void hidePoolFailure(); ///< what it said is over
    void showPipelinesFailure(const Error &error); ///< nobody here runs the pipelines
    void hidePipelinesFailure();
    void hideError(const QString &sentence); ///< that one is over; another stays
    void hidePassingError(); ///< one that was about what a person asked for before
    void setPool(const PoolState &pool); ///< paused, or with a problem
    void hideAll();

signals:
    void poolRestartRequested();
    void undoRequested();
    void resumeRequested();
    void settingRequested(const QString &key); ///< that an error names

private:
    enum class Failing { Nothing, Pool, Pipelines };
    void showFailure(const Error &error, const QString &action);
    void hideFailure(Failing of);

    Banner *m_failure;
    QString m_sentence; ///< its sentence, as it came
    Failing m_failing = Failing::Nothing; ///< what m_failure tells of, where that can end
    Banner *m_trouble;
    Banner *m_notice;
    bool m_canBeUndone = false; ///< what m_notice tells of
    QTimer m_noticeEnd;
};

} // namespace sluice
