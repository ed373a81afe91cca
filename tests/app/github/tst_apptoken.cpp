// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "github/apptoken.h"

#include "github/appidentity.h"

#include "github/cachestore.h"
#include "github/githubclient.h"
#include "scriptedtransport.h"
#include "store/database.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const GithubOptions kOptions{.baseUrl = QUrl(u"https://gh.test/"_s)};
const auto kPath = u"/app/installations/7/access_tokens"_s;

QJsonObject partOf(const QByteArray &jwt, int part)
{
    return QJsonDocument::fromJson(
                   QByteArray::fromBase64(jwt.split('.').at(part), QByteArray::Base64UrlEncoding))
            .object();
}

} // namespace

/// How an App gets its tokens.
class AppTokenTest final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        run({u"genrsa"_s, u"-out"_s, file(u"key.pem"_s), u"2048"_s});
        run({u"rsa"_s, u"-in"_s, file(u"key.pem"_s), u"-pubout"_s, u"-out"_s, file(u"key.pub"_s)});
        run({u"genrsa"_s, u"-aes128"_s, u"-passout"_s, u"pass:x"_s, u"-out"_s,
             file(u"locked.pem"_s), u"2048"_s});
        run({u"genrsa"_s, u"-out"_s, file(u"small.pem"_s), u"1024"_s});
        run({u"ecparam"_s, u"-name"_s, u"prime256v1"_s, u"-genkey"_s, u"-out"_s,
             file(u"ec.pem"_s)});
    }

    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_timers = std::make_unique<HandTimers>();
        m_transport = std::make_unique<ScriptedTransport>(*m_timers);
        m_source = std::make_unique<AppToken>(kOptions, *AppKey::fromPem(123, read(u"key.pem"_s)),
                                              7, *m_transport, *m_timers);
        m_calls.clear();
        connect(m_source.get(), &TokenSource::requestMade, this,
                [this](const CallRecord &call) { m_calls << call; });
        m_serial = 0;
        m_transport->handler = [this](const HttpRequest &) { return token(1h); };
    }

    void aJwtIsSignedWithTheKey()
    {
        const QDateTime now = m_timers->now();
        const auto jwt = AppKey::fromPem(123, read(u"key.pem"_s))->jwt(now);
        QVERIFY(jwt);
        QCOMPARE(partOf(*jwt, 0).value("alg"_L1), "RS256"_L1);
        const QJsonObject claims = partOf(*jwt, 1);
        QCOMPARE(claims.value("iat"_L1).toInteger(), now.toSecsSinceEpoch() - 60);
        QCOMPARE(claims.value("exp"_L1).toInteger(), now.toSecsSinceEpoch() + 540);
        QCOMPARE(claims.value("iss"_L1), "123"_L1);
        write(u"text"_s, jwt->first(jwt->lastIndexOf('.')));
        write(u"signature"_s, QByteArray::fromBase64(jwt->sliced(jwt->lastIndexOf('.') + 1),
                                                     QByteArray::Base64UrlEncoding));
        run({u"dgst"_s, u"-sha256"_s, u"-verify"_s, file(u"key.pub"_s), u"-signature"_s,
             file(u"signature"_s), file(u"text"_s)});
    }

    void theAppMaySpeakForItself()
    {
        const auto key = AppKey::fromPem(123, read(u"key.pem"_s));
        AppIdentity source(*key, *m_timers);
        QCOMPARE(source.label(), u"App 123 itself"_s);
        QByteArray given;
        source.token(this, [&given](const Result<QByteArray> &token) { given = *token; });
        QCOMPARE(given, *key->jwt(m_timers->now()));
    }

    void otherKeysAreRefused_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"locked.pem", "small.pem", "ec.pem", "key.pub"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }

    void otherKeysAreRefused()
    {
        QFETCH(const QString, name);
        const auto key = AppKey::fromPem(123, read(name));
        QVERIFY(!key);
        QCOMPARE(key.error().cause, Cause::Invalid);
        QVERIFY(key.error().what.contains("App 123"_L1));
    }

    void oneRenewalServesAllWhoWait()
    {
        ask();
        ask();
        ask();
        turn();
        QCOMPARE(m_answers, QByteArrayList({"token 1", "token 1", "token 1"}));
        QCOMPARE(m_transport->requests.size(), 1);
        ask();
        QCOMPARE(m_answers.size(), 4);
        QCOMPARE(m_transport->requests.size(), 1);
        QCOMPARE(m_transport->requests.constFirst().method, "POST");
    }

    void itIsRenewedFiveMinutesBeforeItsEnd()
    {
        ask();
        turn();
        m_timers->turn(54min);
        ask();
        turn();
        QCOMPARE(m_answers.constLast(), "token 1");
        m_timers->turn(1min);
        ask();
        turn();
        QCOMPARE(m_answers.constLast(), "token 2");
    }

    void aRefusedTokenIsRenewed()
    {
        ask();
        turn();
        QVERIFY(m_source->refused("token 1"));
        ask();
        turn();
        QCOMPARE(m_answers.constLast(), "token 2");
        QVERIFY(m_source->refused("token 1")); // told late, and no longer true
        ask();
        QCOMPARE(m_answers.constLast(), "token 2");
    }

    void aWrongClockIsSetRight()
    {
        // Two hours ahead of ours: a JWT by our clock has expired.
        m_transport->handler = [this](const HttpRequest &request) {
            const QByteArray jwt
                    = request.headers.value("authorization"_L1).toByteArray().sliced(7);
            const QDateTime serverNow = m_timers->now() + 2h;
            HttpResponse answer
                    = partOf(jwt, 1).value("exp"_L1).toInteger() > serverNow.toSecsSinceEpoch()
                            ? token(3h)
                            : ScriptedTransport::response(401,
                                                          "{\"message\":\"'exp' is in the past\"}");
            answer.headers.append(
                    "Date"_L1,
                    QLocale::c().toString(serverNow, u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s));
            return answer;
        };
        ask();
        turn();
        QCOMPARE(m_answers, QByteArrayList({"token 1"}));
        QCOMPARE(m_transport->requests.size(), 2);
        m_timers->turn(56min); // by the server's clock it now ends
        ask();
        turn();
        QCOMPARE(m_answers.constLast(), "token 2");
    }

    void whatGoesWrongReachesAllWhoWait_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<Cause>("cause");
        QTest::newRow("key revoked") << 401 << "{\"message\":\"no\"}"_ba << Cause::Forbidden;
        QTest::newRow("suspended") << 403 << "{\"message\":\"suspended\"}"_ba << Cause::Forbidden;
        QTest::newRow("uninstalled") << 404 << "{}"_ba << Cause::NotFound;
        QTest::newRow("server down") << 502 << "<html>"_ba << Cause::Upstream;
        QTest::newRow("no JSON") << 201 << "<html>"_ba << Cause::Upstream;
        QTest::newRow("no end") << 201 << "{\"token\":\"secret\"}"_ba << Cause::Upstream;
    }

    void whatGoesWrongReachesAllWhoWait()
    {
        QFETCH(const int, status);
        QFETCH(const QByteArray, body);
        QFETCH(const Cause, cause);
        m_transport->script(kPath, {ScriptedTransport::response(status, body), token(1h)});
        ask();
        ask();
        turn();
        QCOMPARE(m_errors.size(), 2);
        QCOMPARE(m_errors.constFirst().cause, cause);
        QVERIFY(!m_errors.constFirst().what.contains("secret"_L1));
        QVERIFY(!m_errors.constFirst().detail.contains("secret"_L1));
        ask(); // the next one tries again
        turn();
        QCOMPARE(m_answers.size(), 1);
    }

    void theLedgerKnowsOfIt()
    {
        ask();
        turn();
        QCOMPARE(m_calls.size(), 1);
        QCOMPARE(m_calls.constFirst().token, u"App 123 itself"_s);
        QCOMPARE(m_calls.constFirst().path, kPath);
        QCOMPARE(m_calls.constFirst().status, 201);
        QCOMPARE(m_source->label(), u"App 123, installation 7"_s);
    }

    void whatIsKnownOutlivesTheToken()
    {
        std::unique_ptr<Database> database = *Database::open(u":memory:"_s);
        CacheStore cache(*database, *m_timers);
        {
            GithubClient client(kOptions, *m_transport, *m_source, *m_timers, nullptr, &cache);
            QCOMPARE(read(client), "[1]"_ba);
            m_timers->turn(1h);
            QCOMPARE(read(client), "[2]"_ba); // its ETag was the old token's
            QCOMPARE(read(client), "[2]"_ba);
        }
        QCOMPARE(m_conditions, QByteArrayList({"", "\"token 1\"", "\"token 2\""}));
        AppToken other(kOptions, *AppKey::fromPem(123, read(u"key.pem"_s)), 8, *m_transport,
                       *m_timers);
        GithubClient client(kOptions, *m_transport, other, *m_timers, nullptr, &cache);
        QCOMPARE(read(client), "[3]"_ba);
        QCOMPARE(m_conditions.constLast(), ""_ba);
    }

    void cleanup()
    {
        m_answers.clear();
        m_errors.clear();
        m_conditions.clear();
        m_texts = 0;
    }

