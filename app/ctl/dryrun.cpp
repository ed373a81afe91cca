// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/dryrun.h"

#include "ctl/output.h"
#include "ctl/practice.h"
#include "ctl/practiceservices.h"
#include "ctl/pullfinder.h"
#include "ctl/steppedtimers.h"
#include "fakes/github/fakegithubserver.h"
#include "github/networktransport.h"
#include "github/personaltoken.h"
#include "packit/chroottable.h"
#include "pipeline/pipelinerunner.h"
#include "store/database.h"

#include <QEventLoop>
#include <QTimer>

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int kBatchSize = 10; // check runs per request
constexpr std::chrono::milliseconds kLongWait = 10s;

bool isOfNotebook(CallKind kind) { return int(kind) < kNotebookKindCount; }

GithubOptions githubOptions(const DryRunRequest &request, const QUrl &url, bool isOwnServer)
{
    const bool isSparing = request.settings.isOneQuery;
    const bool isHere = url.host() == "127.0.0.1"_L1 || url.host() == "localhost"_L1;
    GithubOptions options;
    options.baseUrl = url;
    options.isCaching = options.isJoining = isSparing;
    options.governor.isPacing = isSparing;
    const double spacing
            = isOwnServer || !isHere || request.isPaced ? request.settings.writeSpacing : 0;
    options.governor.writeSpacing = std::chrono::milliseconds(qint64(spacing * 1000));
    return options;
}

FlagOptions flagOptions(const DryRunRequest &request)
{
    const BudgetSettings &s = request.settings;
    return {.kind = request.flags,
            .batchSize = s.batchSize,
            .gather = std::chrono::seconds(s.gatherSeconds),
            .isNewRunPerChange = !s.isOneQuery && s.batchSize == 1};
}

/// All the parts of one run, from store to services.
class DryPipeline final : public QObject
{
    Q_DISABLE_COPY_MOVE(DryPipeline)

public:
    DryPipeline(const DryRunRequest &request, const GithubOptions &github, const QByteArray &token,
                SteppedTimers &timers, const ChrootTable &chroots, Database &database,
                DryRunResult &result)
        : m_timers(timers)
        , m_transport(QSslConfiguration::defaultConfiguration())
        , m_tokens(u"the dry run"_s, token)
        , m_client(github, m_transport, m_tokens, timers, nullptr, nullptr)
        , m_store(database, timers)
        , m_services(timers, request.settings)
        , m_flags(m_store, m_client, timers, flagOptions(request))
        , m_runner({m_store, m_client, m_flags, m_services, m_services, chroots},
                   PipelinePolicy(request.settings,
                                  PipelinePolicy::named(request.policy, request.settings).lookup()))
        , m_result(result)
    {
        connect(&m_client, &GithubClient::requestMade, this,
                [this](const CallRecord &call) { m_result.calls << call; });
        connect(&m_services, &PracticeServices::buildEvent, &m_runner, &PipelineRunner::onBuild);
        connect(&m_services, &PracticeServices::testEvent, &m_runner, &PipelineRunner::onTest);
        connect(&m_flags, &FlagWriter::written, this, &DryPipeline::onWritten);
        const auto note = [this](qint64, const Error &error) { onProblem(error); };
        connect(&m_flags, &FlagWriter::problem, this, note);
        connect(&m_runner, &PipelineRunner::problem, this, note);
    }

    void run(const Pipeline &pull)
    {
        // It turns the time on when nothing is under way; nothing else tells when that is.
        QTimer turn;
        connect(&turn, &QTimer::timeout, this, &DryPipeline::goOn);
        m_runner.onPull(pull);
        turn.start(m_timers.pause());
        m_loop.exec();
    }

private:
    void goOn()
    {
        if (m_transport.inFlight() > 0)
            return;
        const auto active = m_store.active();
        const bool isRunning = active && !active->isEmpty();
        if (m_isGivenUp || (!isRunning && m_flags.isIdle() && m_runner.isIdle()))
            return m_loop.quit();
        if (m_client.pending() > 0)
            tellLongWait();
        if (!m_timers.step(m_client.pending() > 0)) {
            m_result.problems << u"The pipeline stopped before its end."_s;
            m_loop.quit();
        }
    }

    /// Minutes of silence look as if the program hung.
    void tellLongWait()
    {
        const auto wait = m_timers.wait();
        if (wait < kLongWait || std::exchange(m_isWaitTold, true))
            return;
        const QDateTime until = QDateTime::currentDateTime() + wait;
        complain(
                u"%1 requests wait for GitHub's limits, at least until %2; Ctrl+C ends "
                u"this."_s.arg(QString::number(m_client.pending()), until.toString(u"HH:mm:ss"_s)));
    }

