// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QList>
#include <QString>

#include <utility>

namespace sluice {

/// One line on standard error that is written over and over: rate, done of total, time left.
/// Silent where standard error is no terminal.
class ProgressLine final
{
    Q_DISABLE_COPY_MOVE(ProgressLine)

public:
    ProgressLine();
    ~ProgressLine() { clear(); }

    [[nodiscard]] bool isTerminal() const { return m_isTerminal; }
    void show(qint64 done, qint64 total); ///< at most ten times a second
    void clear(); ///< before anything else is written to the terminal

    /// What show() writes, for the rate of the last ten seconds or so.
    [[nodiscard]] static QString text(qint64 done, qint64 total, double perSecond);

private:
    [[nodiscard]] double rate(qint64 done);

    bool m_isTerminal;
    bool m_isShown = false;
    QElapsedTimer m_clock;
    qint64 m_shownAt = -1000;
    QList<std::pair<qint64, qint64>> m_samples; ///< milliseconds, done
};

} // namespace sluice
