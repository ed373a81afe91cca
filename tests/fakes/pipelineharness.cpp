// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/pipelineharness.h"

#include "github/githubclient.h"

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QString chrootName(int position)
{
    static const QStringList architectures{u"x86_64"_s, u"aarch64"_s, u"ppc64le"_s, u"s390x"_s};
    return u"fedora-%1-%2"_s.arg(44 + position / 4).arg(architectures.at(position % 4));
}

} // namespace

void DirectTransport::send(const HttpRequest &request, QObject *context, Done done)
{
    ++m_inFlight;
    m_timers.callAfter(delay, context, [this, request, done = std::move(done)] {
        --m_inFlight;
        if (isCut)
            return done(failure(Cause::Network, u"The line is cut."_s));
        QHttpHeaders headers = request.headers; // as the network would send them
        headers.replaceOrAppend(QHttpHeaders::WellKnownHeader::Host,
                                request.url.host(QUrl::FullyEncoded));
        const FakeAnswer answer = m_github.answer(FakeRequest::of(
                request.method, request.url.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority),
                headers, request.body));
        done(HttpResponse{answer.status, answer.headers, answer.body});
    });
}

void HandServices::submit(const BuildRequest &request, QObject *context,
                          std::function<void(Result<qint64>)> done)
{
    builds << request;
    const auto id = qint64(builds.size());
    m_timers.callAfter(1s, context, [this, id, done = std::move(done)] {
        if (buildError)
            return done(std::unexpected(*buildError));
        done(id);
        if (onBuild)
            onBuild(id);
    });
}

void HandServices::submit(const TestRequest &request, QObject *context,
                          std::function<void(Result<QString>)> done)
{
    tests << request;
    const QString id = u"request-%1"_s.arg(tests.size());
    m_timers.callAfter(1s, context, [this, id, done = std::move(done)] {
        done(id);
        if (onTest)
            onTest(id);
    });
}

struct PipelineHarness::Engine
{
    Engine(PipelineHarness &harness, const Options &options)
        : database(*Database::open(harness.m_folder.filePath(u"queue.sqlite"_s)))
        , tokens(u"practice"_s, options.flags == FlagKind::CheckRun ? "app"_ba : "person"_ba)
        , client(githubOptions(options), harness.transport, tokens, harness.timers, nullptr,
                 nullptr)
        , store(*database, harness.timers)
        , writer(store, client, harness.timers, flagOptions(options))
        , runner({store, client, writer, harness.services, harness.services, harness.m_chroots},
                 PipelinePolicy::named(options.policy))
    {}

    static GithubOptions githubOptions(const Options &options)
    {
        GithubOptions github;
        github.baseUrl = QUrl(u"http://github.test"_s);
        const bool isOurs = options.policy == BudgetPolicy::Sluice
                         || options.policy == BudgetPolicy::SluiceLean;
        github.isCaching = github.isJoining = github.governor.isPacing = isOurs;
        return github;
    }

    static FlagOptions flagOptions(const Options &options)
    {
        return {.kind = options.flags, .batchSize = options.flags == FlagKind::CheckRun ? 10 : 1};
    }

    std::unique_ptr<Database> database;
    PersonalToken tokens;
    GithubClient client;
    PipelineStore store;
    FlagWriter writer;
    PipelineRunner runner;
};

PipelineHarness::PipelineHarness(const Options &options)
    : m_options(options)
{
    FakeGithubState &state = github.state();
    repository = &state.addRepository(u"fedora/hello"_s, {{u".packit.yaml"_s, configuration()},
                                                          {u"hello.spec"_s, "Name: hello\n"_ba}});
    repository->permissions.insert(u"maria"_s, u"write"_s);
    state.addToken("person"_ba, u"fedora"_s);
    state.addToken("app"_ba, u"fedora"_s, FakeToken::Kind::Installation);
    QStringList chroots;
    for (int i = 0; i < options.chroots; ++i)
        chroots << chrootName(i);
    m_chroots.setChroots(chroots);
    restart();
}

PipelineHarness::~PipelineHarness() = default;

QByteArray PipelineHarness::configuration() const
{
    if (!m_options.config.isEmpty())
        return m_options.config;
    QByteArray targets;

    for (int i = 0; i < m_options.chroots; ++i) {
        targets += "    - "_ba + chrootName(i).toUtf8() + '\n';
    }
    return "specfile_path: hello.spec\njobs:\n"
           "  - job: copr_build\n    trigger: pull_request\n    targets:\n"_ba
         + targets + "  - job: tests\n    trigger: pull_request\n    targets:\n"_ba + targets;
}

void PipelineHarness::restart()
{
    m_engine.reset();
    m_engine = std::make_unique<Engine>(*this, m_options);
    const auto note = [this](qint64, const Error &error) { problems << error.what; };
    QObject::connect(&m_engine->runner, &PipelineRunner::problem, &m_engine->runner, note);
    QObject::connect(&m_engine->writer, &FlagWriter::problem, &m_engine->writer, note);
    m_engine->runner.resume();
}

PipelineRunner &PipelineHarness::runner() { return m_engine->runner; }
PipelineStore &PipelineHarness::store() { return m_engine->store; }
FlagWriter &PipelineHarness::writer() { return m_engine->writer; }

void PipelineHarness::push()
{
    FakeGithubState &state = github.state();
    const FakeFiles change{{u"hello.c"_s, QByteArray::number(timers.now().toMSecsSinceEpoch())}};
    if (repository->pulls.isEmpty())
        state.addPull(*repository, u"maria"_s, change, timers.now());
    else
        state.push(*repository, repository->pulls.first(), change, timers.now());
    const FakePull &pull = repository->pulls.first();
    runner().onPull({.repository = repository->fullName(),
                     .number = pull.number,
                     .headSha = pull.headSha,
                     .baseRef = pull.baseRef,
                     .title = pull.title,
                     .author = pull.author,
                     .sender = pull.author,
                     .labels = labels});
}

void PipelineHarness::build(qint64 id, FlagState result)
{
    using What = BuildEvent::What;
    for (const What what : {What::SrpmStarted, What::SrpmFinished}) {
        runner().onBuild({.what = what, .buildId = id});
        turn(1min);
    }
    const QStringList chroots = services.builds.at(id - 1).chroots;
    for (const What what : {What::RpmStarted, What::RpmFinished}) {
        const FlagState state = what == What::RpmFinished ? result : FlagState::Success;
        for (const QString &chroot : chroots)
            runner().onBuild({.what = what, .buildId = id, .chroot = chroot, .result = state});
        turn(1min);
    }
}

void PipelineHarness::test(const QString &request, FlagState result)
{
    runner().onTest({.what = TestEvent::What::Started, .request = request});
    turn(1min);
    runner().onTest({.what = TestEvent::What::Finished, .request = request, .result = result});
    turn(1min);
}

Pipeline PipelineHarness::pipeline() { return store().pipelines().value().value(0); }

QList<Flag> PipelineHarness::flags() { return store().flags(pipeline().id).value(); }

QMap<QString, QString> PipelineHarness::shown() const
{
    QMap<QString, QString> states;
    const QString sha = repository->pulls.first().headSha;
    for (const FakeStatus &status : repository->statuses) {
        if (status.sha == sha)
            states.insert(status.context, status.state + u": "_s + status.description);
    }
    for (const FakeCheckRun &run : repository->checkRuns) {
        if (run.headSha == sha)
            states.insert(run.name, (run.conclusion.isEmpty() ? run.status : run.conclusion)
                                            + u": "_s + run.output.value("title"_L1).toString());
    }
    return states;
}

} // namespace sluice
