// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/problemreminder.h"

#include <QTime>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr int kMostTimes = 60; ///< of the first interval

} // namespace

ProblemReminder::ProblemReminder(std::chrono::milliseconds first, QObject *parent)
    : QObject(parent)
    , m_first(first)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &ProblemReminder::remind);
}

void ProblemReminder::set(const QString &problem)
{
    if (problem == m_problem)
        return;
    if (m_problem.isEmpty())
        m_since = QTime::currentTime().toString(u"HH:mm:ss"_s);
    m_problem = problem;
    m_timer.stop();
    if (problem.isEmpty())
        emit said(u"all is well again, after trouble since %1"_s.arg(m_since));
    else
        m_timer.start(m_first);
}

void ProblemReminder::remind()
{
    m_timer.start(std::min(m_timer.intervalAsDuration() * 2, m_first * kMostTimes));
    emit said(u"still, since %1: %2"_s.arg(m_since, m_problem));
}

} // namespace sluice
