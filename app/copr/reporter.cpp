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
    m_waiting.clear();
    m_sinceReload.invalidate();
}

void Reporter::wake()
{
    m_isStale = true;
    work();
}

void Reporter::reload()
{
    // While many wait, the store is not read anew for each that is added.
    if (!m_isStale
        || (!m_waiting.isEmpty() && m_sinceReload.isValid()
            && m_sinceReload.durationElapsed() < kReloadEvery))
        return;
    auto results = m_store.unreportedResults();
    if (!results) {
        emit problem(results.error());
        return;
    }
    m_isStale = false;
    m_sinceReload.start();
    results->removeIf([this](const UnreportedResult &result) {
        return result.frontend != m_frontend || m_reportsOut.contains(result.id);
    });
    std::ranges::reverse(*results);
    m_waiting = std::move(*results);
}

void Reporter::work()
{
    if (!m_isRunning)
        return;
    reload();
    const QDateTime now = m_clock.now();
    const bool isHeld = m_failures >= kFailuresBeforeHold;
    if (isHeld && now < m_holdUntil)
        return workAt(m_holdUntil);
    QList<UnreportedResult> afterOthers; // their build has a post under way
    while (!m_waiting.isEmpty() && m_reportsOut.size() < (isHeld ? 1 : kPostsAtOnce)
           && m_waiting.last().dueAt <= now) {
        const UnreportedResult result = m_waiting.takeLast();
        if (m_buildsOut.contains(result.buildId))
            afterOthers.prepend(result);
        else
            begin(result);
    }
    m_waiting += afterOthers;
    if (m_isStale)
        workAt(now.addMSecs(std::chrono::milliseconds(kReloadEvery).count()));
    else if (!m_waiting.isEmpty() && m_waiting.last().dueAt > now)
        workAt(m_waiting.last().dueAt);
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
    emit ended();
    work();
}

void Reporter::workAt(const QDateTime &due)
{
    // Never long: the clock may be turned by hand, or by the machine's owner.
    const qint64 ms = std::clamp<qint64>(m_clock.now().msecsTo(due), 0, 500);
    m_timer.start(std::chrono::milliseconds(ms));
}

} // namespace sluice
