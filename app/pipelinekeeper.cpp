// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelinekeeper.h"

#include "pipeline/serviceoptions.h"

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

/// The keyring's sentence says neither whose secret it is nor where a file can be named.
Error withAccount(Error error, const QString &account)
{
    error.what = u"The keyring does not give the token of %1: unlock it, or name a token file in "
                 "File, Accounts."_s.arg(account);
    return error;
}

} // namespace

PipelineKeeper::PipelineKeeper(QString dataDirectory, QObject *parent)
    : QObject(parent)
    , m_dataDirectory(std::move(dataDirectory))
{}

PipelineKeeper::~PipelineKeeper() = default;

void PipelineKeeper::start(const Settings &settings)
{
    if (std::exchange(m_settings, settings) != settings)
        startAgain();
}

void PipelineKeeper::startAgain()
{
    if (m_isLeaving || !m_settings)
        return;
    if (m_engine) {
        m_isStartingAgain = true;
        m_engine->stop();
    } else if (!std::exchange(m_isAsking, true)) {
        askForToken();
    } else {
        m_isStartingAgain = true; // what is being asked for may be old by now
    }
}

void PipelineKeeper::secretChanged(const QString &account)
{
    const bool isDriver = m_settings && isDriving(m_settings->pipeline)
                       && m_settings->pipeline.githubAccount == account
                       && tokenOrigin(m_settings->pipeline) == TokenOrigin::Keyring;
    if (isDriver)
        startAgain();
    else if (m_engine)
        m_engine->secretChanged(account);
}

void PipelineKeeper::wake()
{
    if (m_engine)
        m_engine->wake();
}

void PipelineKeeper::end()
{
    const bool isHurried = std::exchange(m_isLeaving, true);
    if (m_engine && !isHurried)
        return m_engine->stop();
    m_engine.reset();
    QMetaObject::invokeMethod(this, &PipelineKeeper::ended, Qt::QueuedConnection);
}

void PipelineKeeper::askForToken()
{
    const PipelineSettings &settings = m_settings->pipeline;
    if (!isDriving(settings) || tokenOrigin(settings) != TokenOrigin::Keyring)
        return startEngine({});
    m_secrets.read(pipelineTokenKey(settings), this,
                   [this](const Result<QByteArray> &token) { startEngine(token); });
}

void PipelineKeeper::startEngine(const Result<QByteArray> &token)
{
    m_isAsking = false;
    if (m_isLeaving)
        return;
    if (std::exchange(m_isStartingAgain, false))
        return startAgain();
    // Without it nothing is driven; what others drive is observed all the same.
    const auto named = token.transform_error([this](const Error &error) {
        return withAccount(error, m_settings->pipeline.githubAccount);
    });
    m_engine = std::make_unique<PipelineEngine>(
            PipelineEngineOptions{m_dataDirectory, *m_settings, named});
    connect(m_engine.get(), &PipelineEngine::running, this, &PipelineKeeper::running);
    connect(m_engine.get(), &PipelineEngine::busy, this, &PipelineKeeper::busy);
    connect(m_engine.get(), &PipelineEngine::failed, this, &PipelineKeeper::failed);
    connect(m_engine.get(), &PipelineEngine::problem, this, &PipelineKeeper::problem);
    connect(m_engine.get(), &PipelineEngine::solved, this, &PipelineKeeper::solved);
    connect(m_engine.get(), &PipelineEngine::stopped, this, &PipelineKeeper::engineStopped,
            Qt::QueuedConnection);
    m_engine->start();
}

void PipelineKeeper::engineStopped()
{
    m_engine.reset();
    if (m_isLeaving)
        emit ended();
    else if (std::exchange(m_isStartingAgain, false))
        startAgain();
}

} // namespace sluice
