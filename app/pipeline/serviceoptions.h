// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "copr/coprcredentials.h"
#include "github/appkey.h"
#include "github/flagwriter.h"
#include "github/githuboptions.h"
#include "pipeline/pipelinepolicy.h"
#include "pipeline/pollplan.h"
#include "pipeline/webhooklistener.h"
#include "settings/settings.h"

#include <QSslConfiguration>

namespace sluice {

class HttpTransport;
class Timers;
class TokenSource;

/// Everything that pipelines run with, secrets included: never printed, stored or logged.
struct PipelineServiceOptions
{
    QString dataDirectory;
    GithubOptions github;
    QString githubAccount = QStringLiteral("pipelines"); ///< for the ledger: "token of NAME"
    QByteArray githubToken; ///< of a person; not with an App
    std::optional<AppKey> appKey;
    qint64 installation = 0;
    PipelinePolicy policy = PipelinePolicy::named(BudgetPolicy::Sluice);
    FlagOptions flags;
    QString flagPrefix; ///< of every flag's name
    QString coprUrl;
    QString coprOwner;
    QByteArray coprAuthorization; ///< the header's value
    QString farmUrl;
    QByteArray farmToken;
    QSslConfiguration tls;
    std::chrono::milliseconds poll{60'000}; ///< for pull requests
    PollPace watch; ///< of builds and tests
    std::optional<WebhookOptions> webhook;
    std::chrono::milliseconds stored{0}; ///< for an App's stored deliveries; 0: never
};

/// Reads the files that the settings name. `keyringToken` counts where neither a file nor the
/// environment (SLUICE_GITHUB_TOKEN) holds a token. *invalid* names the setting that is missing.
[[nodiscard]] Result<PipelineServiceOptions> pipelineServiceOptions(const QString &dataDirectory,
                                                                    const Settings &settings,
                                                                    const QByteArray &keyringToken);
/// From the file that the settings name.
[[nodiscard]] Result<CoprCredentials> coprLogin(const PipelineSettings &settings);
/// Likewise; empty where they name none: a pipeline without tests needs none.
[[nodiscard]] Result<QByteArray> farmToken(const PipelineSettings &settings);
/// Where the token is to be had; the first that is set counts.
enum class TokenOrigin { App, File, Environment, Keyring };
[[nodiscard]] TokenOrigin tokenOrigin(const PipelineSettings &settings);
/// Under which key it stands in the keyring.
[[nodiscard]] QString pipelineTokenKey(const PipelineSettings &settings);

/// By the App's key or the person's token. Transport and timers must outlive it.
[[nodiscard]] std::unique_ptr<TokenSource> tokenSourceOf(const PipelineServiceOptions &options,
                                                         HttpTransport &transport, Timers &timers);

} // namespace sluice
