// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/proxy/rawcaller.h"
#include "fakes/ctlprocess.h"
#include "fakes/github/fakegithubserver.h"

#include <QRegularExpression>
#include <QTcpServer>
#include <QTemporaryDir>

#include <csignal>

using namespace sluice;
using namespace Qt::StringLiterals;

/// sluicectl proxy, as a program, in front of a GitHub.
class SluicectlProxyTest final : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_folder = std::make_unique<QTemporaryDir>();
        m_server.reset(); // it uses the GitHub until its end
        m_github = std::make_unique<FakeGithub>(m_clock);
        m_server = std::make_unique<FakeGithubServer>(*m_github);
        m_github->state().addToken("secret-of-tests"_ba, u"writer"_s);
        m_github->state().addRepository(u"org/tool"_s, {{u".packit.yaml"_s, "jobs: []\n"}});
    }

    void wrongUseIsOneLine_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("words");
        QTest::newRow("nowhere") << QStringList{} << "needs a place"_ba;
        QTest::newRow("everywhere")
                << QStringList{u"--listen"_s, u"0.0.0.0:8080"_s} << "this machine alone"_ba;
        QTest::newRow("no URL") << QStringList{u"--listen"_s, u"127.0.0.1:0"_s, u"--github"_s,
                                               u"ftp://x"_s}
                                << "--github takes"_ba;
        QTest::newRow("operand") << QStringList{u"--listen"_s, u"127.0.0.1:0"_s, u"x"_s}
                                 << "does not take"_ba;
    }

    void wrongUseIsOneLine()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const QByteArray, words);
        const CtlAnswer answer
                = CtlProcess::run(m_folder->path(), QStringList{u"proxy"_s} + arguments);
        QCOMPARE(answer.code, 2);
        QCOMPARE(answer.err.count('\n'), 1);
        QVERIFY2(answer.err.contains(words), answer.err.constData());
    }

    void aPortThatIsTakenIsOneLine()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        const CtlAnswer answer
                = CtlProcess::run(m_folder->path(), {u"proxy"_s, u"--listen"_s,
                                                     u"127.0.0.1:%1"_s.arg(other.serverPort())});
        QCOMPARE(answer.code, 3);
        QCOMPARE(answer.err.count('\n'), 1);
        QVERIFY2(answer.err.contains("cannot be listened on"), answer.err.constData());
    }

    void callsStandInTheLedger_data()
    {
        QTest::addColumn<QString>("listen");
        QTest::addColumn<QByteArray>("host");
        QTest::newRow("port") << u"127.0.0.1:0"_s << "localhost"_ba;
        QTest::newRow("socket") << u"unix:SOCKET"_s << "api.github.com"_ba;
    }

    void callsStandInTheLedger()
    {
        QFETCH(QString, listen);
        QFETCH(const QByteArray, host);
        const QString socket = m_folder->filePath(u"gh.sock"_s);
        listen.replace(u"SOCKET"_s, socket);
        CtlProcess proxy(m_folder->path(), {u"proxy"_s, u"--listen"_s, listen, u"--github"_s,
                                            m_server->url().toString()});
        QTRY_VERIFY(proxy.errorSoFar().contains("leads to"));
        RawCaller caller(placeOf(proxy));
        const QByteArray agent = "User-Agent: my-script/1\r\n"_ba;
        QCOMPARE(caller.get("/repos/org/tool", agent, host).status, 200);
        QCOMPARE(caller.get("/repos/org/tool", agent, host).status, 200);
        QCOMPARE(caller.get("/repos/org/none", agent, host).status, 404);
        proxy.send(SIGTERM);
        const CtlAnswer end = proxy.wait();
        QCOMPARE(end.code, 0);
        QVERIFY2(end.err.contains("requests handed on: 3"), end.err.constData());
        QVERIFY(!QFile::exists(socket));
        const QByteArray ledger = CtlProcess::run(m_folder->path(), {u"ledger"_s}).out;
        QCOMPARE(ledger.count('\n'), 3);
        QVERIFY2(ledger.contains("  304  0 core  GET /repos/org/tool  repository  org/tool  "
                                 "my-script\n"),
                 ledger.constData());
        QVERIFY(CtlProcess::run(m_folder->path(), {u"ledger"_s, u"--limits"_s})
                        .out.contains("proxy: my-script"));
    }

private:
    static ListenPlace placeOf(CtlProcess &proxy)
    {
        static const QRegularExpression form(u"(?:http://(\\S+)|(unix:\\S+)) leads to"_s);
        const auto match = form.match(QString::fromUtf8(proxy.errorSoFar()));
        return *listenPlace(match.captured(1).isEmpty() ? match.captured(2) : match.captured(1));
    }

    SystemClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<FakeGithub> m_github;
    std::unique_ptr<FakeGithubServer> m_server;
};

QTEST_GUILESS_MAIN(SluicectlProxyTest)
#include "tst_sluicectlproxy.moc"
