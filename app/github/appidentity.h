// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "clock.h"
#include "github/appkey.h"
#include "github/tokensource.h"

namespace sluice {

/// The App itself, for what no installation may ask, such as its stored webhook deliveries: signs a
/// new token for each request. One thread.
class AppIdentity final : public TokenSource
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AppIdentity)

public:
    /// The clock must outlive it.
    AppIdentity(AppKey key, const Clock &clock, QObject *parent = nullptr)
        : TokenSource(parent)
        , m_key(std::move(key))
        , m_clock(clock)
    {}

    [[nodiscard]] static QString labelOf(qint64 appId)
    {
        return QStringLiteral("App %1 itself").arg(appId);
    }
    [[nodiscard]] QString label() const override { return labelOf(m_key.appId()); }
    void token(QObject *, Done done) override { done(m_key.jwt(m_clock.now())); }
    bool refused(const QByteArray &) override { return false; }

private:
    const AppKey m_key;
    const Clock &m_clock;
};

} // namespace sluice
