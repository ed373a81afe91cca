// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "copr/coprsession.h"

#include "copr/logging.h"
#include "sources/urlpolicy.h"

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qsizetype kShownRecords = 1000;
constexpr qsizetype kTasksAtOnce = 1000;

/// Who did it, in the history of a task.
QString historyName() { return u"Copr frontend"_s; }

} // namespace

CoprSession::CoprSession(QueueStore &store, const CoprOptions &options, const Clock &clock,
                         QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_clock(clock)
    , m_options(options)
    , m_frontend(normalizedFrontend(options.frontend))
    , m_client(m_frontend, options.password, options.tls)
    , m_api(options.api.isEmpty()
                    ? std::nullopt
                    : std::optional<ApiClient>(std::in_place, options.api, options.tls))
    , m_reporter(store, m_frontend, m_client, m_api ? &*m_api : nullptr, clock)
{
    m_pollTimer.setSingleShot(true);
    connect(&m_pollTimer, &QTimer::timeout, this, &CoprSession::poll);
    connect(&m_reporter, &Reporter::reported, this, [this](qint64 buildId) {
        m_listed.remove(buildId); // listed once more, it is looked at anew
        emit changed();
    });
    connect(&m_reporter, &Reporter::problem, this,
            [this](const Error &error) { tell(m_reportTrouble, error); });
    connect(&m_reporter, &Reporter::idleChanged, this, [this] {
        if (m_reporter.isIdle()) {
            m_reportTrouble.reset();
            showTrouble();
        }
        emit idleChanged();
    });
}

void CoprSession::start()
{
    m_isRunning = true;
    m_reporter.start();
    poll();
}

void CoprSession::stop()
{
    m_isRunning = false;
    m_pollTimer.stop();
    m_reporter.stop();
    emit idleChanged();
}

void CoprSession::wake() { m_reporter.wake(); }

bool CoprSession::isIdle() const
{
    return m_reporter.isIdle() && (!m_isRunning || (m_hasPolled && !m_isPolling));
}

void CoprSession::poll()
{
    m_isPolling = true;
    m_sincePoll.start();
    const QDateTime begunAt = m_clock.now();
    m_client.pollQueue(m_options.format, [this, begunAt](const Result<ImportQueue> &answer) {
        m_isPolling = false;
        if (m_isRunning)
            onQueue(begunAt, answer);
        emit idleChanged();
    });
}

void CoprSession::onQueue(const QDateTime &begunAt, const Result<ImportQueue> &answer)
{
    const auto pause = m_options.poll - m_sincePoll.durationElapsed();
    m_pollTimer.start(std::max(0ms, std::chrono::ceil<std::chrono::milliseconds>(pause)));
    if (!answer)
        return tell(m_queueTrouble, answer.error());
    m_hasPolled = true;
    showMalformed(answer->malformed);
    if (answer->isComplete)
        m_queueTrouble.reset();
    if (!answer->malformed.isEmpty()) // logged already
        m_queueTrouble = failure(Cause::Upstream, answer->malformed.first().what).error();
    if (const auto taken = take(begunAt, *answer); !taken)
        return tell(m_queueTrouble, taken.error());
    if (answer->isComplete) {
        if (const auto canceled = cancelMissing(begunAt, *answer); !canceled)
            return tell(m_queueTrouble, canceled.error());
    }
    showTrouble();
}

Result<void> CoprSession::take(const QDateTime &begunAt, const ImportQueue &queue)
{
    // What the last poll listed too is known; only the rest is looked up in the store.
    QList<NewTask> fresh;
    QSet<qint64> listed;
    for (const NewTask &task : queue.tasks) {
        listed.insert(*task.buildId);
        if (!m_listed.contains(*task.buildId))
            fresh << task;
    }
    if (!fresh.isEmpty()) {
        const auto ids = m_store.add(fresh, historyName());
        if (!ids)
            return std::unexpected(ids.error());
        for (qsizetype i = 0; i < ids->size(); i += kTasksAtOnce) {
            const auto unsettled = lookAtKnown(begunAt, ids->mid(i, kTasksAtOnce));
            if (!unsettled)
                return std::unexpected(unsettled.error());
            listed.subtract(*unsettled);
        }
        emit changed();
    }
    m_listed = std::move(listed);
    return {};
}

Result<QSet<qint64>> CoprSession::lookAtKnown(const QDateTime &begunAt, const QList<TaskId> &ids)
{
    const auto tasks = m_store.tasks(ids);
    if (!tasks)
        return std::unexpected(tasks.error());
    QSet<qint64> unsettled;
    QList<Task> ended;
    for (const Task &task : *tasks) {
        if (task.state == State::Canceled) {
            if (const auto putBack = putBackIfOurs(task); !putBack)
                return std::unexpected(putBack.error());
        } else if (task.hasEnded()) {
            ended << task;
        }
    }
    if (ended.isEmpty())
        return unsettled;
    const auto unreported = m_store.unreportedResults();
    if (!unreported)
        return std::unexpected(unreported.error());
    for (const Task &task : std::as_const(ended)) {
        const qint64 build = task.buildId.value_or(0);
        if (task.finishedAt >= begunAt
            || std::ranges::contains(*unreported, task.id, &UnreportedResult::task)) {
            unsettled << build;
        } else if (!m_suspects.contains(build)) {
            // The report may have overtaken this poll: the next one will tell.
            m_suspects << build;
            unsettled << build;
        } else {
            // Never a second report by ourselves: that would set built chroots back to pending.
            tell(m_queueTrouble,
                 failure(Cause::Upstream,
                         u"%1 still lists %2 as importing although it acknowledged the result: see "
                         "there, then retry it here by hand."_s.arg(displayUrl(QUrl(m_frontend)),
                                                                    task.label()),
                         {}, Who::Us)
                         .error());
        }
    }
    return unsettled;
}

Result<void> CoprSession::putBackIfOurs(const Task &task)
{
    const auto history = m_store.history(task.id);
    if (!history)
        return std::unexpected(history.error());
    // It had left the queue and is back. What a person canceled stays canceled.
    if (history->isEmpty() || history->last().who != historyName())
        return {};
    return m_store.retry({task.id}, historyName()).transform([](const QList<TaskId> &) {});
}

Result<void> CoprSession::cancelMissing(const QDateTime &begunAt, const ImportQueue &queue)
{
    const auto awaited = m_store.awaitedBuilds(m_frontend, begunAt);
    if (!awaited)
        return std::unexpected(awaited.error());
    QList<TaskId> missing;
    for (const auto &[build, task] : awaited->asKeyValueRange()) {
        if (!queue.builds.contains(build))
            missing << task;
    }
    if (missing.isEmpty())
        return {};
    const auto canceled = m_store.cancel(missing, historyName());
    if (!canceled)
        return std::unexpected(canceled.error());
    qCInfo(lcCopr, "%lld task(s) were canceled, because %ls does not list their builds any more.",
           static_cast<long long>(canceled->size()), qUtf16Printable(displayUrl(QUrl(m_frontend))));
    emit changed();
    return {};
}

void CoprSession::showMalformed(const QList<MalformedRecord> &records)
{
    if (m_shown.size() > kShownRecords)
        m_shown.clear();
    for (const MalformedRecord &record : records) {
        if (m_shown.contains(record.raw))
            continue;
        m_shown.insert(record.raw);
        qCWarning(lcCopr, "%ls", qUtf16Printable(record.what));
        emit malformed(record);
    }
}

void CoprSession::tell(std::optional<Error> &trouble, const Error &error)
{
    if (!trouble || trouble->what != error.what)
        qCWarning(lcCopr, "%ls", qUtf16Printable(error.what));
    trouble = error;
    showTrouble();
}

void CoprSession::showTrouble()
{
    const auto &trouble = m_reportTrouble ? m_reportTrouble : m_queueTrouble;
    const QString what = trouble ? trouble->what : QString();
    if (std::exchange(m_lastProblem, what) == what)
        return;
    if (trouble)
        emit problem(*trouble);
    else
        emit wellAgain();
}

} // namespace sluice
