// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/serviceoptions.h"

#include "github/apptoken.h"
#include "github/personaltoken.h"
#include "settings/secretstore.h"
#include "sources/tlstrust.h"

#include <QFile>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr char kTokenVariable[] = "SLUICE_GITHUB_TOKEN";
constexpr qint64 kMostSecretBytes = 64 * 1024;
constexpr int kBatchSize = 10; // check runs per request

std::unexpected<Error> missing(const QString &what)
{
    return failure(Cause::Invalid, what, {}, Who::Us);
}

/// One line of a file; `key` is the setting that names it.
Result<QByteArray> secretIn(const QString &path, QLatin1StringView key)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return failure(Cause::Invalid,
                       u"%1: %2 cannot be read; correct the path or its rights."_s.arg(key, path),
                       file.errorString(), Who::Us);
    }
    QByteArray text = file.read(kMostSecretBytes).trimmed();
    if (text.isEmpty() || text.contains('\n'))
        return missing(u"%1: %2 must hold one line, and nothing else."_s.arg(key, path));
    return text;
}

Result<void> readApp(PipelineServiceOptions &options, const PipelineSettings &settings)
{
    if (settings.githubAppKeyFile.isEmpty() || settings.githubInstallation == 0) {
        return missing(u"github.app-id needs github.app-key-file and github.installation: set "
                       u"both."_s);
    }
    QFile file(settings.githubAppKeyFile);
    if (!file.open(QIODevice::ReadOnly)) {
        return failure(
                Cause::Invalid,
                u"github.app-key-file: %1 cannot be read; correct the path or its rights."_s.arg(
                        settings.githubAppKeyFile),
                file.errorString(), Who::Us);
    }
    auto key = AppKey::fromPem(settings.githubApp, file.read(kMostSecretBytes));
    if (!key)
        return std::unexpected(key.error());
    options.appKey = *std::move(key);
    options.installation = settings.githubInstallation;
    return {};
}

Result<void> readToken(PipelineServiceOptions &options, const PipelineSettings &settings,
                       const QByteArray &keyringToken)
{
    const TokenOrigin origin = tokenOrigin(settings);
    Result<QByteArray> token = keyringToken;
    if (origin == TokenOrigin::File)
        token = PersonalToken::fromFile(settings.githubTokenFile);
    else if (origin == TokenOrigin::Environment)
        token = PersonalToken::fromEnvironment(kTokenVariable);
    else if (keyringToken.isEmpty())
        return missing(u"There is no GitHub token: put one into the keyring with `sluicectl config "
                       u"set github.token -`, or set github.token-file to a file that holds one, "
                       u"or SLUICE_GITHUB_TOKEN."_s);
    if (!token)
        return std::unexpected(token.error());
    options.githubToken = *std::move(token);
    return {};
}

Result<void> readCopr(PipelineServiceOptions &options, const PipelineSettings &settings)
{
    const auto credentials = coprLogin(settings);
    if (!credentials)
        return std::unexpected(credentials.error());
    options.coprUrl = settings.copr;
    options.coprAuthorization = credentials->authorization();
    options.coprOwner = settings.coprOwner.isEmpty() ? credentials->user : settings.coprOwner;
    if (options.coprOwner.isEmpty()) {
        return missing(u"%1 names no user: set copr.owner to whose the projects shall be."_s.arg(
                settings.coprLoginFile));
    }
    return {};
}

Result<void> readFarm(PipelineServiceOptions &options, const PipelineSettings &settings)
{
    options.farmUrl = settings.testingFarm;
    auto token = farmToken(settings);
    if (!token)
        return std::unexpected(token.error());
    options.farmToken = *std::move(token);
    return {};
}

Result<void> readWebhook(PipelineServiceOptions &options, const PipelineSettings &settings)
{
    if (settings.webhookPort == 0)
        return {};
    if (settings.webhookSecretFile.isEmpty())
        return missing(u"webhook.port needs webhook.secret-file: name a file with the secret."_s);
    auto secret = secretIn(settings.webhookSecretFile, "webhook.secret-file"_L1);
    if (!secret)
        return std::unexpected(secret.error());
    options.webhook
            = WebhookOptions{.secret = *std::move(secret), .port = quint16(settings.webhookPort)};
    return {};
}

