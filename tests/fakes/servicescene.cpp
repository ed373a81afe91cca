// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/servicescene.h"

#include <QMessageAuthenticationCode>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTest>

#include <openssl/pem.h>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qint64 kApp = 7;
constexpr qint64 kInstallation = 9;

const QByteArray kConfig
        = "specfile_path: hello.spec\njobs:\n"
          "  - job: copr_build\n    trigger: pull_request\n    targets: [fedora-43-x86_64]\n"
          "  - job: tests\n    trigger: pull_request\n    targets: [fedora-43-x86_64]\n"_ba;

/// PEM of a new key: the private one, the public one.
std::pair<QByteArray, QByteArray> newKey()
{
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_RSA_gen(2048), EVP_PKEY_free);
    const auto written = [](const std::function<void(BIO *)> &write) {
        const std::unique_ptr<BIO, decltype(&BIO_free_all)> bio(BIO_new(BIO_s_mem()), BIO_free_all);
        write(bio.get());
        QByteArray pem(qsizetype(BIO_pending(bio.get())), '\0');
        BIO_read(bio.get(), pem.data(), int(pem.size()));
        return pem;
    };
    return {written([&key](BIO *bio) {
                PEM_write_bio_PrivateKey(bio, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
            }),
            written([&key](BIO *bio) { PEM_write_bio_PUBKEY(bio, key.get()); })};
}

} // namespace

ServiceScene::ServiceScene(As as)
    : world({{u".packit.yaml"_s, kConfig}, {u"hello.spec"_s, "Name: hello\n"_ba}})
    , m_as(as)
{
    if (as == As::App) {
        const auto [own, known] = newKey();
        m_appKey = own;
        world.github.state().app
                = FakeApp{.id = kApp,
                          .slug = u"sluice"_s,
                          .publicKey = known,
                          .installations = {{.id = kInstallation, .account = u"fedora"_s}}};
    }
    world.push();
}

ServiceScene::~ServiceScene() = default;

PipelineServiceOptions ServiceScene::options() const
{
    PipelineServiceOptions options{.dataDirectory = m_folder.path()};
    options.github = world.options;
    options.coprUrl = copr.url();
    options.coprOwner = u"packit"_s;
    options.coprAuthorization
            = "Basic "_ba + QByteArray(FakeCopr::login() + ':' + FakeCopr::token()).toBase64();
    options.farmUrl = farm.url();
    options.farmToken = FakeTestingFarm::token();
    options.webhook = WebhookOptions{.secret = "hook-s3cret"_ba};
    options.githubToken = "person"_ba;
    if (m_as == As::App) {
        options.appKey = *AppKey::fromPem(kApp, m_appKey);
        options.installation = kInstallation;
        options.flags.kind = FlagKind::CheckRun;
        options.flags.batchSize = 10;
    }
    if (adapt)
        adapt(options);
    return options;
}

PipelineService::Edge ServiceScene::edge() { return {world.transport, *m_tokens, world.timers}; }

void ServiceScene::open()
{
    service.reset();
    m_tokens = tokenSourceOf(options(), world.transport, world.timers);
    service = *PipelineService::open(options(), edge());
    connect(service.get(), &PipelineService::problem, this,
            [this](qint64, const Error &error) { problems << error.what; });
    service->start();
}

void ServiceScene::step()
{
    for (auto it = copr.builds.begin(); it != copr.builds.end(); ++it) {
        if (it->isCanceled)
            continue;
        if (it->source == "pending"_L1) {
            it->source = u"running"_s;
        } else if (it->source == "running"_L1) {
            copr.importSource(it.key());
            for (QString &chroot : it->chroots)
                chroot = u"running"_s;
        } else {
            copr.finish(it.key(), u"succeeded"_s);
        }
    }
    for (FakeFarmRequest &request : farm.requests) {
        const bool isRunning = request.state == "running"_L1;
        request.state = isRunning ? u"complete"_s : u"running"_s;
        if (isRunning)
            request.overall = u"passed"_s;
        else if (!request.overall.isEmpty())
            request.state = u"complete"_s;
    }
}

void ServiceScene::turn(std::chrono::milliseconds by)
{
    world.timers.turn(by);
    QTest::qWait(4);
}

bool ServiceScene::goesOnUntil(const std::function<bool()> &isSo, int turns)
{
    for (int i = 0; i < turns && !isSo(); ++i) {
        if (isMoving && i % 10 == 9)
            step();
        turn(3s);
    }
    return isSo();
}

Pipeline ServiceScene::newest() const { return service->store().pipelines().value().value(0); }

ChrootRun ServiceScene::runOf(JobKind job) const
{
    const QList<ChrootRun> runs = service->store().runs(newest().id).value();
    const auto run = std::ranges::find(runs, job, &ChrootRun::job);
    return run == runs.end() ? ChrootRun() : *run;
}

QMap<QString, QString> ServiceScene::shown() const
{
    QMap<QString, QString> all;
    for (const FakeStatus &status : std::as_const(world.repository->statuses)) {
        if (status.sha == pull().headSha)
            all.insert(status.context, status.state);
    }
    for (const FakeCheckRun &run : std::as_const(world.repository->checkRuns)) {
        if (run.headSha == pull().headSha)
            all.insert(run.name, run.conclusion.isEmpty() ? run.status : run.conclusion);
    }
    return all;
}

bool ServiceScene::isGreen() const
{
    const QMap<QString, QString> all = shown();
    return all.size() == 2
        && std::ranges::all_of(all, [](const QString &state) { return state == "success"_L1; });
}

int ServiceScene::deliver(quint16 port, const QByteArray &event, const QByteArray &id,
                          const QJsonObject &payload) const
{
    const QByteArray body = QJsonDocument(payload).toJson();
    QNetworkRequest request(QUrl(u"http://127.0.0.1:%1/webhook"_s.arg(port)));
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    request.setRawHeader("X-GitHub-Event"_ba, event);
    request.setRawHeader("X-GitHub-Delivery"_ba, id);
    request.setRawHeader("X-Hub-Signature-256"_ba,
                         "sha256="_ba
                                 + QMessageAuthenticationCode::hash(body, "hook-s3cret"_ba,
                                                                    QCryptographicHash::Sha256)
                                           .toHex());
    QNetworkAccessManager network;
    const std::unique_ptr<QNetworkReply> reply(network.post(request, body));
    const QSignalSpy finished(reply.get(), &QNetworkReply::finished);
    for (int i = 0; i < 500 && finished.isEmpty(); ++i)
        QTest::qWait(10);
    return reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

} // namespace sluice
