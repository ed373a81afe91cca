// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/budgetscan.h"

#include "budget/budgettext.h"
#include "budget/ledgerstore.h"
#include "budget/parametertable.h"
#include "budget/scenario.h"
#include "ctl/keyring.h"
#include "ctl/output.h"
#include "ctl/progressline.h"
#include "github/githubclient.h"
#include "github/networktransport.h"
#include "github/orgscan.h"
#include "github/personaltoken.h"
#include "packit/chroottable.h"
#include "pipeline/serviceoptions.h"
#include "settings/settings.h"
#include "stopsignals.h"
#include "store/database.h"
#include "timers.h"

#include <QEventLoop>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

/// Whom to ask, and as whom.
struct ScanParty
{
    QUrl github;
    QByteArray token;
};

std::unexpected<Error> refused(const QString &what)
{
    return failure(Cause::Invalid, what, {}, Who::Us);
}

/// The option's file, else what pipelines use of a person.
Result<QByteArray> tokenFor(const Arguments &arguments, const PipelineSettings &settings)
{
    if (arguments.has("--token-file"_L1))
        return PersonalToken::fromFile(arguments.value("--token-file"_L1));
    if (!settings.githubTokenFile.isEmpty())
        return PersonalToken::fromFile(settings.githubTokenFile);
    if (!qEnvironmentVariableIsEmpty("SLUICE_GITHUB_TOKEN"))
        return PersonalToken::fromEnvironment("SLUICE_GITHUB_TOKEN");
    const QByteArray token = keyringSecret(pipelineTokenKey(settings));
    if (!token.isEmpty())
        return token;
    return refused(u"--scan needs a GitHub token: name a file that holds one with --token-file "
                   u"FILE, or put one into the keyring with `sluicectl config set github.token "
                   u"-`."_s);
}

Result<ScanParty> partyOf(const Context &context, const Arguments &arguments)
{
    auto loaded = SettingsFile(context.dataDirectory).load();
    if (!loaded)
        return std::unexpected(loaded.error());
    PipelineSettings &settings = loaded->pipeline;
    settings.github = arguments.value("--github"_L1, settings.github);
    if (auto good = checkBySetting("--github"_L1, settings.github, u"github.url"_s); !good)
        return std::unexpected(good.error());
    auto token = tokenFor(arguments, settings);
    if (!token)
        return std::unexpected(token.error());
    return ScanParty{QUrl(settings.github), *std::move(token)};
}

/// Where the window's pool and pipelines note their requests, too.
Result<std::unique_ptr<Database>> openLedger(const QString &directory)
{
    if (auto made = makeDataDirectory(directory); !made)
        return std::unexpected(made.error());
    return Database::open(directory + "/queue.sqlite"_L1);
}

ScanEnd runScan(const ScanParty &party, const OrgScanRequest &request, Database &database)
{
    StopSignals stopSignals; // before any thread
    SystemTimers timers;
    NetworkTransport transport(QSslConfiguration::defaultConfiguration());
    PersonalToken tokens(u"the scan"_s, party.token);
    GithubOptions options;
    options.baseUrl = party.github;
    options.isCaching = options.isJoining = false;
    options.retries = 1;
    LedgerStore ledger(database, timers);
    GithubClient client(options, transport, tokens, timers, &ledger, nullptr);
    OrgScan scan(client, ChrootTable::builtIn(), request);
    ProgressLine line;
    QEventLoop loop;
    std::optional<Error> error;
    QObject::connect(&scan, &OrgScan::progress, &loop,
                     [&line](int done, int total) { line.show(done, total); });
    QObject::connect(&scan, &OrgScan::finished, &loop, &QEventLoop::quit);
    const auto end = [&error, &loop](const Error &why) {
        error = why;
        loop.quit();
    };
    QObject::connect(&scan, &OrgScan::failed, &loop, end);
    QObject::connect(&scan, &OrgScan::held, &loop, [&line, &request](const QDateTime &until) {
        line.clear();
        complain(u"GitHub's limit is used up: the scan of %1 goes on at %2; Ctrl-C ends it with "
                 u"what it found."_s.arg(request.organisation,
                                         until.toLocalTime().toString(u"HH:mm"_s)));
    });
    QObject::connect(&stopSignals, &StopSignals::stopAsked, &loop, [&end, &request] {
        end({.cause = Cause::Canceled,
             .what = u"The scan of %1 was interrupted."_s.arg(request.organisation)});
    });
    scan.start();
    loop.exec();
    return {scan.findings(), error};
}

QString distributionText(const QString &title, const QMap<int, int> &counts)
{
    QStringList parts;
    for (auto it = counts.begin(); it != counts.end(); ++it)
        parts << u"%1 x %2"_s.arg(it.key()).arg(it.value());
    return parts.isEmpty() ? QString() : title + u": "_s + parts.join(u", "_s) + u'\n';
}

QJsonObject distributionJson(const QMap<int, int> &counts)
{
    QJsonObject object;
    for (auto it = counts.begin(); it != counts.end(); ++it)
        object.insert(QString::number(it.key()), it.value());
    return object;
}

