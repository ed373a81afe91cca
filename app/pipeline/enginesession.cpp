// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/enginesession.h"

#include "sources/tlstrust.h"

namespace sluice {
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr auto kLockLook = 1s; // how often another process' end is looked for
constexpr auto kWishLook = 1s;

} // namespace

EngineSession::EngineSession(PipelineEngineOptions options, AccountSecrets secrets)
    : m_options(std::move(options))
    , m_secrets(std::move(secrets))
    , m_startAgain(this)
    , m_driveAgain(this)
    , m_observeAgain(this)
    , m_wishLook(this)
{
    for (QTimer *timer : {&m_startAgain, &m_driveAgain, &m_observeAgain}) {
        timer->setSingleShot(true);
        timer->setInterval(kLockLook);
    }
    connect(&m_startAgain, &QTimer::timeout, this, &EngineSession::start);
    connect(&m_driveAgain, &QTimer::timeout, this, &EngineSession::openDriving);
    connect(&m_observeAgain, &QTimer::timeout, this, &EngineSession::openObserving);
    connect(&m_wishLook, &QTimer::timeout, this, &EngineSession::takeWishes);
}

void EngineSession::start()
{
    auto database = Database::open(m_options.dataDirectory + u"/queue.sqlite"_s);
    if (!database && !database.error().retryAt.isNull()) { // locked: another program writes
        if (std::exchange(m_lockSaid, database.error().what).isEmpty())
            emit problem(database.error());
        return m_startAgain.start();
    }
    if (!database)
        return emit failed(database.error());
    const auto tls = tlsTrusting(m_options.settings.trustedCertificates);
    if (!tls)
        return emit failed(tls.error());
    if (!m_lockSaid.isEmpty())
        emit solved(std::exchange(m_lockSaid, {}));
    m_database = *std::move(database);
    m_wishes = std::make_unique<WishStore>(*m_database, m_clock);
    m_checks = std::make_unique<ServiceChecks>(*m_wishes, m_clock);
    m_timers = std::make_unique<SystemTimers>();
    m_driveTransport = std::make_unique<NetworkTransport>(*tls);
    m_observeTransport = std::make_unique<NetworkTransport>(*tls);
    m_wishLook.start(kWishLook);
    openObserving();
    if (isDriving(m_options.settings.pipeline))
        drive();
}

void EngineSession::stop()
{
    m_isStopping = true;
    for (QTimer *timer : {&m_startAgain, &m_driveAgain, &m_observeAgain, &m_wishLook})
        timer->stop();
    if (m_service)
        m_service->stop();
    if (m_observer)
        m_observer->stop();
    endWhenStopped();
}

void EngineSession::leave()
{
    m_service.reset();
    m_observer.reset();
    stop();
    thread()->quit();
}

void EngineSession::secretChanged(const QString &account)
{
    if (m_observer)
        m_observer->secretChanged(account);
}

void EngineSession::wake()
{
    if (m_service)
        m_service->takeWishes();
    if (m_observer)
        m_observer->poke();
    takeWishes();
}

void EngineSession::drive()
{
    if (!m_options.keyringToken)
        return emit failed(m_options.keyringToken.error());
    auto options = pipelineServiceOptions(m_options.dataDirectory, m_options.settings,
                                          *m_options.keyringToken);
    if (!options)
        return emit failed(options.error());
    m_driving = *std::move(options);
    m_tokens = tokenSourceOf(m_driving, *m_driveTransport, *m_timers);
    openDriving();
}

void EngineSession::openDriving()
{
    auto service = PipelineService::open(m_driving, {*m_driveTransport, *m_tokens, *m_timers});
    if (!service && !service.error().retryAt.isNull()) {
        if (!std::exchange(m_isBusySaid, true))
            emit busy();
        m_driveAgain.start();
        return;
    }
    if (!service)
        return emit failed(service.error());
    m_service = *std::move(service);
    connect(m_service.get(), &PipelineService::problem, this,
            [this](qint64, const Error &error) { emit problem(error); });
    // Queued: the service says it from within its own functions, and is deleted then.
    connect(
            m_service.get(), &PipelineService::stopped, this,
            [this] {
                m_service.reset();
                endWhenStopped();
            },
            Qt::QueuedConnection);
    if (const auto port = m_driving.webhook ? m_service->listen() : Result<quint16>(0); !port) {
        m_service.reset();
        return emit failed(port.error());
    }
    m_service->start();
    m_service->watch(m_options.settings.pipeline.repositories);
    emit running();
}

void EngineSession::openObserving()
{
    auto observer = ObserveService::open(m_options.dataDirectory,
                                         {*m_observeTransport, *m_timers, m_secrets});
    if (!observer && !observer.error().retryAt.isNull())
        return m_observeAgain.start();
    if (!observer)
        return emit problem(observer.error());
    m_observer = *std::move(observer);
    connect(m_observer.get(), &ObserveService::problem, this,
            [this](const QString &subject, const Error &error) {
                m_told.insert(subject, error.what);
                emit problem(error);
            });
    connect(m_observer.get(), &ObserveService::wellAgain, this, [this](const QString &subject) {
        if (const QString told = m_told.take(subject); !told.isEmpty())
            emit solved(told);
    });
    connect(
            m_observer.get(), &ObserveService::stopped, this,
            [this] {
                m_observer.reset();
                endWhenStopped();
            },
            Qt::QueuedConnection);
    m_observer->start();
}

void EngineSession::takeWishes()
{
    const auto open = m_wishes ? m_wishes->open() : Result<QList<Wish>>();
    for (const Wish &wish : open.value_or(QList<Wish>())) {
        if (isForServices(wish.kind))
            m_checks->take(wish, SettingsFile(m_options.dataDirectory).load());
    }
}

void EngineSession::endWhenStopped()
{
    if (!m_isStopping || m_service || m_observer || std::exchange(m_hasEnded, true))
        return;
    m_checks.reset();
    m_wishes.reset();
    m_database.reset();
    m_tokens.reset();
    m_driveTransport.reset();
    m_observeTransport.reset();
    m_timers.reset();
    emit stopped();
}

} // namespace sluice
