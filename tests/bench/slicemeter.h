// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>
#include <QElapsedTimer>
#include <QThread>

#include <algorithm>
#include <ctime>
#include <print>
#include <vector>

namespace sluice {

/// A number from the environment.
inline int numberFrom(const char *variable, int fallback)
{
    bool isNumber = false;
    const int number = qEnvironmentVariableIntValue(variable, &isNumber);
    return isNumber && number > 0 ? number : fallback;
}

inline double threadMs()
{
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

inline double percentile(std::vector<double> values, double share)
{
    if (values.empty())
        return 0;
    const auto at = static_cast<size_t>(share * static_cast<double>(values.size() - 1));
    std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(at));
    return values[at];
}

/// How long the GUI thread works without a rest: events that follow one another within a tenth of a
/// millisecond are one slice.
class SliceMeter final : public QApplication
{
    Q_DISABLE_COPY_MOVE(SliceMeter)

public:
    using QApplication::QApplication;

    bool notify(QObject *receiver, QEvent *event) override
    {
        if (QThread::currentThread() != thread())
            return QApplication::notify(receiver, event); // the store's, say
        if (m_depth++ == 0)
            begin();
        const bool isHandled = QApplication::notify(receiver, event);
        if (--m_depth == 0)
            m_ended = m_time.nsecsElapsed();
        return isHandled;
    }

    void reset()
    {
        m_started = -1;
        wall.clear();
        cpu.clear();
    }

    void report(const char *what) const
    {
        std::println("{}: {} slices, wall p50 {:.2f} p99 {:.2f} max {:.1f} ms; cpu p50 {:.2f} p99 "
                     "{:.2f} max {:.1f} ms",
                     what, wall.size(), percentile(wall, 0.5), percentile(wall, 0.99),
                     percentile(wall, 1), percentile(cpu, 0.5), percentile(cpu, 0.99),
                     percentile(cpu, 1));
        std::fflush(stdout);
    }

    std::vector<double> wall; ///< milliseconds
    std::vector<double> cpu;

private:
    void begin()
    {
        if (!m_time.isValid())
            m_time.start();
        const qint64 now = m_time.nsecsElapsed();
        if (m_started >= 0 && now - m_ended < 100'000)
            return;
        const double used = threadMs();
        if (m_started >= 0) {
            wall.push_back(static_cast<double>(m_ended - m_started) / 1e6);
            cpu.push_back(used - m_cpu);
        }
        m_started = now;
        m_cpu = used;
    }

    QElapsedTimer m_time;
    int m_depth = 0;
    qint64 m_started = -1; ///< nanoseconds, of the slice under way
    qint64 m_ended = 0; ///< of its last event so far
    double m_cpu = 0;
};

} // namespace sluice
