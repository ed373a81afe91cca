// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/github/fakegithubserver.h"
#include "fakes/github/githubtester.h"

#include <QElapsedTimer>
#include <QNetworkReply>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What goes over the wire, misdeeds included.
class TestFakeGithubServer final : public QObject
{
    Q_OBJECT

    std::unique_ptr<GithubTester> m_tester;
    std::unique_ptr<FakeGithubServer> m_server;
    std::unique_ptr<QNetworkAccessManager> m_network;

    QNetworkReply *start(const QString &path = u"/repos/org/tool"_s)
    {
        QUrl url = m_server->url();
        url.setPath(path);
        QNetworkRequest request(url);
        request.setRawHeader("Authorization"_ba, "Bearer writer"_ba);
        request.setRawHeader("User-Agent"_ba, "test"_ba);
        return m_network->get(request);
    }
    QNetworkReply *finished(QNetworkReply *reply)
    {
        QSignalSpy spy(reply, &QNetworkReply::finished);
        if (!reply->isFinished())
            spy.wait();
        return reply;
    }
    QNetworkReply *ask() { return finished(start()); }

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_tester = std::make_unique<GithubTester>();
        m_server = std::make_unique<FakeGithubServer>(m_tester->github);
        m_network = std::make_unique<QNetworkAccessManager>();
    }
    void cleanup()
    {
        m_network.reset();
        m_server.reset();
    }

    void answersLate()
    {
        m_tester->github.fail({.answer = {.status = 0, .delay = 150ms}});
        QElapsedTimer timer;
        timer.start();
        QNetworkReply *reply = ask();
        QVERIFY(timer.elapsed() >= 140);
        QCOMPARE(reply->error(), QNetworkReply::NoError);
        QCOMPARE(QJsonDocument::fromJson(reply->readAll())["name"_L1].toString(), u"tool"_s);
        QCOMPARE(reply->rawHeader("x-ratelimit-used"_ba), "1"_ba);
        QCOMPARE(ask()->error(), QNetworkReply::NoError); // the connection is still good
    }

    void addressesLeadBack()
    {
        const QJsonDocument body = QJsonDocument::fromJson(ask()->readAll());
        QVERIFY(body["url"_L1].toString().startsWith(m_server->url().toString()));
    }

    void breaksOff_data()
    {
        QTest::addColumn<qint64>("cutAfter");
        QTest::addColumn<bool>("isReset");
        QTest::addColumn<qint64>("least");
        QTest::newRow("cut") << qint64(7) << false << qint64(7);
        QTest::newRow("cut at once") << qint64(0) << false << qint64(0);
        QTest::newRow("reset in the body") << qint64(7) << true << qint64(0);
    }
    void breaksOff()
    {
        QFETCH(qint64, cutAfter);
        QFETCH(bool, isReset);
        QFETCH(qint64, least);
        m_tester->github.fail(
                {.answer = {.status = 0, .cutAfter = cutAfter, .isReset = isReset}, .times = 9});
        QNetworkReply *reply = ask();
        QVERIFY(reply->error() != QNetworkReply::NoError);
        const qint64 came = reply->readAll().size();
        QVERIFY2(came >= least && came <= cutAfter, QByteArray::number(came).constData());
    }

    void resetsAtOnce()
    {
        m_tester->github.fail({.answer = {.status = 0, .isReset = true}, .times = 9});
        QNetworkReply *reply = ask();
        QCOMPARE(reply->error(), QNetworkReply::RemoteHostClosedError);
        QVERIFY(!reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).isValid());
    }

    void garbles()
    {
        m_tester->github.fail({.answer = {.status = 0, .isGarbled = true}});
        QNetworkReply *reply = ask();
        QCOMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 200);
        QJsonParseError error;
        QJsonDocument::fromJson(reply->readAll(), &error);
        QVERIFY(error.error != QJsonParseError::NoError);
        QJsonDocument::fromJson(ask()->readAll(), &error);
        QCOMPARE(error.error, QJsonParseError::NoError);
    }

    void answersHeadWithoutABody()
    {
        QNetworkRequest request(m_server->url().resolved(QUrl(u"/repos/org/tool"_s)));
        request.setRawHeader("Authorization"_ba, "Bearer writer"_ba);
        request.setRawHeader("User-Agent"_ba, "test"_ba);
        QNetworkReply *reply = finished(m_network->head(request));
        QCOMPARE(reply->error(), QNetworkReply::NoError);
        QVERIFY(!reply->rawHeader("etag"_ba).isEmpty());
        QVERIFY(reply->readAll().isEmpty());
        QCOMPARE(ask()->error(), QNetworkReply::NoError);
    }

    void limitsConcurrentRequests()
    {
        m_tester->github.limits().concurrent = 2;
        m_tester->github.fail({.answer = {.status = 0, .delay = 200ms}, .times = 3});
        QList<QNetworkReply *> replies;
        for (int i = 0; i < 3; ++i)
            replies << start();
        QList<int> codes;
        for (QNetworkReply *reply : std::as_const(replies)) {
            codes << finished(reply)->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        }
        QCOMPARE(codes.count(200), 2);
        QCOMPARE(codes.count(403), 1);
        const int after = ask()->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        QCOMPARE(after, 200);
    }
};

QTEST_GUILESS_MAIN(TestFakeGithubServer)
#include "tst_fakegithubserver.moc"
