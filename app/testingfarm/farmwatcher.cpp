// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "testingfarm/farmwatcher.h"

#include <QPointer>

namespace sluice {

FarmWatcher::FarmWatcher(FarmClient &client, Timers &timers, PollPace pace, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_plan(timers, pace, this, [this](const QStringList &runs) {
        for (const QString &run : runs)
            look(run);
    })
{}

void FarmWatcher::watch(const QString &run, FarmState known)
{
    if (m_known.contains(run))
        return;
    m_known.insert(run, {known, false});
    m_plan.add(run);
}

void FarmWatcher::forget(const QString &run)
{
    m_known.remove(run);
    m_plan.remove(run);
}

void FarmWatcher::look(const QString &run)
{
    m_client.run(run, [this, guard = QPointer(this), run](const Result<FarmRun> &found) {
        if (!guard || !m_known.contains(run))
            return;
        if (!found)
            return onError(run, found.error());
        FarmRun named = *found;
        named.id = run;
        take(named);
    });
}

void FarmWatcher::take(const FarmRun &run)
{
    Known &known = m_known[run.id];
    known.isMissing = false;
    // A state that we have no word for is no news: the next one is.
    const bool isNews = run.state != FarmState::Unknown && run.state != known.state;
    if (isNews) {
        known.state = run.state;
        emit changed(run);
    }
    if (!m_known.contains(run.id))
        return; // forgotten by a receiver
    if (!isFinal(run.state))
        return m_plan.succeeded(run.id);
    forget(run.id);
    emit ended(run.id);
}

void FarmWatcher::onError(const QString &run, const Error &error)
{
    if (error.cause == Cause::NotFound && std::exchange(m_known[run].isMissing, true)) {
        forget(run);
        emit gone(run);
        return;
    }
    m_plan.failed(run, error.retryAt);
    emit troubled(run, error);
}

} // namespace sluice
