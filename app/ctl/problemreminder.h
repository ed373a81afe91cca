// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>

#include <chrono>

namespace sluice {

/// Keeps a problem that lasts in mind: the log says it once, this says it again, at first soon and
/// then at growing intervals, and when all is well again. Any one thread.
class ProblemReminder final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProblemReminder)

public:
    explicit ProblemReminder(std::chrono::milliseconds first = std::chrono::minutes(1),
                             QObject *parent = nullptr);

    void set(const QString &problem); ///< as it is now; empty: all is well

signals:
    void said(const QString &sentence);

private:
    void remind();

    const std::chrono::milliseconds m_first;
    QString m_problem;
    QString m_since;
    QTimer m_timer;
};

} // namespace sluice