private:
    [[nodiscard]] QString file(const QString &name) const { return m_directory.filePath(name); }
    [[nodiscard]] QByteArray read(const QString &name) const
    {
        QFile f(file(name));
        return f.open(QIODevice::ReadOnly) ? f.readAll() : QByteArray();
    }
    void write(const QString &name, const QByteArray &bytes) const
    {
        QFile f(file(name));
        QVERIFY(f.open(QIODevice::WriteOnly));
        f.write(bytes);
    }
    static void run(const QStringList &arguments)
    {
        QProcess process;
        process.start(u"openssl"_s, arguments);
        QVERIFY(process.waitForFinished(60'000));
        QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
    }
    HttpResponse token(std::chrono::seconds lifetime)
    {
        const QString end = (m_timers->now() + lifetime).toString(Qt::ISODate);
        const QJsonObject body{{u"token"_s, u"token %1"_s.arg(++m_serial)}, {u"expires_at"_s, end}};
        return ScriptedTransport::response(201, QJsonDocument(body).toJson());
    }
    /// A file whose ETag depends on the token, as GitHub's do; each answer has another text.
    QByteArray read(GithubClient &client)
    {
        m_transport->handler = [this](const HttpRequest &request) {
            if (request.method == "POST")
                return token(1h);
            const QByteArray etag
                    = '"' + request.headers.value("authorization"_L1).toByteArray().sliced(7) + '"';
            m_conditions << request.headers.value("if-none-match"_L1).toByteArray();
            return m_conditions.constLast() == etag
                         ? ScriptedTransport::response(304, {}, {{"ETag", etag}})
                         : ScriptedTransport::response(200,
                                                       '[' + QByteArray::number(++m_texts) + ']',
                                                       {{"ETag", etag}});
        };
        QByteArray text;
        client.send({.path = u"/repos/o/r"_s}, this, [&text](const Result<ApiAnswer> &answer) {
            text = answer ? answer->body : answer.error().what.toUtf8();
        });
        m_timers->turn(1min);
        return text;
    }
    void ask()
    {
        m_source->token(this, [this](const Result<QByteArray> &token) {
            if (token)
                m_answers << *token;
            else
                m_errors << token.error();
        });
    }
    void turn() { m_timers->turn(0ms); }

    QTemporaryDir m_directory;
    std::unique_ptr<HandTimers> m_timers;
    std::unique_ptr<ScriptedTransport> m_transport;
    std::unique_ptr<AppToken> m_source;
    QByteArrayList m_answers;
    QList<Error> m_errors;
    QList<CallRecord> m_calls;
    QByteArrayList m_conditions; ///< of reads
    int m_texts = 0;
    int m_serial = 0;
};

QTEST_GUILESS_MAIN(AppTokenTest)
#include "tst_apptoken.moc"
