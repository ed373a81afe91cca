// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/github/fakegithubserver.h"
#include "proxyharness.h"

#include <QEventLoop>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTimer>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

constexpr int kPatienceMs = 60'000;

struct Said
{
    int code = -1; ///< -1: it did not end by itself
    QByteArray out;
    QByteArray err;
};

} // namespace

/// The programs people have, as they are, with no more than their base URL or socket changed.
class RealCallersTest final : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_proxy.reset(); // each uses the one made before it until its end
        m_ledger.reset();
        m_server.reset();
        m_folder = std::make_unique<QTemporaryDir>();
        m_github = std::make_unique<FakeGithub>(m_clock);
        m_server = std::make_unique<FakeGithubServer>(*m_github);
        m_github->state().addToken("secret-of-tests"_ba, u"writer"_s);
        FakeRepository &repository
                = m_github->state().addRepository(u"org/tool"_s, {{u"a"_s, "a\n"}});
        m_github->state().addPull(repository, u"writer"_s, {{u"a"_s, "b\n"}}, m_clock.now()).title
                = u"Fix it"_s;
        m_ledger = *LedgerFeed::open(file(), m_clock);
        m_proxy = std::make_unique<GithubProxy>(ProxyOptions{.baseUrl = m_server->url()}, m_clock,
                                                *m_ledger);
    }

    void curl()
    {
        const ListenPlace place = *m_proxy->listen(*listenPlace(u"127.0.0.1:0"_s));
        const QStringList ask{u"--silent"_s,
                              u"--show-error"_s,
                              u"--fail"_s,
                              u"--header"_s,
                              u"Authorization: Bearer secret-of-tests"_s,
                              u"http://127.0.0.1:%1/repos/org/tool"_s.arg(place.port)};
        for (int i = 0; i < 2; ++i) {
            const Said said = run(u"curl"_s, ask);
            QVERIFY2(said.code == 0, said.err.constData());
            QCOMPARE(QJsonDocument::fromJson(said.out)["full_name"_L1].toString(), u"org/tool"_s);
        }
        const QList<CallRecord> calls = inLedger();
        QCOMPARE(calls.size(), 2);
        for (const CallRecord &call : calls)
            QVERIFY2(call.why.startsWith("curl"_L1), qPrintable(call.why));
        QVERIFY(isAskedAgainForNothing(calls));
    }

    void gh()
    {
        const QString socket = m_folder->filePath(u"gh.sock"_s);
        QVERIFY(m_proxy->listen(*listenPlace(u"unix:"_s + socket)));
        QFile settings(m_folder->filePath(u"config.yml"_s));
        QVERIFY(settings.open(QIODevice::WriteOnly));
        settings.write("version: \"1\"\nhttp_unix_socket: " + socket.toUtf8() + '\n');
        settings.close();
        for (int i = 0; i < 2; ++i) {
            const Said said = run(u"gh"_s,
                                  {u"api"_s, u"repos/org/tool/pulls"_s, u"--jq"_s, u".[].title"_s});
            QVERIFY2(said.code == 0, said.err.constData());
            QCOMPARE(said.out, "Fix it\n"_ba);
        }
        const QList<CallRecord> calls = inLedger();
        QCOMPARE(calls.size(), 2);
        QVERIFY(isAskedAgainForNothing(calls));
    }

    void pyGithub()
    {
        const ListenPlace place = *m_proxy->listen(*listenPlace(u"127.0.0.1:0"_s));
        // Pages and objects, each followed by the URLs in the answers: they must lead back.
        const QString script = u"import sys\n"
                               "from github import Auth, Github\n"
                               "github = Github(auth=Auth.Token('secret-of-tests'),"
                               " base_url=sys.argv[1])\n"
                               "repository = github.get_repo('org/tool')\n"
                               "for pull in repository.get_pulls():\n"
                               "    comment = pull.create_issue_comment('/packit build')\n"
                               "    print(pull.title, comment.user.login)\n"
                               "    print([c.body for c in pull.get_issue_comments()])\n"_s;
        const Said said
                = run(u"python3"_s, {u"-c"_s, script, u"http://127.0.0.1:%1"_s.arg(place.port)});
        QVERIFY2(said.code == 0, said.err.constData());
        QCOMPARE(said.out, "Fix it writer\n['/packit build']\n"_ba);
        const QList<CallRecord> calls = inLedger();
        QCOMPARE(calls.size(), 4); // all of them: the addresses in the answers lead here
        for (const CallRecord &call : calls) {
            QVERIFY2(call.why.startsWith("PyGithub"_L1), qPrintable(call.why));
            QCOMPARE(call.repository, u"org/tool"_s);
        }
    }

private:
    [[nodiscard]] QString file() const { return m_folder->filePath(u"queue.sqlite"_s); }

    [[nodiscard]] Said run(const QString &program, const QStringList &arguments) const
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"HOME"_s, m_folder->path()); // nothing that the user set up
        environment.insert(u"GH_CONFIG_DIR"_s, m_folder->path());
        environment.insert(u"GH_TOKEN"_s, u"secret-of-tests"_s);
        environment.insert(u"GH_NO_UPDATE_NOTIFIER"_s, u"1"_s);
        for (const QString &name : {u"http_proxy"_s, u"https_proxy"_s, u"all_proxy"_s}) {
            environment.remove(name);
            environment.remove(name.toUpper());
        }
        QProcess process;
        process.setProcessEnvironment(environment);
        process.setStandardInputFile(QProcess::nullDevice());
        QEventLoop loop; // the servers of this process answer meanwhile
        connect(&process, &QProcess::finished, &loop, &QEventLoop::quit);
        connect(&process, &QProcess::errorOccurred, &loop, &QEventLoop::quit);
        QTimer::singleShot(kPatienceMs, &loop, &QEventLoop::quit);
        process.start(program, arguments);
        loop.exec();
        const bool hasEnded = process.state() == QProcess::NotRunning
                           && process.error() == QProcess::UnknownError
                           && process.exitStatus() == QProcess::NormalExit;
        const QByteArray err = process.readAllStandardError();
        return {hasEnded ? process.exitCode() : -1, process.readAllStandardOutput(),
                err.isEmpty() ? process.errorString().toUtf8() : err};
    }

    [[nodiscard]] QList<CallRecord> inLedger()
    {
        m_proxy.reset();
        m_ledger.reset(); // what it still has is written
        return callsIn(file(), m_clock);
    }

    /// The same twice: once paid for, once free.
    static bool isAskedAgainForNothing(const QList<CallRecord> &calls)
    {
        int cost = 0;
        bool isUnchanged = false;
        for (const CallRecord &call : calls) {
            cost += call.cost;
            isUnchanged = isUnchanged || call.status == 304;
        }
        return cost == 1 && isUnchanged;
    }

    SystemClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<FakeGithub> m_github;
    std::unique_ptr<FakeGithubServer> m_server;
    std::unique_ptr<LedgerFeed> m_ledger;
    std::unique_ptr<GithubProxy> m_proxy;
};

QTEST_GUILESS_MAIN(RealCallersTest)
#include "tst_realcallers.moc"
