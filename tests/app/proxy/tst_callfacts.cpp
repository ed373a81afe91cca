// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/callfacts.h"

#include <QRegularExpression>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

/// What a request's method and path tell.
class CallFactsTest final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"."_s)); }

    void kindsFollowFromPaths_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<CallKind>("kind");
        const auto row = [](const char *method, const char *rest, CallKind kind) {
            QTest::addRow("%s %s", method, rest)
                    << QByteArray(method) << "/repos/o/r" + QByteArray(rest) << kind;
        };
        row("GET", "", CallKind::Repository);
        row("GET", "/", CallKind::Repository);
        row("PATCH", "", CallKind::Other);
        row("POST", "/statuses/abc", CallKind::Status);
        row("GET", "/commits/abc/statuses", CallKind::Other);
        row("POST", "/check-runs", CallKind::Status);
        row("PATCH", "/check-runs/7", CallKind::Status);
        row("GET", "/check-runs/7", CallKind::Other);
        row("GET", "/contents/", CallKind::Config);
        row("GET", "/contents/.packit.yaml?ref=x", CallKind::Config);
        row("GET", "/contents/.fmf/version?ref=x", CallKind::Fmf);
        row("GET", "/contents/.fmfx", CallKind::Config);
        row("PUT", "/contents/x", CallKind::Other);
        row("GET", "/git/trees/main", CallKind::Config);
        row("GET", "/collaborators/u/permission", CallKind::Approved);
        row("GET", "/collaborators", CallKind::Other);
        row("GET", "/pulls?state=open", CallKind::PullRequest);
        row("GET", "/pulls/7", CallKind::PullRequest);
        row("GET", "/pulls/7/files", CallKind::Other);
        row("GET", "/branches/main", CallKind::Branch);
        row("GET", "/branches", CallKind::Other);
        QTest::newRow("by number") << "GET"_ba << "/repositories/7"_ba << CallKind::Repository;
        QTest::newRow("not of a repository") << "GET"_ba << "/user"_ba << CallKind::Other;
        QTest::newRow("query") << "POST"_ba << "/graphql"_ba << CallKind::Other;
    }

    void kindsFollowFromPaths()
    {
        QFETCH(const QByteArray, method);
        QFETCH(const QByteArray, target);
        QFETCH(const CallKind, kind);
        const CallFacts facts = callFacts(method, target);
        QCOMPARE(facts.kind, kind);
        QCOMPARE(facts.repository, target.startsWith("/repos/") ? u"o/r"_s : QString());
        QCOMPARE(facts.isGraphql, target == "/graphql");
        QCOMPARE(facts.path, QString::fromLatin1(target));
    }

    void secretsAreLeftOut()
    {
        QCOMPARE(callFacts("GET", "/x?a=1&access_token=abc&b=2").path,
                 u"/x?a=1&access_token=…&b=2"_s);
        QCOMPARE(callFacts("GET", "/x?Client_Secret=abc").path, u"/x?Client_Secret=…"_s);
        QCOMPARE(callFacts("GET", "/x?refresh_token=abc&b=2").path, u"/x?refresh_token=…&b=2"_s);
        QCOMPARE(callFacts("GET", "/x?access%5Ftoken=abc").path, u"/x?access%5Ftoken=…"_s);
        QCOMPARE(callFacts("GET", "/x?b=2&access_tok%65n=abc").path, u"/x?b=2&access_tok%65n=…"_s);
        QCOMPARE(callFacts("GET", "/x?c%6Fde=abc&codes=2").path, u"/x?c%6Fde=…&codes=2"_s);
        QCOMPARE(callFacts("GET", "/search/code?q=token").path, u"/search/code?q=token"_s);
    }

    void theApiAloneIsMeant_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("meant"); // empty: nothing
        QTest::newRow("plain") << "/repos/o/r?x=/../"_ba << "/repos/o/r?x=/../"_ba;
        QTest::newRow("root") << "/"_ba << "/"_ba;
        QTest::newRow("Enterprise") << "/api/v3/repos/o/r"_ba << "/repos/o/r"_ba;
        QTest::newRow("Enterprise's root") << "/api/v3"_ba << "/"_ba;
        QTest::newRow("Enterprise's GraphQL") << "/api/graphql"_ba << "/graphql"_ba;
        QTest::newRow("compared") << "/repos/o/r/compare/a...b"_ba
                                  << "/repos/o/r/compare/a...b"_ba;
        QTest::newRow("up") << "/api/v3/../../login"_ba << ""_ba;
        QTest::newRow("up, encoded") << "/%2E%2e/login"_ba << ""_ba;
        QTest::newRow("up, with a slash") << "/a%2f..%2flogin"_ba << ""_ba;
        QTest::newRow("here") << "/./x"_ba << ""_ba;
        QTest::newRow("another host") << "//evil.test/x"_ba << ""_ba;
        QTest::newRow("no path") << "x"_ba << ""_ba;
        QTest::newRow("a fragment") << "/x#y"_ba << ""_ba;
    }

    void theApiAloneIsMeant()
    {
        QFETCH(const QByteArray, target);
        QFETCH(const QByteArray, meant);
        QCOMPARE(apiTarget(target).value_or(QByteArray()), meant);
    }

    void callersHaveNames_data()
    {
        QTest::addColumn<QByteArray>("agent");
        QTest::addColumn<QString>("name");
        QTest::newRow("curl") << "curl/8.5.0"_ba << u"curl"_s;
        QTest::newRow("PyGithub") << "PyGithub/Python"_ba << u"PyGithub"_s;
        QTest::newRow("gh") << "GitHub CLI 2.40.0"_ba << u"gh"_s;
        QTest::newRow("requests") << "python-requests/2.31"_ba << u"python-requests"_s;
        QTest::newRow("a comment") << "Mozilla/5.0 (X11)"_ba << u"Mozilla"_s;
        QTest::newRow("none") << ""_ba << u"unknown"_s;
        QTest::newRow("odd") << "\x1b[31mred"_ba << u"unknown"_s;
        QTest::newRow("long") << QByteArray(41, 'x') << u"unknown"_s;
        QTest::newRow("the token itself") << "ghp_abcdef"_ba << u"unknown"_s;
    }

    void callersHaveNames()
    {
        QFETCH(const QByteArray, agent);
        QFETCH(const QString, name);
        QCOMPARE(callerName(agent, "token ghp_abcdef"), name);
    }

    void aTokenIsFoundInItsHeader_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::newRow("token") << "token ghp_a"_ba;
        QTest::newRow("bearer") << "  bearer   ghp_a "_ba;
        QTest::newRow("bare") << "ghp_a"_ba;
        QTest::newRow("password") << "Basic " + "x-access-token:ghp_a"_ba.toBase64();
        QTest::newRow("user alone") << "basic " + "ghp_a"_ba.toBase64();
        QTest::newRow("user, no password") << "Basic " + "ghp_a:"_ba.toBase64();
        QTest::newRow("user, a word") << "Basic " + "ghp_a:x-oauth-basic"_ba.toBase64();
    }

    void aTokenIsFoundInItsHeader()
    {
        QFETCH(const QByteArray, header);
        QCOMPARE(callerToken(header), "ghp_a"_ba);
    }
};

QTEST_GUILESS_MAIN(CallFactsTest)
#include "tst_callfacts.moc"