/// How the policy asks GitHub and writes flags: the two old ones as Packit does it.
void applyHabits(PipelineServiceOptions &options, const PipelineSettings &settings)
{
    const BudgetSettings &policy = options.policy.settings();
    const bool isSparing = policy.isOneQuery;
    options.github.isCaching = options.github.isJoining = isSparing;
    options.github.governor.writeSpacing = settings.githubWriteSpacing;
    options.flags.kind
            = settings.flags == "check-runs"_L1 ? FlagKind::CheckRun : FlagKind::CommitStatus;
    const bool isBatched = isSparing && options.flags.kind == FlagKind::CheckRun;
    options.flags.batchSize = isBatched ? kBatchSize : policy.batchSize;
    options.flags.gather = std::chrono::seconds(policy.gatherSeconds);
    options.flags.isNewRunPerChange = !isSparing && policy.batchSize == 1;
}

} // namespace

Result<CoprCredentials> coprLogin(const PipelineSettings &settings)
{
    if (settings.coprLoginFile.isEmpty()) {
        return missing(u"There is no login for Copr: set copr.login-file to a file such as Copr's "
                       u"page API shows."_s);
    }
    return readCoprCredentials(settings.coprLoginFile);
}

Result<QByteArray> farmToken(const PipelineSettings &settings)
{
    if (settings.testingFarmTokenFile.isEmpty())
        return QByteArray();
    return secretIn(settings.testingFarmTokenFile, "testing-farm.token-file"_L1);
}

TokenOrigin tokenOrigin(const PipelineSettings &settings)
{
    if (settings.githubApp != 0)
        return TokenOrigin::App;
    if (!settings.githubTokenFile.isEmpty())
        return TokenOrigin::File;
    return qEnvironmentVariableIsEmpty(kTokenVariable) ? TokenOrigin::Keyring
                                                       : TokenOrigin::Environment;
}

QString pipelineTokenKey(const PipelineSettings &settings)
{
    return SecretStore::githubKey(settings.github, settings.githubAccount);
}

Result<PipelineServiceOptions> pipelineServiceOptions(const QString &dataDirectory,
                                                      const Settings &settings,
                                                      const QByteArray &keyringToken)
{
    const PipelineSettings &pipeline = settings.pipeline;
    PipelineServiceOptions options{.dataDirectory = dataDirectory};
    options.github.baseUrl = QUrl(pipeline.github);
    options.githubAccount = pipeline.githubAccount;
    options.flagPrefix = pipeline.flagPrefix;
    options.poll = pipeline.poll;
    options.stored = pipeline.webhookStored;
    if (options.stored > std::chrono::milliseconds(0) && pipeline.githubApp == 0) {
        return missing(u"webhook.stored-seconds: GitHub keeps deliveries for an App; set "
                       u"github.app-id, or leave it at 0."_s);
    }
    options.watch = {.interval = pipeline.watch,
                     .longest
                     = std::max<std::chrono::milliseconds>(options.watch.longest, pipeline.watch)};
    if (const auto policy = policyFromName(pipeline.policy))
        options.policy = PipelinePolicy::named(*policy);
    if (pipeline.summaryFlag == "on"_L1) {
        BudgetSettings summed = options.policy.settings();
        summed.hasSummaryFlag = true;
        options.policy = PipelinePolicy(summed, options.policy.lookup());
    }
    options.policy.setMindingOthers(true);
    applyHabits(options, pipeline);
    if (options.flags.kind == FlagKind::CheckRun && pipeline.githubApp == 0) {
        return missing(u"pipeline.flags: only an App may write check runs; set github.app-id, or "
                       u"choose statuses."_s);
    }
    auto done = pipeline.githubApp != 0 ? readApp(options, pipeline)
                                        : readToken(options, pipeline, keyringToken);
    done = done.and_then([&] {
                   return readCopr(options, pipeline);
               }).and_then([&] {
                     return readFarm(options, pipeline);
                 }).and_then([&] { return readWebhook(options, pipeline); });
    if (!done)
        return std::unexpected(done.error());
    const auto tls = tlsTrusting(settings.trustedCertificates);
    if (!tls)
        return std::unexpected(tls.error());
    options.tls = *tls;
    return options;
}

std::unique_ptr<TokenSource> tokenSourceOf(const PipelineServiceOptions &options,
                                           HttpTransport &transport, Timers &timers)
{
    if (options.appKey) {
        return std::make_unique<AppToken>(options.github, *options.appKey, options.installation,
                                          transport, timers);
    }
    return std::make_unique<PersonalToken>(options.githubAccount, options.githubToken);
}

} // namespace sluice
