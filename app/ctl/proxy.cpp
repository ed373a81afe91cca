// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/commands.h"
#include "ctl/output.h"
#include "proxy/githubproxy.h"
#include "proxy/ledgerfeed.h"
#include "settings/settings.h"
#include "sources/tlstrust.h"
#include "stopsignals.h"

#include <QEventLoop>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

/// How other programs are led here.
QString hintFor(const ListenPlace &place)
{
    return place.isPath() ? u"for gh: `gh config set http_unix_socket %1`"_s.arg(place.path)
                          : u"give programs %1 as the base URL of GitHub's API"_s.arg(place.text());
}

Result<ProxyOptions> proxyOptions(const Settings &settings, const Arguments &arguments)
{
    const QString base = arguments.value("--github"_L1, settings.pipeline.github);
    if (auto good = checkBySetting("--github"_L1, base, u"github.url"_s); !good)
        return std::unexpected(good.error());
    const auto tls = tlsTrusting(settings.trustedCertificates);
    if (!tls)
        return std::unexpected(tls.error());
    return ProxyOptions{.baseUrl = QUrl(base), .label = arguments.value("--label"_L1), .tls = *tls};
}

ExitCode follow(const Context &context, const ListenPlace &place, const ProxyOptions &options)
{
    if (auto made = makeDataDirectory(context.dataDirectory); !made)
        return stopped(made.error());
    StopSignals signalled; // before the ledger's thread
    const SystemClock clock;
    const auto ledger = LedgerFeed::open(context.dataDirectory + u"/queue.sqlite"_s, clock);
    if (!ledger)
        return stopped(ledger.error());
    GithubProxy proxy(options, clock, **ledger);
    const auto found = proxy.listen(place);
    if (!found)
        return stopped(found.error());
    QEventLoop loop;
    QObject::connect(&signalled, &StopSignals::stopAsked, &proxy, &GithubProxy::stop);
    QObject::connect(&signalled, &StopSignals::hurryAsked, &loop, &QEventLoop::quit);
    QObject::connect(&proxy, &GithubProxy::stopped, &loop, &QEventLoop::quit);
    QObject::connect(ledger->get(), &LedgerFeed::failed, &loop, [](const Error &error) {
        complain(u"calls cannot be written into the ledger yet: "_s + error.what);
    });
    complain(u"%1 leads to %2; %3"_s.arg(found->text(), options.baseUrl.toString(),
                                         hintFor(*found)));
    loop.exec();
    const ProxyCounts &counts = proxy.counts();
    complain(u"requests handed on: %1, answered without asking GitHub: %2, refused: %3"_s
                     .arg(counts.handedOn)
                     .arg(counts.kept)
                     .arg(counts.refused));
    return ExitCode::Succeeded;
}

ExitCode runProxy(const Context &context, const Arguments &arguments)
{
    if (!arguments.has("--listen"_L1)) {
        return usageError({.cause = Cause::Invalid,
                           .what = u"proxy needs a place to listen at: --listen 127.0.0.1:PORT or "
                                   u"--listen unix:PATH."_s});
    }
    const auto place = listenPlace(arguments.value("--listen"_L1));
    if (!place)
        return usageError(place.error());
    const auto settings = SettingsFile(context.dataDirectory).load();
    if (!settings)
        return stopped(settings.error());
    const auto options = proxyOptions(*settings, arguments);
    if (!options)
        return usageError(options.error());
    return follow(context, *place, *options);
}

} // namespace

QList<Command> proxyCommands()
{
    return {
            {.name = "proxy"_L1,
             .summary = "Hands other programs' requests on to GitHub, with their own tokens, and "
                        "writes them into the ledger.\nGitHub is asked only what it has not said "
                        "before. Runs until it is stopped.",
             .options
             = {{"--listen"_L1, "PLACE"_L1,
                 "127.0.0.1:PORT (0: any free one) or unix:PATH, a socket for its owner alone."},
                {"--github"_L1, "URL"_L1, "Base URL of GitHub's API (github.url)."},
                {"--label"_L1, "NAME"_L1,
                 "What callers are called in the ledger; else each as it calls itself."}},
             .run = runProxy},
    };
}

} // namespace sluice
