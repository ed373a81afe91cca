// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/pipelineservice.h"

#include "packit/chroottable.h"
#include "pipeline/retrypause.h"
#include "store/database.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int kPipelineDays = 90; // that ended pipelines are kept
constexpr auto kHouseKeeping = 1h;
constexpr std::chrono::milliseconds kPollBesideEvents = 1h; // a net below stored deliveries
constexpr auto kStopPatience = 8s;
constexpr auto kStopLook = 50ms;

const QString kBuilds = u"builds"_s;
const QString kTests = u"tests"_s;
const QString kGithub = u"github"_s;

/// "github.com" of "https://api.github.com", "git.example.com" of "https://git.example.com/api/v3".
QString forgeOf(const QUrl &api)
{
    const QString host = api.host();
    return host == "api.github.com"_L1 ? u"github.com"_s : host;
}

} // namespace

Result<std::unique_ptr<PipelineService>>
PipelineService::open(const PipelineServiceOptions &options, const Edge &edge)
{
    if (auto made = makeDataDirectory(options.dataDirectory); !made)
        return std::unexpected(made.error());
    auto lock = std::make_unique<PoolLock>(options.dataDirectory, u"pipelines.lock"_s);
    if (!lock->tryTake()) {
        return std::unexpected(
                Error{.cause = Cause::Storage,
                      .what = u"Another program runs the pipelines of %1: end it first, or use "
                              u"another --data-dir."_s.arg(options.dataDirectory),
                      .retryAt = edge.timers.now()});
    }
    auto database = Database::open(options.dataDirectory + u"/queue.sqlite"_s);
    if (!database)
        return std::unexpected(database.error());
    return std::unique_ptr<PipelineService>(
            new PipelineService(options, edge, std::move(lock), *std::move(database)));
}

PipelineService::PipelineService(const PipelineServiceOptions &options, const Edge &edge,
                                 std::unique_ptr<PoolLock> lock, std::unique_ptr<Database> database)
    : m_options(options)
    , m_transport(edge.transport)
    , m_timers(edge.timers)
    , m_lock(std::move(lock))
    , m_database(std::move(database))
    , m_store(*m_database, m_timers)
    , m_ledger(*m_database, m_timers)
    , m_cache(*m_database, m_timers)
    , m_wishes(*m_database, m_timers)
    , m_client(options.github, m_transport, edge.tokens, m_timers, &m_ledger, &m_cache)
    , m_copr({u"Copr"_s, options.coprUrl, options.coprAuthorization, options.tls}, m_timers)
    , m_farm(options.farmUrl, options.farmToken, options.tls, m_timers)
    , m_builds(m_copr, m_timers,
               {options.coprOwner, QUrl(options.coprUrl), options.watch,
                forgeOf(options.github.baseUrl)})
    , m_tests(m_farm, m_timers, options.watch)
    , m_flags(m_store, m_client, m_timers, options.flags)
    , m_runner({m_store, m_client, m_flags, m_builds, m_tests, ChrootTable::builtIn(),
                options.flagPrefix},
               options.policy)
    , m_poller(m_client, m_timers,
               options.stored.count() > 0 ? std::max(options.poll, kPollBesideEvents)
                                          : options.poll)
{
    connectParts();
}

PipelineService::~PipelineService() = default;

QString PipelineService::databaseFile() const { return m_database->file(); }

void PipelineService::connectParts()
{
    connect(&m_runner, &PipelineRunner::changed, this, &PipelineService::changed);
    connect(&m_runner, &PipelineRunner::problem, this, &PipelineService::onRunnerProblem);
    connect(&m_flags, &FlagWriter::written, this,
            [this](qint64 pipeline, const QString &name, const FlagValue &value) {
                settle(kGithub);
                emit flagWritten(pipeline, name, value);
            });
    connect(&m_flags, &FlagWriter::problem, this,
            [this](qint64 pipeline, const Error &error) { tell(kGithub, pipeline, error); });
    connect(&m_builds, &CoprBuilds::happened, this, [this](const BuildEvent &event) {
        settle(kBuilds);
        m_runner.onBuild(event);
    });
    connect(&m_builds, &CoprBuilds::troubled, this,
            [this](qint64 pipeline, const Error &error) { tell(kBuilds, pipeline, error); });
    connect(&m_tests, &FarmTests::happened, this, [this](const TestEvent &event) {
        settle(kTests);
        m_runner.onTest(event);
    });
    connect(&m_tests, &FarmTests::troubled, this,
            [this](qint64 pipeline, const Error &error) { tell(kTests, pipeline, error); });
    connect(&m_poller, &PullPoller::happened, this, [this](const PullEvent &event) {
        if (event.kind == PullEvent::Kind::Closed)
            take(event);
        else
            takeHead(event);
    });
    connect(&m_poller, &PullPoller::problem, this,
            [this](const QString &, const Error &error) { emit problem(0, error); });
}

void PipelineService::start()
{
    m_runner.resume();
    watchUnderWay();
    if (m_options.stored.count() > 0 && m_options.appKey)
        askForDeliveries();
    m_timers.callAfter(kHouseKeeping, this, [this] { keepHouse(); });
    lookForWishes();
}

void PipelineService::askForDeliveries()
{
    m_identity = std::make_unique<AppIdentity>(*m_options.appKey, m_timers);
    m_appClient = std::make_unique<GithubClient>(m_options.github, m_transport, *m_identity,
                                                 m_timers, &m_ledger, &m_cache);
    m_deliveries = std::make_unique<HookDeliveries>(
            *m_appClient, m_store, m_timers,
            HookDeliveries::Options{.hook = u"/app/hook"_s,
                                    .installation = m_options.installation,
                                    .interval = m_options.stored},
            [this](const PullEvent &event) { return takeDelivery(event); });
    connect(m_deliveries.get(), &HookDeliveries::gap, &m_poller, &PullPoller::pollNow);
    connect(m_deliveries.get(), &HookDeliveries::problem, this,
            [this](const Error &error) { emit problem(0, error); });
    m_deliveries->start();
}

