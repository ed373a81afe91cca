// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// How a pool starts: folders, what a process before left, start values, clients.
#include "copr/coprsession.h"
#include "import/pool.h"
#include "settings/settingproblems.h"
#include "sources/fetcher.h"
#include "sources/keptsources.h"
#include "sources/tlstrust.h"

#include <QCoreApplication>
#include <QDir>
#include <QLoggingCategory>
#include <QSysInfo>

namespace sluice {
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

Q_DECLARE_LOGGING_CATEGORY(lcPool)

namespace {

/// The engine's thread must not stand still for a locked store: downloads need it.
constexpr auto kStorePatience = 100ms;

} // namespace

Result<void> Pool::start()
{
    const Settings &settings = m_options.settings;
    if (auto good = checkRoots(settings); !good)
        return good;
    for (const QString &path : {settings.gitRoot, settings.lookasideRoot, settings.logsRoot,
                                QString(m_options.dataDirectory + "/kept"_L1)}) {
        if (!QDir().mkpath(path)) {
            return failure(
                    Cause::Storage,
                    u"The folder %1 cannot be made; check the path and its permissions."_s.arg(
                            path));
        }
    }
    removeLeftovers(settings.gitRoot, settings.lookasideRoot);
    m_begun = std::make_unique<BegunTasks>(m_options.dataDirectory + "/begun"_L1);
    const auto recovered = m_store.recover(m_begun->left());
    if (!recovered)
        return std::unexpected(recovered.error());
    m_begun->clear();
    if (*recovered > 0)
        qCInfo(lcPool) << "brought back" << *recovered << "tasks that were cut off";
    if (auto done = setStartValues(); !done)
        return done;

    const QString keptDirectory = m_options.dataDirectory + "/kept"_L1;
    m_kept = std::make_unique<KeptSources>(keptDirectory, settings.keptDays, settings.keptBytes,
                                           m_clock);
    if (auto done = makeClients(); !done)
        return done;
    m_sync = std::make_unique<GroupSync>([this](std::vector<GroupSync::Done> group) {
        auto shared = std::make_shared<std::vector<GroupSync::Done>>(std::move(group));
        QMetaObject::invokeMethod(
                this, [this, shared] { groupDone(std::move(*shared)); }, Qt::QueuedConnection);
    });

    m_rev = m_store.revision().value_or(0);
    m_dataVersion = m_store.dataVersion().value_or(-1);
    const auto entries = m_store.queuedEntries();
    if (!entries)
        return std::unexpected(entries.error());
    for (const QueueEntry &entry : *entries)
        m_claims.push(entry);
    m_store.setPatience(kStorePatience);
    m_lookTimer.start();
    m_workersTimer.start();
    m_pruneTimer.start(1h);
    if (m_copr)
        m_copr->start();
    scheduleTurn();
    return {};
}

/// The network side: where sources come from and, where it is asked for, the Copr frontend.
Result<void> Pool::makeClients()
{
    const Settings &settings = m_options.settings;
    QStringList listed = settings.allowedHosts;
    if (!settings.frontend.isEmpty())
        listed << QUrl(settings.frontend).host();
    m_fetcher = std::make_unique<Fetcher>(m_options.dataDirectory + "/kept"_L1, UrlPolicy(listed),
                                          settings.caps);
    const bool isPolling = m_options.isPollingFrontend && !settings.frontend.isEmpty();
    // Reading the system's certificates takes longer than many imports, so not unless it is needed.
    if (settings.trustedCertificates.isEmpty() && !isPolling)
        return {};
    const auto tls = tlsTrusting(settings.trustedCertificates);
    if (!tls)
        return std::unexpected(tls.error());
    m_fetcher->setTls(*tls);
    if (!isPolling)
        return {};
    m_copr = std::make_unique<CoprSession>(m_store,
                                           CoprOptions{.frontend = settings.frontend,
                                                       .password = m_options.frontendPassword,
                                                       .api = settings.coprApi,
                                                       .poll = settings.frontendPoll,
                                                       .format = settings.format,
                                                       .tls = *tls},
                                           m_clock);
    connect(m_copr.get(), &CoprSession::changed, this, [this] {
        if (const auto edits
            = m_store.editsSince(m_rev)) // our own connection wrote: nothing else tells
            takeEdits(*edits);
        scheduleTurn();
    });
    connect(m_copr.get(), &CoprSession::idleChanged, this, &Pool::checkEnd);
    connect(m_copr.get(), &CoprSession::problem, this,
            [this](const Error &error) { showProblem(error.what); });
    connect(m_copr.get(), &CoprSession::wellAgain, this, [this] { showProblem({}); });
    return {};
}

/// The settings file holds start values; from then on the store's are true.
Result<void> Pool::setStartValues()
{
    auto state = m_store.poolState();
    if (!state)
        return std::unexpected(state.error());
    const int wanted = m_options.threads > 0 ? m_options.threads : m_options.settings.threads;
    state->threads = wanted > 0 ? wanted : QThread::idealThreadCount();
    state->limits = m_options.settings.limits;
    if (!state->pauseReason.isEmpty()) { // a full disk, say: a new start is a new try
        state->isPaused = false;
        state->pauseReason.clear();
    }
    state->owner = {.pid = QCoreApplication::applicationPid(),
                    .program = m_options.program,
                    .host = QSysInfo::machineHostName(),
                    .since = m_clock.now()};
    applyPoolState(*state);
    return m_store.setThreads(state->threads)
            .and_then([&] { return m_store.setLimits(state->limits); })
            .and_then([&] { return m_store.setPaused(state->isPaused, state->pauseReason); })
            .and_then([&] { return m_store.setProblem({}); })
            .and_then([&] { return m_store.setPoolOwner(state->owner); });
}

} // namespace sluice
