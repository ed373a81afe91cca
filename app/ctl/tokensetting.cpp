// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/tokensetting.h"

#include "ctl/keyring.h"
#include "ctl/output.h"
#include "ctl/secretinput.h"
#include "github/personaltoken.h"
#include "pipeline/serviceoptions.h"
#include "settings/settings.h"

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

const QString kInstead = u"write the token to a file that only you can read, and name that with "
                         u"`sluicectl config set github.token-file FILE`."_s;

std::unexpected<Error> keyringTrouble(const QString &what, const QString &detail = {})
{
    return failure(Cause::Storage, what + kInstead, detail, Who::Us);
}

Result<void> keepToken(const PipelineSettings &settings, const QByteArray &token)
{
    const auto done = writeKeyring(pipelineTokenKey(settings), token);
    if (done)
        return {};
    return keyringTrouble(u"The keyring does not let its token be changed: unlock it and try "
                          u"again, or "_s,
                          done.error().detail);
}

/// What is asked before it, so that the one in the keyring is not.
QString overruling(const PipelineSettings &settings)
{
    switch (tokenOrigin(settings)) {
    case TokenOrigin::App:
        return u"github.app-id is set, and the App is asked instead."_s;
    case TokenOrigin::File:
        return u"github.token-file is set, and that token is used instead."_s;
    case TokenOrigin::Environment:
        return u"SLUICE_GITHUB_TOKEN is set here, and that token is used instead."_s;
    case TokenOrigin::Keyring:
        return {};
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace

bool isTokenSetting(const QString &key) { return key == "github.token"_L1; }

Result<QString> tokenSource(const Context &context)
{
    const auto loaded = SettingsFile(context.dataDirectory).load();
    if (!loaded)
        return std::unexpected(loaded.error());
    const PipelineSettings &settings = loaded->pipeline;
    switch (tokenOrigin(settings)) {
    case TokenOrigin::App:
        return u"app %1"_s.arg(settings.githubApp);
    case TokenOrigin::File:
        return u"file "_s + settings.githubTokenFile;
    case TokenOrigin::Environment:
        return u"environment SLUICE_GITHUB_TOKEN"_s;
    case TokenOrigin::Keyring:
        break;
    }
    if (!hasKeyring())
        return u"none"_s;
    const auto token = readKeyring(pipelineTokenKey(settings));
    if (!token) {
        return keyringTrouble(u"The keyring does not tell whether it has a token: unlock it and "
                              u"try again, or "_s,
                              token.error().detail);
    }
    return token->isEmpty() ? u"none"_s : u"keyring"_s;
}

ExitCode setToken(const Context &context, const QString &value)
{
    if (!value.isEmpty() && value != "-"_L1) {
        return usageError(
                {.cause = Cause::Invalid,
                 .what = u"github.token is not taken as an argument, which the shell's history "
                         u"would keep and other users could see: give - for it, and the token as "
                         u"one line of standard input."_s});
    }
    const auto loaded = SettingsFile(context.dataDirectory).load();
    if (!loaded)
        return stopped(loaded.error());
    const PipelineSettings &settings = loaded->pipeline;
    if (!hasKeyring()) {
        return stopped(keyringTrouble(u"There is no keyring here that could hold github.token: "_s)
                               .error());
    }
    if (value.isEmpty()) {
        const auto done = keepToken(settings, {});
        return done ? ExitCode::Succeeded : stopped(done.error());
    }
    const auto line = readSecretLine("Token for " + settings.github.toUtf8() + ": ");
    if (!line)
        return stopped(line.error());
    const auto token = PersonalToken::checked(*line, u"Standard input"_s);
    if (!token)
        return usageError(token.error());
    if (const auto done = keepToken(settings, *token); !done)
        return stopped(done.error());
    context.output.line(u"The token for %1 is in the keyring."_s.arg(settings.github));
    if (const QString other = overruling(settings); !other.isEmpty())
        complain(other);
    return ExitCode::Succeeded;
}

} // namespace sluice
