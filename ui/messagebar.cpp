// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "messagebar.h"

#include "settings/settingtitles.h"

#include <QVBoxLayout>

namespace sluice {
using namespace std::chrono_literals;

MessageBar::MessageBar(QWidget *parent)
    : QWidget(parent)
    , m_failure(new Banner(this))
    , m_trouble(new Banner(this))
    , m_notice(new Banner(parent))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    for (Banner *banner : {m_failure, m_trouble})
        column->addWidget(banner);
    connect(m_failure, &Banner::actionClicked, this, [this] {
        if (m_failing != Failing::Pool)
            return emit settingRequested(settingNamedIn(m_sentence)); // it stays until it is mended
        m_failure->hide();
        emit poolRestartRequested();
    });
    connect(m_notice, &Banner::actionClicked, this, &MessageBar::undoRequested);
    connect(m_trouble, &Banner::actionClicked, this, &MessageBar::resumeRequested);
    m_noticeEnd.setSingleShot(true);
    m_noticeEnd.setInterval(12s);
    connect(&m_noticeEnd, &QTimer::timeout, m_notice, &QWidget::hide);
}

void MessageBar::showNotice(const QString &sentence, bool canBeUndone)
{
    m_notice->showText(Banner::Kind::Notice, sentence, canBeUndone ? tr("Undo") : QString());
    m_canBeUndone = canBeUndone;
    m_noticeEnd.start();
}

void MessageBar::hidePassingNotice()
{
    if (!m_canBeUndone)
        m_notice->hide();
}

void MessageBar::showError(const Error &error)
{
    showFailure(error, settingNamedIn(error.what).isEmpty() ? QString() : tr("Settings…"));
    m_failing = Failing::Nothing;
}

void MessageBar::showPoolFailure(const Error &error)
{
    showFailure(error, tr("Start the Importer Again"));
    m_failing = Failing::Pool;
}

void MessageBar::showFailure(const Error &error, const QString &action)
{
    m_sentence = error.what;
    m_failure->showText(Banner::Kind::Error, withSettingTitles(error.what), action);
    m_failure->setToolTip(error.detail);
}

void MessageBar::hidePoolFailure() { hideFailure(Failing::Pool); }

void MessageBar::showPipelinesFailure(const Error &error)
{
    showError(error);
    m_failing = Failing::Pipelines;
}

void MessageBar::hidePipelinesFailure() { hideFailure(Failing::Pipelines); }

void MessageBar::hideError(const QString &sentence)
{
    if (m_sentence == sentence)
        hidePassingError();
}

void MessageBar::hidePassingError() { hideFailure(Failing::Nothing); }

void MessageBar::hideFailure(Failing of)
{
    if (m_failing != of)
        return;
    m_failing = Failing::Nothing;
    m_failure->hide();
}

void MessageBar::setPool(const PoolState &pool)
{
    QString text = pool.problem;
    if (pool.isPaused) {
        text = pool.pauseReason.isEmpty()
                     ? tr("Paused: running imports finish, no other one starts.")
                     : tr("Paused: %1").arg(pool.pauseReason);
    }
    if (text.isEmpty())
        m_trouble->hide();
    else if (m_trouble->isHidden() || m_trouble->text() != text)
        m_trouble->showText(Banner::Kind::Warning, text, pool.isPaused ? tr("Resume") : QString(),
                            false);
}

void MessageBar::hideAll()
{
    for (Banner *banner : {m_failure, m_trouble, m_notice})
        banner->hide();
}

} // namespace sluice
