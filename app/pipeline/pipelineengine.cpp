// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/pipelineengine.h"

#include "github/networktransport.h"
#include "github/tokensource.h"
#include "pipeline/pipelineservice.h"
#include "pipeline/servicechecks.h"
#include "store/database.h"
#include "timers.h"

#include <QTimer>

namespace sluice {
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr auto kLockLook = 1s; // how often another process' end is looked for
constexpr auto kWishLook = 1s;

} // namespace

bool isDriving(const PipelineSettings &settings)
{
    return !settings.repositories.isEmpty() || settings.webhookPort != 0
        || settings.webhookStored.count() > 0;
}

/// What lives on the engine's thread.
class PipelineEngine::Session final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Session)

public:
    explicit Session(PipelineEngineOptions options)
        : m_options(std::move(options))
        , m_again(this)
        , m_wishLook(this)
    {
        m_again.setSingleShot(true);
        m_again.setInterval(kLockLook);
        connect(&m_again, &QTimer::timeout, this, &Session::open);
        connect(&m_wishLook, &QTimer::timeout, this, &Session::takeWishes);
    }

    void start()
    {
        auto database = Database::open(m_options.dataDirectory + u"/queue.sqlite"_s);
        if (!database)
            return fail(database.error());
        m_database = *std::move(database);
        m_wishes = std::make_unique<WishStore>(*m_database, m_clock);
        m_checks = std::make_unique<ServiceChecks>(*m_wishes, m_clock);
        m_wishLook.start(kWishLook);
        if (isDriving(m_options.settings.pipeline))
            drive();
    }

    void drive()
    {
        auto options = pipelineServiceOptions(m_options.dataDirectory, m_options.settings,
                                              m_options.keyringToken);
        if (!options)
            return fail(options.error());
        m_timers = std::make_unique<SystemTimers>();
        m_service = {.options = *std::move(options)};
        m_service.transport = std::make_unique<NetworkTransport>(m_service.options.tls);
        m_service.tokens = tokenSourceOf(m_service.options, *m_service.transport, *m_timers);
        open();
    }

    void stop()
    {
        m_again.stop();
        if (m_service.service)
            m_service.service->stop();
        else
            end();
    }

    /// At once, whatever is on its way; then ends the thread's event loop.
    void leave()
    {
        end();
        thread()->quit();
    }

    void wake()
    {
        if (m_service.service)
            m_service.service->takeWishes();
        takeWishes();
    }

signals:
    void running();
    void busy();
    void failed(const sluice::Error &error);
    void problem(const sluice::Error &error);
    void stopped();

private:
    /// Gone in the other order than they are made.
    struct Driving
    {
        PipelineServiceOptions options;
        std::unique_ptr<NetworkTransport> transport;
        std::unique_ptr<TokenSource> tokens;
        std::unique_ptr<PipelineService> service;
    };

    void open()
    {
        auto service = PipelineService::open(m_service.options,
                                             {*m_service.transport, *m_service.tokens, *m_timers});
        if (!service && !service.error().retryAt.isNull()) {
            if (!std::exchange(m_isBusySaid, true))
                emit busy();
            m_again.start();
            return;
        }
        if (!service)
            return fail(service.error());
        m_service.service = *std::move(service);
        connect(m_service.service.get(), &PipelineService::problem, this,
                [this](qint64, const Error &error) { emit problem(error); });
        // Queued: the service says it from within its own functions, and end() deletes it.
        connect(m_service.service.get(), &PipelineService::stopped, this, &Session::end,
                Qt::QueuedConnection);
        begin();
    }

    void begin()
    {
        const PipelineSettings &settings = m_options.settings.pipeline;
        if (m_service.options.webhook) {
            if (const auto port = m_service.service->listen(); !port)
                return fail(port.error());
        }
        m_service.service->start();
        m_service.service->watch(settings.repositories);
        emit running();
    }

    /// Those that need neither a pipeline nor an observer.
    void takeWishes()
    {
        const auto open = m_wishes ? m_wishes->open() : Result<QList<Wish>>();
        for (const Wish &wish : open.value_or(QList<Wish>())) {
            if (isForServices(wish.kind))
                m_checks->take(wish, SettingsFile(m_options.dataDirectory).load());
        }
    }

    void fail(const Error &error)
    {
        emit failed(error);
        end();
    }

    void end()
    {
        if (std::exchange(m_hasEnded, true))
            return;
        m_again.stop();
        m_wishLook.stop();
        m_checks.reset();
        m_wishes.reset();
        m_database.reset();
        m_service = {};
        m_timers.reset();
        emit stopped();
    }

    PipelineEngineOptions m_options;
    QTimer m_again;
    QTimer m_wishLook;
    SystemClock m_clock;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<WishStore> m_wishes;
    std::unique_ptr<ServiceChecks> m_checks;
    std::unique_ptr<SystemTimers> m_timers;
    Driving m_service;
    bool m_isBusySaid = false;
    bool m_hasEnded = false;
};

PipelineEngine::PipelineEngine(PipelineEngineOptions options, QObject *parent)
    : QObject(parent)
    , m_session(new Session(std::move(options)))
{
    qRegisterMetaType<Error>();
    m_thread.setObjectName(u"pipelines"_s);
    m_session->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_session, &QObject::deleteLater);
    connect(m_session, &Session::running, this, &PipelineEngine::running);
    connect(m_session, &Session::busy, this, &PipelineEngine::busy);
    connect(m_session, &Session::failed, this, &PipelineEngine::failed);
    connect(m_session, &Session::problem, this, &PipelineEngine::problem);
    connect(m_session, &Session::stopped, this, &PipelineEngine::stopped);
    m_thread.start();
}

PipelineEngine::~PipelineEngine()
{
    QMetaObject::invokeMethod(m_session, &Session::leave, Qt::QueuedConnection);
    m_thread.wait();
}

void PipelineEngine::start()
{
    QMetaObject::invokeMethod(m_session, &Session::start, Qt::QueuedConnection);
}

void PipelineEngine::stop()
{
    QMetaObject::invokeMethod(m_session, &Session::stop, Qt::QueuedConnection);
}

void PipelineEngine::wake()
{
    QMetaObject::invokeMethod(m_session, &Session::wake, Qt::QueuedConnection);
}

} // namespace sluice

#include "pipelineengine.moc"
