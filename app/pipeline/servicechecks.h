// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "copr/buildclient.h"
#include "pipeline/wishstore.h"
#include "settings/settings.h"
#include "testingfarm/farmclient.h"

#include <QSslConfiguration>

#include <memory>

namespace sluice {

/// Asks Copr and Testing Farm who we are to them, when somebody at a window wants to know. The
/// store's thread, with an event loop.
class ServiceChecks final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ServiceChecks)

public:
    /// Both must outlive it.
    ServiceChecks(WishStore &wishes, const Clock &clock, QObject *parent = nullptr);

    /// Asks with what the settings say at this moment.
    void take(const Wish &wish, const Result<Settings> &settings);

private:
    void checkCopr(qint64 wish, const PipelineSettings &settings, const QSslConfiguration &tls);
    void checkFarm(qint64 wish, const PipelineSettings &settings, const QSslConfiguration &tls);
    void answer(qint64 wish, const Result<QString> &sentence);

    WishStore &m_wishes;
    const Clock &m_clock;
    std::unique_ptr<CoprBuildClient> m_copr; ///< of the newest question
    std::unique_ptr<FarmClient> m_farm;
    QSet<qint64> m_asked;
};

} // namespace sluice