    void onWritten(PipelineId, const QString &name, const FlagValue &value)
    {
        auto flag = std::ranges::find(m_result.flags, name, &FlagHistory::name);
        if (flag == m_result.flags.end())
            flag = m_result.flags.insert(m_result.flags.end(), {name, {}});
        flag->values << value;
    }

    void onProblem(const Error &error)
    {
        m_result.problems << error.what;
        // What waits for a person would wait for ever here.
        m_isGivenUp |= error.cause == Cause::Forbidden || m_result.problems.size() > 20;
    }

    SteppedTimers &m_timers;
    NetworkTransport m_transport;
    PersonalToken m_tokens;
    GithubClient m_client;
    PipelineStore m_store;
    PracticeServices m_services;
    FlagWriter m_flags;
    PipelineRunner m_runner;
    DryRunResult &m_result;
    QEventLoop m_loop;
    bool m_isGivenUp = false;
    bool m_isWaitTold = false;
};

ChrootTable tableOf(const QStringList &chroots)
{
    ChrootTable table = ChrootTable::builtIn();
    table.setChroots(chroots);
    return table;
}

Result<DryRunResult> runWith(const DryRunRequest &request, const GithubOptions &github,
                             const QByteArray &token, SteppedTimers &timers,
                             const ChrootTable &chroots, const Pipeline &pull)
{
    auto database = Database::open(u":memory:"_s);
    if (!database)
        return std::unexpected(database.error());
    DryRunResult result{.pull = pull.label(), .settings = request.settings};
    DryPipeline(request, github, token, timers, chroots, **database, result).run(pull);
    result.model = evaluate(result.settings);
    return result;
}

Result<DryRunResult> runOnOwnServer(const DryRunRequest &request)
{
    const PipelinePolicy policy = PipelinePolicy::named(request.policy, request.settings);
    const auto repository = practiceRepository(request.settings, policy.lookup());
    if (!repository)
        return std::unexpected(repository.error());
    SteppedTimers timers(SteppedTimers::Time::ByHand);
    FakeGithub github(timers);
    // The run is to be measured, not to be stopped, unless that is what was asked for.
    if (request.hasRateLimit)
        github.limits().core = github.limits().graphql = request.settings.base.rateLimit;
    else
        github.limits().core = github.limits().graphql = 1'000'000;
    const Pipeline pull = setUpPractice(github, *repository, request.settings, timers.now());
    const FakeGithubServer server(github);
    if (!server.isListening()) {
        return failure(Cause::Network,
                       u"No port of this machine could be listened on for the dry run's GitHub."_s);
    }
    return runWith(request, githubOptions(request, server.url(), true),
                   practiceToken(request.flags), timers,
                   tableOf(practiceChroots(request.settings.base.chroots)), pull);
}

Result<DryRunResult> runOnServer(DryRunRequest request)
{
    SteppedTimers timers(SteppedTimers::Time::Flowing);
    const auto found = findPull(request.github, request.token, request.pull);
    if (!found)
        return std::unexpected(found.error());
    const PipelinePolicy policy = PipelinePolicy::named(request.policy, request.settings);
    request.settings.base.chroots = int(found->chroots.size());
    if (policy.lookup() == ConfigLookup::NameByName)
        request.settings.base.configLoad = found->callsNameByName;
    else if (policy.lookup() == ConfigLookup::Listing)
        request.settings.specfileCalls = found->specfileLookups;
    return runWith(request, githubOptions(request, request.github, false), request.token, timers,
                   tableOf(found->chroots), found->pull);
}

} // namespace

int DryRunResult::counted() const
{
    int sum = 0;
    for (const CallRecord &call : calls)
        sum += call.cost;
    return sum;
}

int DryRunResult::measured(CallKind kind) const
{
    int sum = 0;
    for (const CallRecord &call : calls) {
        const bool isMeant = kind == CallKind::Other ? !isOfNotebook(call.kind) : call.kind == kind;
        sum += isMeant ? call.cost : 0;
    }
    return sum;
}

double DryRunResult::predicted(CallKind kind) const
{
    if (kind != CallKind::Other)
        return model.counted.total(kind);
    double sum = model.counted.total();
    for (int i = 0; i < kNotebookKindCount; ++i)
        sum -= model.counted.total(CallKind(i));
    return sum;
}

Result<DryRunResult> runDry(const DryRunRequest &request)
{
    DryRunRequest asked = request;
    const bool isBatched = asked.flags == FlagKind::CheckRun && asked.settings.isOneQuery;
    if (isBatched && asked.settings.batchSize == 1)
        asked.settings.batchSize = kBatchSize;
    return asked.github.isEmpty() ? runOnOwnServer(asked) : runOnServer(asked);
}

} // namespace sluice
