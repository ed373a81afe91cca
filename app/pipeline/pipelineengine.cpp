// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/pipelineengine.h"

#include "github/networktransport.h"
#include "github/tokensource.h"
#include "observe/observeservice.h"
#include "pipeline/pipelineservice.h"
#include "pipeline/servicechecks.h"
#include "sources/tlstrust.h"
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
    /// `secrets` is called here, and calls back here.
    Session(PipelineEngineOptions options, AccountSecrets secrets)
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
        connect(&m_startAgain, &QTimer::timeout, this, &Session::start);
        connect(&m_driveAgain, &QTimer::timeout, this, &Session::openDriving);
        connect(&m_observeAgain, &QTimer::timeout, this, &Session::openObserving);
        connect(&m_wishLook, &QTimer::timeout, this, &Session::takeWishes);
    }

    void start()
    {
        auto database = Database::open(m_options.dataDirectory + u"/queue.sqlite"_s);
        if (!database && !database.error().retryAt.isNull()) { // locked: another program writes
            if (!std::exchange(m_isLockSaid, true))
                emit problem(database.error());
            return m_startAgain.start();
        }
        if (!database)
            return emit failed(database.error());
        const auto tls = tlsTrusting(m_options.settings.trustedCertificates);
        if (!tls)
            return emit failed(tls.error());
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

    void stop()
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

    /// At once, whatever is on its way; then ends the thread's event loop.
    void leave()
    {
        m_service.reset();
        m_observer.reset();
        stop();
        thread()->quit();
    }

    void secretChanged(const QString &account)
    {
        if (m_observer)
            m_observer->secretChanged(account);
    }

    void wake()
    {
        if (m_service)
            m_service->takeWishes();
        if (m_observer)
            m_observer->poke();
        takeWishes();
    }

signals:
    void running();
    void busy();
    void failed(const sluice::Error &error);
    void problem(const sluice::Error &error);
    void stopped();

private:
    void drive()
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

    void openDriving()
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

    void openObserving()
    {
        auto observer = ObserveService::open(m_options.dataDirectory,
                                             {*m_observeTransport, *m_timers, m_secrets});
        if (!observer && !observer.error().retryAt.isNull())
            return m_observeAgain.start();
        if (!observer)
            return emit problem(observer.error());
        m_observer = *std::move(observer);
        connect(m_observer.get(), &ObserveService::problem, this,
                [this](const QString &, const Error &error) { emit problem(error); });
        connect(
                m_observer.get(), &ObserveService::stopped, this,
                [this] {
                    m_observer.reset();
                    endWhenStopped();
                },
                Qt::QueuedConnection);
        m_observer->start();
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

    void endWhenStopped()
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

    const PipelineEngineOptions m_options;
    const AccountSecrets m_secrets;
    QTimer m_startAgain; ///< while the store is locked
    QTimer m_driveAgain; ///< while another process does
    QTimer m_observeAgain;
    QTimer m_wishLook;
    SystemClock m_clock;
    PipelineServiceOptions m_driving;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<WishStore> m_wishes;
    std::unique_ptr<ServiceChecks> m_checks;
    std::unique_ptr<SystemTimers> m_timers;
    std::unique_ptr<NetworkTransport> m_driveTransport; ///< each ends when its own is quiet
    std::unique_ptr<NetworkTransport> m_observeTransport;
    std::unique_ptr<TokenSource> m_tokens;
    std::unique_ptr<PipelineService> m_service;
    std::unique_ptr<ObserveService> m_observer;
    bool m_isBusySaid = false;
    bool m_isLockSaid = false;
    bool m_isStopping = false;
    bool m_hasEnded = false;
};

PipelineEngine::PipelineEngine(PipelineEngineOptions options, QObject *parent)
    : QObject(parent)
    , m_session(new Session(std::move(options), [this](const Account &account, QObject *context,
                                                       const TokenSource::Done &done) {
        askForSecret(account, context, done);
    }))
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

/// Called on the session's thread, where `context` lives; the keyring belongs to this object's. The
/// destructor waits for that thread, so this object is there as long as somebody there asks.
void PipelineEngine::askForSecret(const Account &account, QObject *context,
                                  const std::function<void(Result<QByteArray>)> &done)
{
    const auto answer = [session = m_session, context = QPointer(context),
                         done](const Result<QByteArray> &secret) {
        QMetaObject::invokeMethod(
                session,
                [context, done, secret] {
                    if (context)
                        done(secret);
                },
                Qt::QueuedConnection);
    };
    QMetaObject::invokeMethod(
            this,
            [this, key = SecretStore::githubKey(account.baseUrl, account.name), answer] {
                m_secrets.read(key, this, answer);
            },
            Qt::QueuedConnection);
}

void PipelineEngine::start()
{
    QMetaObject::invokeMethod(m_session, &Session::start, Qt::QueuedConnection);
}

void PipelineEngine::stop()
{
    QMetaObject::invokeMethod(m_session, &Session::stop, Qt::QueuedConnection);
}

void PipelineEngine::secretChanged(const QString &account)
{
    QMetaObject::invokeMethod(
            m_session, [session = m_session, account] { session->secretChanged(account); },
            Qt::QueuedConnection);
}

void PipelineEngine::wake()
{
    QMetaObject::invokeMethod(m_session, &Session::wake, Qt::QueuedConnection);
}

} // namespace sluice

#include "pipelineengine.moc"
