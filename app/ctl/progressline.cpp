// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/progressline.h"

#include "ctl/tasktext.h"

#include <cmath>
#include <sys/ioctl.h>
#include <unistd.h>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kWindowMs = 10'000;

qsizetype columns()
{
    winsize size{};
    return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1 ? size.ws_col - 1 : 79;
}

void writeError(const QByteArray &text)
{
    [[maybe_unused]] const ssize_t count
            = ::write(STDERR_FILENO, text.constData(), static_cast<size_t>(text.size()));
}

} // namespace

ProgressLine::ProgressLine()
    : m_isTerminal(::isatty(STDERR_FILENO) == 1)
{
    m_clock.start();
}

void ProgressLine::show(qint64 done, qint64 total)
{
    if (!m_isTerminal || m_clock.elapsed() - m_shownAt < 100)
        return;
    m_shownAt = m_clock.elapsed();
    const QString line = text(done, total, rate(done)).left(columns());
    writeError("\r\033[K" + line.toUtf8());
    m_isShown = true;
}

void ProgressLine::clear()
{
    if (m_isShown)
        writeError("\r\033[K"_ba);
    m_isShown = false;
    m_shownAt = -1000;
}

double ProgressLine::rate(qint64 done)
{
    const qint64 now = m_clock.elapsed();
    m_samples.append({now, done});
    while (m_samples.size() > 2 && m_samples.first().first < now - kWindowMs)
        m_samples.removeFirst();
    const auto [since, before] = m_samples.first();
    return now > since
                 ? 1000.0 * static_cast<double>(done - before) / static_cast<double>(now - since)
                 : 0;
}

QString ProgressLine::text(qint64 done, qint64 total, double perSecond)
{
    QString line = u"%1 of %2 done"_s.arg(done).arg(total);
    if (perSecond <= 0)
        return line;
    line += u", %1 per second"_s.arg(perSecond, 0, 'f', perSecond < 10 ? 1 : 0);
    if (total > done) {
        const double seconds = std::ceil(static_cast<double>(total - done) / perSecond);
        line += u", "_s + durationText(static_cast<qint64>(std::min(seconds, 1e9))) + u" left"_s;
    }
    return line;
}

} // namespace sluice
