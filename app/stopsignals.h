// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>

class QSocketNotifier;

namespace sluice {

/// SIGINT, SIGTERM and SIGHUP as signals of Qt. Make it before any thread is started: it blocks
/// them for the thread that makes it, and threads inherit that.
class StopSignals final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StopSignals)

public:
    explicit StopSignals(QObject *parent = nullptr);
    ~StopSignals() override;

signals:
    void stopAsked(); ///< the first
    void hurryAsked(); ///< one more, a second or more later

private:
    void read();

    int m_descriptor = -1;
    QSocketNotifier *m_notifier = nullptr;
    QElapsedTimer m_sinceFirst;
};

} // namespace sluice
