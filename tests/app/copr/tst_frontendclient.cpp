// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "copr/frontendclient.h"

#include "copr/apiclient.h"
#include "copr/httpcall.h"
#include "fakes/fakefrontend.h"
#include "fakes/testcertificate.h"
#include "sources/tlstrust.h"

#include <QTemporaryDir>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Waits for what a client calls back with.
template <typename Value, typename Ask> Result<Value> answerTo(Ask ask)
{
    std::optional<Result<Value>> answer;
    ask([&answer](const Result<Value> &result) { answer = result; });
    if (!QTest::qWaitFor([&answer] { return answer.has_value(); }, 10s))
        return failure(Cause::Canceled, u"no answer at all"_s);
    return *answer;
}

} // namespace

/// What goes over the wire between us and a frontend.
class FrontendClientTest final : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_frontend = std::make_unique<FakeFrontend>();
        m_client = std::make_unique<FrontendClient>(m_frontend->url() + "/"_L1,
                                                    FakeFrontend::password(), QSslConfiguration());
    }

    void aPollGivesTheQueue()
    {
        m_frontend->enqueue(FakeFrontend::record(5));
        m_frontend->enqueue(FakeFrontend::record(6));
        const auto queue = poll();
        QVERIFY(queue);
        QCOMPARE(queue->tasks.size(), 2);
        QCOMPARE(queue->tasks.first().frontend, m_frontend->url());
        QVERIFY(queue->isComplete);
        QVERIFY(!m_frontend->server().requests().last().headers.contains("authorization"));
    }

    void aPollThatFailsIsAnError_data()
    {
        QTest::addColumn<FlakyAnswer>("answer");
        QTest::addColumn<Cause>("cause");
        QTest::newRow("500") << FlakyAnswer::error(500) << Cause::Upstream;
        QTest::newRow("404") << FlakyAnswer::error(404) << Cause::Upstream;
        QTest::newRow("HTML") << FlakyAnswer::ok("<html>") << Cause::Upstream;
        QTest::newRow("cut off") << FlakyAnswer{.body = "[]        ",
                                                .ending = FlakyAnswer::Ending::Close,
                                                .cutAfter = 2}
                                 << Cause::Network;
        QTest::newRow("reset") << FlakyAnswer{.body = "[]",
                                              .ending = FlakyAnswer::Ending::Reset,
                                              .cutAfter = 0}
                               << Cause::Network;
        QTest::newRow("to another server")
                << FlakyAnswer::redirect("http://127.0.0.2:1/backend/importing/")
                << Cause::Upstream;
        QTest::newRow("to a file")
                << FlakyAnswer::redirect("file:///etc/passwd") << Cause::Upstream;
    }

    void aPollThatFailsIsAnError()
    {
        QFETCH(const FlakyAnswer, answer);
        QFETCH(const Cause, cause);
        m_frontend->answerPolls({answer});
        const auto queue = poll();
        QVERIFY(!queue);
        QCOMPARE(queue.error().cause, cause);
        QVERIFY(queue.error().what.contains(m_frontend->url()));
    }

    void redirectsOnTheSameServerAreFollowed()
    {
        m_frontend->answerPolls({FlakyAnswer::redirect("/elsewhere")});
        m_frontend->server().script("/elsewhere", {FlakyAnswer::ok("[]")});
        QVERIFY(poll());
    }

    void aReportIsPostedWithThePassword()
    {
        m_frontend->enqueue(FakeFrontend::record(5));
        QCOMPARE(report("{\"build_id\": 5}"), true);
        const FlakyRequest request = m_frontend->server().requests().last();
        QCOMPARE(request.method, "POST"_ba);
        QCOMPARE(request.target, "/backend/import-completed/"_ba);
        QCOMPARE(request.headers.value("content-type"), "application/json"_ba);
        QCOMPARE(request.headers.value("authorization"), "Basic dXNlcjpzM2NyZXQ="_ba);
        QCOMPARE(m_frontend->posts().size(), 1);
    }

    void aReportThatFindsNobodyIsNotCalledFetched()
    {
        FrontendClient client(u"http://127.0.0.1:1"_s, {}, QSslConfiguration());
        std::optional<Result<bool>> answer;
        client.report("{}"_ba, [&](const Result<bool> &given) { answer = given; });
        QTRY_VERIFY(answer);
        QVERIFY(!*answer);
        QCOMPARE(answer->error().cause, Cause::Network);
        QVERIFY2(answer->error().what.contains(u"post to"_s), qPrintable(answer->error().what));
        QVERIFY(!answer->error().what.contains(u"fetch"_s));
    }

    void aBuildThatIsGoneEndsTheMatterToo() { QCOMPARE(report("{\"build_id\": 5}"), false); }

    void aWrongPasswordIsForbidden()
    {
        FrontendClient client(m_frontend->url(), "wrong"_ba, {});
        const auto answer = answerTo<bool>(
                [&](auto done) { client.report("{\"build_id\": 5}", std::move(done)); });
        QVERIFY(!answer);
        QCOMPARE(answer.error().cause, Cause::Forbidden);
        QVERIFY(answer.error().what.contains("password"_L1));
        QVERIFY(!answer.error().what.contains("wrong"_L1));
        QVERIFY(!answer.error().detail.contains("wrong"_L1));
    }

    void whatIsNoAcknowledgementIsNone_data()
    {
        QTest::addColumn<FlakyAnswer>("answer");
        QTest::newRow("500") << FlakyAnswer::error(500);
        QTest::newRow("500 with it") << FlakyAnswer{.status = 500, .body = "{\"updated\": true}"};
        QTest::newRow("HTML") << FlakyAnswer::ok("<html>{\"updated\": true}</html>");
        QTest::newRow("other JSON") << FlakyAnswer::ok("{\"updated\": 1}");
        QTest::newRow("array") << FlakyAnswer::ok("[true]");
        QTest::newRow("nothing") << FlakyAnswer::ok({});
        QTest::newRow("redirect") << FlakyAnswer::redirect("/backend/import-completed/", 307);
        QTest::newRow("closed") << FlakyAnswer{
                .body = "{}", .ending = FlakyAnswer::Ending::Close, .cutAfter = 0};
        QTest::newRow("large") << FlakyAnswer{.body = "{\"updated\": true}", .zeros = 2 << 20};
    }

    void whatIsNoAcknowledgementIsNone()
    {
        QFETCH(const FlakyAnswer, answer);
        m_frontend->answerPosts({answer});
        const auto result = report("{\"build_id\": 5}");
        QVERIFY(!result);
        QVERIFY(isTransient(result.error().cause));
        QVERIFY(m_frontend->posts().isEmpty());
    }

    void silenceEnds()
    {
        m_frontend->answerPosts({FlakyAnswer{.isSilent = true}});
        QNetworkAccessManager network;
        QNetworkRequest request(m_frontend->server().url(u"/backend/import-completed/"_s));
        const auto answer = answerTo<HttpAnswer>([&](auto done) {
            new HttpCall(network, request, "{}"_ba, {.silence = 1s, .whole = 1s}, std::move(done),
                         this);
        });
        QVERIFY(!answer);
        QCOMPARE(answer.error().cause, Cause::Network);
    }

    void answersThatAreOutAreDroppedWithTheClient()
    {
        m_frontend->answerPolls({FlakyAnswer{.isSilent = true}});
        bool isCalled = false;
        m_client->pollQueue(Format::Copr, [&](const auto &) { isCalled = true; });
        QTRY_COMPARE(m_frontend->polls(), 1);
        m_client.reset();
        QTRY_COMPARE(m_frontend->server().openConnections(), 0);
        QVERIFY(!isCalled);
    }

    void httpsNeedsACertificateThatIsTrusted()
    {
        const QTemporaryDir directory;
        const TestCertificate certificate(directory.path(), u"IP:127.0.0.1"_s);
        FlakyServer server(certificate.server);
        server.script("/backend/importing/", {FlakyAnswer::ok("[]")});
        const QString url = server.url({}).toString();
        FrontendClient distrusting(url, {}, QSslConfiguration::defaultConfiguration());
        auto queue = answerTo<ImportQueue>(
                [&](auto done) { distrusting.pollQueue(Format::Copr, std::move(done)); });
        QVERIFY(!queue);
        QCOMPARE(queue.error().cause, Cause::Forbidden);
        FrontendClient trusting(url, {}, *tlsTrusting({certificate.pemFile}));
        queue = answerTo<ImportQueue>(
                [&](auto done) { trusting.pollQueue(Format::Copr, std::move(done)); });
        QVERIFY(queue);
    }

    void thePublicApiTellsTheStateOfABuild()
    {
        m_frontend->states.insert(5, u"failed"_s);
        for (const QString &base :
             QStringList{m_frontend->url(), m_frontend->url() + "/api_3/"_L1}) {
            ApiClient api(base, {});
            QCOMPARE(answerTo<QString>([&](auto done) { api.buildState(5, std::move(done)); }),
                     u"failed"_s);
            const auto gone
                    = answerTo<QString>([&](auto done) { api.buildState(6, std::move(done)); });
            QCOMPARE(gone.error().cause, Cause::NotFound);
        }
        m_frontend->server().script("/api_3/build/7", {FlakyAnswer::ok("{}")});
        ApiClient api(m_frontend->url(), {});
        const auto odd = answerTo<QString>([&](auto done) { api.buildState(7, std::move(done)); });
        QCOMPARE(odd.error().cause, Cause::Upstream);
    }

    void passwordFilesLoseTheirFinalNewline_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QByteArray>("password");
        QTest::newRow("none") << "s3cret"_ba << "s3cret"_ba;
        QTest::newRow("one") << "s3cret\n"_ba << "s3cret"_ba;
        QTest::newRow("of Windows") << "s3cret\r\n"_ba << "s3cret"_ba;
        QTest::newRow("two") << "s3cret\n\n"_ba << "s3cret\n"_ba;
        QTest::newRow("spaces stay") << " s3 cret \n"_ba << " s3 cret "_ba;
        QTest::newRow("empty") << ""_ba << ""_ba;
        QTest::newRow("only a newline") << "\n"_ba << ""_ba;
        QTest::newRow("too large") << QByteArray(5000, 'x') << ""_ba;
    }

    void passwordFilesLoseTheirFinalNewline()
    {
        QFETCH(const QByteArray, content);
        QFETCH(const QByteArray, password);
        const QTemporaryDir directory;
        QFile file(directory.filePath(u"password"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
        file.close();
        QVERIFY(file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner));
        const auto read = readPasswordFile(file.fileName());
        QCOMPARE(read.has_value(), !password.isEmpty());
        if (read)
            QCOMPARE(*read, password);
        else
            QVERIFY(read.error().what.contains(file.fileName()));
    }

    void passwordFilesShouldBePrivate()
    {
        const QTemporaryDir directory;
        QFile file(directory.filePath(u"password"_s));
        QVERIFY(!readPasswordFile(file.fileName()));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write("x"), 1);
        file.close();
        QVERIFY(file.setPermissions(QFileDevice::ReadOwner | QFileDevice::ReadOther));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"Everybody can read"_s));
        QVERIFY(readPasswordFile(file.fileName()));
    }

private:
    Result<ImportQueue> poll()
    {
        return answerTo<ImportQueue>(
                [this](auto done) { m_client->pollQueue(Format::Copr, std::move(done)); });
    }
    Result<bool> report(const QByteArray &body)
    {
        return answerTo<bool>([&](auto done) { m_client->report(body, std::move(done)); });
    }

    std::unique_ptr<FakeFrontend> m_frontend;
    std::unique_ptr<FrontendClient> m_client;
};

QTEST_GUILESS_MAIN(FrontendClientTest)
#include "tst_frontendclient.moc"
