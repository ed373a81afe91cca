// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "statusline.h"

#include <QCoreApplication>
#include <QLabel>
#include <QLocale>
#include <QStatusBar>
#include <QSysInfo>

namespace sluice {
namespace {

QString poolText(const PoolOwner &owner)
{
    if (owner.pid == 0)
        return StatusLine::tr("no importer runs");
    const bool isHere = owner.host.isEmpty() || owner.host == QSysInfo::machineHostName();
    if (isHere && owner.pid == QCoreApplication::applicationPid())
        return StatusLine::tr("this window runs the importer");
    return isHere ? StatusLine::tr("importer run by %1, pid %2").arg(owner.program).arg(owner.pid)
                  : StatusLine::tr("importer run by %1 on %2, pid %3")
                            .arg(owner.program, owner.host)
                            .arg(owner.pid);
}

} // namespace

StatusLine::StatusLine(QStatusBar &bar)
    : QObject(&bar)
    , m_counts(new QLabel(&bar))
    , m_rate(new QLabel(&bar))
    , m_limit(new QLabel(&bar))
    , m_pool(new QLabel(&bar))
{
    m_limit->setToolTip(tr("The budget of GitHub calls that is nearest to its end; the page Ledger "
                           "has all of them"));
    m_pool->setToolTip(tr("The importer does what the queue holds. One runs at a time for a data "
                          "directory; every window can edit its queue."));
    m_counts->setContentsMargins(6, 0, 0, 0);
    m_rate->setContentsMargins(12, 0, 12, 0);
    m_limit->setContentsMargins(12, 0, 12, 0);
    m_pool->setContentsMargins(12, 0, 6, 0);
    for (QLabel *label : {m_counts, m_rate, m_limit, m_pool})
        label->setTextFormat(Qt::PlainText);
    bar.addWidget(m_counts, 1);
    for (QLabel *label : {m_rate, m_limit, m_pool})
        bar.addPermanentWidget(label);
}

void StatusLine::setState(const StateCounts &counts, const PoolState &pool)
{
    m_counts->setText(countsText(counts));
    m_pool->setText(poolText(pool.owner));
}

QString StatusLine::countsText(const StateCounts &counts)
{
    const QLocale locale;
    return tr("%1 queued · %2 running · %3 succeeded · %4 failed")
            .arg(locale.toString(counts[State::Queued]), locale.toString(counts.running()),
                 locale.toString(counts[State::Succeeded]), locale.toString(counts[State::Failed]));
}

void StatusLine::setRate(const QString &text) { m_rate->setText(text); }

void StatusLine::setLimit(const QString &text) { m_limit->setText(text); }

} // namespace sluice
