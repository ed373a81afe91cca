// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "copr/reporter.h"

#include "copr/logging.h"

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int kPostsAtOnce = 8;
constexpr auto kReloadEvery = 1000ms;
/// So many answers in a row that are none, and the frontend is not well: then one at a time.
constexpr int kFailuresBeforeHold = 3;

std::chrono::seconds pauseAfter(int tries)
{
    return std::min(std::chrono::seconds(1LL << std::clamp(tries, 0, 6)), 60s);
}

} // namespace

Reporter::Reporter(QueueStore &store, QString frontend, FrontendClient &client, ApiClient *api,
                   const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_frontend(std::move(frontend))
    , m_client(client)
    , m_api(api)
    , m_clock(clock)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Reporter::work);
}

void Reporter::start()
{
    m_isRunning = true;
    wake();
}

void Reporter::stop()
{
    m_isRunning = false;
    m_timer.stop();
    m_due.clear();
    tellIdle();
}

void Reporter::wake()
{
    m_isStale = true;
    work();
}

bool Reporter::isIdle() const
{
    return m_reportsOut.isEmpty()
        && (!m_isRunning || (!m_isStale && m_due.isEmpty() && m_nextDue.isNull()));
}

/// Not for every result that comes while others wait; but a result may also have been withdrawn.
bool Reporter::mustReload() const
{
    if (!m_due.isEmpty())
        return m_sinceReload.durationElapsed() >= kReloadEvery;
    return m_isStale || (!m_nextDue.isNull() && m_nextDue <= m_clock.now());
}

void Reporter::reload()
{
    auto results = m_store.unreportedResults();
    if (!results) {
        m_isStale = true;
        emit problem(results.error());
        return;
    }
    m_isStale = false;
    m_sinceReload.start();
    m_due.clear();
    m_nextDue = {};
    const QDateTime now = m_clock.now();
    for (UnreportedResult &result : *results) {
        if (result.frontend != m_frontend || m_reportsOut.contains(result.id))
            continue;
        if (result.dueAt <= now)
            m_due << std::move(result);
        else if (m_nextDue.isNull() || result.dueAt < m_nextDue)
            m_nextDue = result.dueAt;
    }
    std::ranges::reverse(m_due);
}

void Reporter::work()
{
    if (!m_isRunning)
        return;
    if (m_failures >= kFailuresBeforeHold && m_clock.now() < m_holdUntil) {
        workAt(m_holdUntil);
    } else {
        if (mustReload())
            reload();
        beginDue();
        if (m_isStale && m_due.isEmpty())
            workAt(m_clock.now().addDuration(kReloadEvery)); // the store could not be read
        else if (!m_nextDue.isNull())
            workAt(m_nextDue);
    }
    tellIdle();
}

void Reporter::beginDue()
{
    const qsizetype most = m_failures >= kFailuresBeforeHold ? 1 : kPostsAtOnce;
    QList<UnreportedResult> afterOthers; // their build has a post under way
    while (!m_due.isEmpty() && m_reportsOut.size() < most) {
        const UnreportedResult result = m_due.takeLast();
        if (m_buildsOut.contains(result.buildId))
            afterOthers.prepend(result);
        else
            begin(result);
    }
    m_due += afterOthers;
}

void Reporter::tellIdle()
{
    if (std::exchange(m_wasIdle, isIdle()) != isIdle())
        emit idleChanged();
}

void Reporter::begin(const UnreportedResult &result)
{
    m_reportsOut.insert(result.id);
    m_buildsOut.insert(result.buildId);
    if (result.isAfterRetry && m_api)
        askFirst(result);
    else
        post(result);
}

void Reporter::askFirst(const UnreportedResult &result)
{
    // A report sets chroots to pending whatever they were: the build must still stand where we left
    // it (facts §1.10). "importing" means that somebody put it back there, so it waits for us too.
    m_api->buildState(result.buildId, [this, result](const Result<QString> &state) {
        const bool isGone = !state && state.error().cause == Cause::NotFound;
        if (!state && !isGone)
            return postpone(result, state.error());
        if (!isGone && (*state == "failed"_L1 || *state == "importing"_L1))
            return post(result);
        const QString now = isGone ? u"deleted"_s : *state;
        qCInfo(lcCopr, "Build %lld was not reported again, because it is %ls by now.",
               static_cast<long long>(result.buildId), qUtf16Printable(now));
        acknowledge(result, 0);
    });
}

void Reporter::post(const UnreportedResult &result)
{
    QElapsedTimer timer;
    timer.start();
    m_client.report(result.body, [this, result, timer](const Result<bool> &updated) {
        if (!updated)
            return postpone(result, updated.error());
        if (!*updated) {
            qCInfo(lcCopr, "The frontend has no build %lld any more.",
                   static_cast<long long>(result.buildId));
        }
        acknowledge(result, static_cast<double>(timer.nsecsElapsed()) / 1e6);
    });
}

void Reporter::acknowledge(const UnreportedResult &result, double reportMs)
{
    m_failures = 0;
    if (auto marked = m_store.markReported(result.id, reportMs); !marked) {
        // It must not be posted again: it stays among those under way until the store takes it.
        emit problem(marked.error());
        QTimer::singleShot(1s, this, [this, result, reportMs] { acknowledge(result, reportMs); });
        return;
    }
    emit reported(result.buildId);
    over(result);
}

void Reporter::postpone(const UnreportedResult &result, const Error &error)
{
    ++m_failures;
    // Without a connection, or with a wrong password, no other result would fare better.
    if (error.cause != Cause::Upstream)
        m_failures = std::max(m_failures, kFailuresBeforeHold);
    const QDateTime now = m_clock.now();
    if (m_failures >= kFailuresBeforeHold)
        m_holdUntil = now.addDuration(pauseAfter(m_failures - kFailuresBeforeHold));
    const QString answer = error.what + u'\n' + error.detail;
    const auto postponed = m_store.postponeReport(
            result.id, now.addDuration(pauseAfter(result.tries)), answer.trimmed());
    emit problem(postponed ? error : postponed.error());
    m_isStale = true;
    over(result);
}

void Reporter::over(const UnreportedResult &result)
{
    m_reportsOut.remove(result.id);
    m_buildsOut.remove(result.buildId);
    work();
    tellIdle();
}

void Reporter::workAt(const QDateTime &due)
{
    // Never long: the clock may be turned by hand, or by the machine's owner.
    const qint64 ms = std::clamp<qint64>(m_clock.now().msecsTo(due), 0, 500);
    m_timer.start(std::chrono::milliseconds(ms));
}

} // namespace sluice
