// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/pipelineengine.h"

#include "pipeline/enginesession.h"

namespace sluice {
using namespace Qt::StringLiterals;

bool isDriving(const PipelineSettings &settings)
{
    return !settings.repositories.isEmpty() || settings.webhookPort != 0
        || settings.webhookStored.count() > 0;
}

PipelineEngine::PipelineEngine(PipelineEngineOptions options, QObject *parent)
    : QObject(parent)
    , m_session(
              new EngineSession(std::move(options), [this](const Account &account, QObject *context,
                                                           const TokenSource::Done &done) {
                  askForSecret(account, context, done);
              }))
{
    qRegisterMetaType<Error>();
    m_thread.setObjectName(u"pipelines"_s);
    m_session->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_session, &QObject::deleteLater);
    connect(m_session, &EngineSession::running, this, &PipelineEngine::running);
    connect(m_session, &EngineSession::busy, this, &PipelineEngine::busy);
    connect(m_session, &EngineSession::failed, this, &PipelineEngine::failed);
    connect(m_session, &EngineSession::problem, this, &PipelineEngine::problem);
    connect(m_session, &EngineSession::solved, this, &PipelineEngine::solved);
    connect(m_session, &EngineSession::stopped, this, &PipelineEngine::stopped);
    m_thread.start();
}

PipelineEngine::~PipelineEngine()
{
    QMetaObject::invokeMethod(m_session, &EngineSession::leave, Qt::QueuedConnection);
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
    QMetaObject::invokeMethod(m_session, &EngineSession::start, Qt::QueuedConnection);
}

void PipelineEngine::stop()
{
    QMetaObject::invokeMethod(m_session, &EngineSession::stop, Qt::QueuedConnection);
}

void PipelineEngine::secretChanged(const QString &account)
{
    QMetaObject::invokeMethod(
            m_session, [session = m_session, account] { session->secretChanged(account); },
            Qt::QueuedConnection);
}

void PipelineEngine::wake()
{
    QMetaObject::invokeMethod(m_session, &EngineSession::wake, Qt::QueuedConnection);
}

} // namespace sluice