/// What a scan sets, as options.
QString optionsText(const BudgetSettings &settings)
{
    BudgetSettings today;
    applyPolicy(today, policyOf(settings));
    QStringList options{u"--policy "_s + policyName(policyOf(settings))};
    for (const BudgetParameter &row : budgetParameters()) {
        const double value = row.get(settings);
        if (value == row.get(today))
            continue;
        const QString name = QString(row.key).replace(u'_', u'-');
        if (row.kind == BudgetParameter::Kind::Switch)
            options << (value != 0 ? u"--"_s : u"--no-"_s) + name;
        else
            options << u"--%1 %2"_s.arg(name, row.write(value));
    }
    return u"  sluicectl budget "_s + options.join(u" \\\n    "_s) + u'\n';
}

} // namespace

Result<ScanEnd> scanOrganisation(const Context &context, const Arguments &arguments)
{
    const QString name = arguments.value("--scan"_L1);
    static const QRegularExpression login(u"^[A-Za-z0-9](?:-?[A-Za-z0-9_])*\\z"_s);
    if (name.size() > 100 || !login.match(name).hasMatch()) {
        return refused(u"\"%1\" is no organisation: name it as it stands in its address, "
                       u"https://github.com/ORG."_s.arg(name.left(80)));
    }
    const auto limit = numberOption(arguments, "--limit"_L1, 1, 1'000'000, 0);
    if (!limit)
        return std::unexpected(limit.error());
    const auto party = partyOf(context, arguments);
    if (!party)
        return std::unexpected(party.error());
    const auto database = openLedger(context.dataDirectory);
    if (!database)
        return ScanEnd{.findings = {}, .error = database.error()};
    return runScan(*party,
                   {.organisation = name, .limit = *limit, .now = QDateTime::currentDateTimeUtc()},
                   **database);
}

QString findingsText(const OrgFindings &findings, const BudgetSettings &settings)
{
    const auto count = findings.repositories.size();
    const double bare = count > 0 ? 1 - double(findings.configured()) / double(count) : 0;
    QString text
            = u"%1: %2 repositories, left out: %3 archived, %4 forks (GraphQL points: %5)\n"_s.arg(
                    findings.organisation, QString::number(count),
                    QString::number(findings.archived), QString::number(findings.forks),
                    QString::number(findings.points));
    text += u"without a configuration: %1 (%2 %)\n"_s.arg(count - findings.configured())
                    .arg(shareText(bare));
    text += distributionText(u"chroots x repositories"_s,
                             findings.distribution(&ConfigFacts::chroots));
    text += distributionText(u"test targets x repositories"_s,
                             findings.distribution(&ConfigFacts::testTargets));
    text += u"pull requests in %1 days: %2, pushes for each: about %3\n"_s.arg(findings.days)
                    .arg(findings.pulls())
                    .arg(callsText(findings.pushesPerPull()));
    text += fitOf(findings.organisation, settings).sentence + u'\n';
    const QStringList notes = notesOf(findings);
    for (const QString &note : notes)
        text += u"  "_s + oneLine(note) + u'\n';
    return text + u"The same settings again:\n"_s + optionsText(settings);
}

QJsonObject findingsJson(const OrgFindings &findings, const BudgetSettings &settings)
{
    QJsonArray repositories;
    for (const OrgRepository &repository : findings.repositories) {
        QJsonObject object{{u"name"_s, repository.name},
                           {u"configured"_s, repository.isConfigured()},
                           {u"pull_requests"_s, repository.pulls},
                           {u"commits"_s, repository.commits}};
        if (repository.facts) {
            object.insert(u"chroots"_s, repository.facts->chroots);
            object.insert(u"test_targets"_s, repository.facts->testTargets);
        }
        if (!repository.problem.isEmpty())
            object.insert(u"problem"_s, repository.problem);
        repositories << object;
    }
    const Scenario scenario{.name = findings.organisation,
                            .caption = u"as its repositories say"_s,
                            .settings = settings};
    const OrgFit fit = fitOf(findings.organisation, settings);
    return {{u"organisation"_s, findings.organisation},
            {u"visible"_s, findings.visible},
            {u"archived"_s, findings.archived},
            {u"forks"_s, findings.forks},
            {u"configured"_s, findings.configured()},
            {u"chroots"_s, distributionJson(findings.distribution(&ConfigFacts::chroots))},
            {u"test_targets"_s, distributionJson(findings.distribution(&ConfigFacts::testTargets))},
            {u"days"_s, findings.days},
            {u"pull_requests"_s, findings.pulls()},
            {u"pushes_per_pr"_s, findings.pushesPerPull()},
            {u"allowed_prs_per_hour"_s, fit.allowed ? QJsonValue(*fit.allowed) : QJsonValue()},
            {u"seen_prs_per_hour"_s, fit.seen},
            {u"fits"_s, fit.isFitting()},
            {u"points"_s, findings.points},
            {u"sees_private"_s, findings.seesPrivate},
            {u"whole"_s, findings.isWhole},
            {u"notes"_s, QJsonArray::fromStringList(notesOf(findings))},
            {u"repositories"_s, repositories},
            {u"scenario"_s, QJsonDocument::fromJson(scenarioToJson(scenario)).object()}};
}

} // namespace sluice