void PipelineService::watch(const QStringList &repositories)
{
    for (const QString &repository : repositories) {
        QMap<int, QString> known;
        const auto pipelines = m_store.pipelines(repository);
        if (!pipelines)
            return tell(u"store"_s, 0, pipelines.error());
        for (const Pipeline &pipeline : *pipelines) { // newest first
            if (!isOld(pipeline.state) && !known.contains(pipeline.number))
                known.insert(pipeline.number, pipeline.headSha);
        }
        m_poller.watch(repository, known);
    }
}

void PipelineService::run(const QString &repository, int number, QObject *context,
                          std::function<void(Result<PipelineId>)> done)
{
    ApiRequest request;
    request.path = u"/repos/%1/pulls/%2"_s.arg(repository).arg(number);
    request.purpose = {.repository = repository, .why = u"find the head commit"_s};
    const auto take
            = [this, repository, number](const Result<ApiAnswer> &answer) -> Result<PipelineId> {
        if (!answer && answer.error().cause == Cause::NotFound) {
            return failure(
                    Cause::NotFound,
                    u"There is no pull request %1#%2 that this token may see."_s.arg(repository)
                            .arg(number),
                    answer.error().detail, Who::Us);
        }
        if (!answer)
            return std::unexpected(answer.error());
        const QJsonObject pull = QJsonDocument::fromJson(answer->body).object();
        const PullEvent event = pullEventFrom(repository, pull);
        noteName(event);
        if (event.headSha.isEmpty()) {
            return failure(Cause::Upstream,
                           u"GitHub's answer for %1#%2 is no pull request: see whether github.url "
                           u"is right."_s.arg(repository)
                                   .arg(number));
        }
        const bool isOpen = pull.value("state"_L1).toString() == "open"_L1;
        auto known = m_store.find(event.repository, event.number, event.headSha);
        if (known && (!*known || (isOpen && !(*known)->isActive()))) {
            takeHead(event);
            known = m_store.find(event.repository, event.number, event.headSha);
        }
        if (!known)
            return std::unexpected(known.error());
        if (!*known)
            return failure(Cause::Storage, u"The pipeline could not be stored."_s);
        return (*known)->id;
    };
    m_client.send(request, context,
                  [take, done = std::move(done)](const Result<ApiAnswer> &answer) {
                      done(take(answer));
                  });
}

Result<void> PipelineService::retry(PipelineId id, const RetryWish &wish)
{
    return m_runner.retry(id, wish);
}

void PipelineService::watchUnderWay()
{
    const auto active = m_store.active();
    if (!active)
        return tell(u"store"_s, 0, active.error());
    for (const Pipeline &pipeline : *active) {
        const auto runs = m_store.runs(pipeline.id);
        if (!runs)
            return tell(u"store"_s, pipeline.id, runs.error());
        for (const ChrootRun &run : *runs) {
            if (run.progress == RunProgress::Ended)
                continue;
            if (run.job == JobKind::Build && run.buildId)
                m_builds.watch(*run.buildId, pipeline.repository, pipeline.number);
            if (!run.testRequest.isEmpty())
                m_tests.watch(run.testRequest);
        }
    }
}

/// A net below everything else: whatever was missed is found within the hour.
void PipelineService::keepHouse()
{
    if (m_stopUntil.isValid())
        return;
    watchUnderWay();
    m_flags.resume();
    if (auto done = m_store.prune(m_timers.now().addDays(-kPipelineDays)); !done)
        tell(u"store"_s, 0, done.error());
    for (const Pipeline &pipeline : m_store.active().value_or(QList<Pipeline>())) {
        if (pipeline.state == PipelineState::Waiting)
            m_runner.readAgain(pipeline.id);
    }
    m_timers.callAfter(kHouseKeeping, this, [this] { keepHouse(); });
}

void PipelineService::onRunnerProblem(qint64 pipeline, const Error &error)
{
    if (pipeline != 0 && isTransient(error.cause)) {
        m_timers.callAt(retryMoment(m_timers.now(), m_failures[pipeline]++, error), this,
                        [this, pipeline] {
                            if (!m_stopUntil.isValid())
                                m_runner.readAgain(pipeline);
                        });
    }
    tell(u"pipeline %1"_s.arg(pipeline), pipeline, error);
}

void PipelineService::tell(const QString &source, qint64 pipeline, const Error &error)
{
    if (std::exchange(m_said[source], error.what) != error.what)
        emit problem(pipeline, error);
}

void PipelineService::stop()
{
    if (m_stopUntil.isValid())
        return;
    m_stopUntil = m_timers.now() + kStopPatience;
    m_poller.stop();
    if (m_deliveries)
        m_deliveries->stop();
    m_listener.reset();
    endWhenQuiet();
}

/// Only what is on its way would be lost: everything else stands in the store.
void PipelineService::endWhenQuiet()
{
    const bool isQuiet
            = m_transport.inFlight() == 0 && m_builds.inFlight() == 0 && m_tests.inFlight() == 0;
    if (isQuiet || m_timers.now() >= m_stopUntil)
        emit stopped();
    else
        m_timers.callAfter(kStopLook, this, [this] { endWhenQuiet(); });
}

} // namespace sluice
