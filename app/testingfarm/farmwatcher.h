// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/pollplan.h"
#include "testingfarm/farmclient.h"

namespace sluice {

/// Asks Testing Farm about runs until each has ended, and tells each new state once. Trouble on
/// the way only makes it ask later. Lives on the engine's thread.
class FarmWatcher final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FarmWatcher)

public:
    FarmWatcher(FarmClient &client, Timers &timers, PollPace pace = {}, QObject *parent = nullptr);

    /// `known`: what was told of it before; it is not told again.
    void watch(const QString &run, FarmState known = FarmState::Unknown);
    void forget(const QString &run);
    [[nodiscard]] QStringList watched() const { return m_known.keys(); }

signals:
    void changed(const sluice::FarmRun &run);
    void gone(const QString &run); ///< deleted there; it is no longer watched
    void ended(const QString &run); ///< after its final state; it is no longer watched
    void troubled(const QString &run, const sluice::Error &error); ///< it is asked again

private:
    struct Known
    {
        FarmState state = FarmState::Unknown;
        bool isMissing = false; // was not found the last time
    };

    void look(const QString &run);
    void take(const FarmRun &run);
    void onError(const QString &run, const Error &error);

    FarmClient &m_client;
    QHash<QString, Known> m_known;
    PollPlan m_plan;
};

} // namespace sluice
