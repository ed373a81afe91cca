// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/accountasker.h"
#include "ctl/commands.h"
#include "ctl/observefollower.h"
#include "ctl/output.h"
#include "settings/settings.h"
#include "sources/tlstrust.h"

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

ExitCode observePulls(const Context &context, const Arguments &)
{
    const auto settings = SettingsFile(context.dataDirectory).load();
    if (!settings)
        return stopped(settings.error());
    const auto tls = tlsTrusting(settings->trustedCertificates);
    if (!tls)
        return stopped(tls.error());
    SystemTimers timers;
    NetworkTransport transport(*tls);
    const auto service
            = ObserveService::open(context.dataDirectory, {transport, timers, keyringSecrets()});
    if (!service)
        return stopped(service.error());
    const auto observed = (*service)->accounts().observed();
    if (!observed)
        return stopped(observed.error());
    if (observed->isEmpty()) {
        complain(u"nothing is observed yet: name repositories with `sluicectl account observe NAME "
                 u"OWNER/REPO...`; an account is added with `sluicectl account add`"_s);
    }
    return ObserveFollower(**service, context.output).run();
}

} // namespace

QList<Command> observeCommands()
{
    return {
            {.name = "pipeline observe"_L1,
             .summary = "Watches the pull requests that another service looks after, for all "
                        "accounts, until it is stopped.\nPrints what changes.",
             .run = observePulls},
    };
}

} // namespace sluice
