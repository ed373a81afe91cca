// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "github/graphql.h"

#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

/// Questions in GraphQL and their answers.
class GraphqlTest final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"."_s)); }

    void aBodyHoldsQueryAndVariables()
    {
        const QJsonObject body = QJsonDocument::fromJson(graphqlBody(u"query($o: String!) { x }"_s,
                                                                     {{u"o"_s, u"\"quoted\""_s}}))
                                         .object();
        QCOMPARE(body.value("query"_L1), "query($o: String!) { x }"_L1);
        QCOMPARE(body.value("variables"_L1)["o"_L1], "\"quoted\""_L1);
    }

    void aPartThatFailedIsFoundByItsAlias()
    {
        const auto answer = parseGraphql(
                "{\"data\":{\"a\":{\"id\":1},\"b\":null,\"rateLimit\":{\"cost\":2}},\"errors\":["
                "{\"type\":\"NOT_FOUND\",\"path\":[\"b\",\"x\"],\"message\":\"no such check\"},"
                "{\"message\":\"whole\"}]}");
        QVERIFY(answer);
        QCOMPARE(answer->cost, 2);
        QCOMPARE(answer->data.value("a"_L1)["id"_L1], 1);
        QVERIFY(!answer->errorOf("a"_L1));
        QVERIFY(answer->errorOf("b"_L1));
        QCOMPARE(answer->errorOf("b"_L1)->type, u"NOT_FOUND"_s);
        QCOMPARE(answer->errors.size(), 2);
    }

    void whatIsNoAnswerIsAnError_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("detail");
        QTest::newRow("errors alone")
                << "{\"errors\":[{\"message\":\"Parse error\"}]}"_ba << u"Parse error"_s;
        QTest::newRow("null data")
                << "{\"data\":null,\"errors\":[{\"message\":\"no\"}]}"_ba << u"no"_s;
        QTest::newRow("no JSON") << "<html>"_ba << u"<html>"_s;
        QTest::newRow("another shape") << "[1]"_ba << u"[1]"_s;
    }

    void whatIsNoAnswerIsAnError()
    {
        QFETCH(const QByteArray, body);
        QFETCH(const QString, detail);
        const auto answer = parseGraphql(body);
        QVERIFY(!answer);
        QCOMPARE(answer.error().cause, Cause::Upstream);
        QCOMPARE(answer.error().detail, detail);
    }

    void writesAreKnown_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("query");
        QTest::addColumn<bool>("isAWrite");
        QTest::newRow("GET") << "GET"_ba << u"/a"_s << u""_s << false;
        QTest::newRow("HEAD") << "HEAD"_ba << u"/a"_s << u""_s << false;
        QTest::newRow("POST") << "POST"_ba << u"/a"_s << u""_s << true;
        QTest::newRow("PATCH") << "PATCH"_ba << u"/a"_s << u""_s << true;
        QTest::newRow("query") << "POST"_ba << u"/graphql"_s << u"query { a }"_s << false;
        QTest::newRow("short query") << "POST"_ba << u"/graphql"_s << u"{ a }"_s << false;
        QTest::newRow("mutation") << "POST"_ba << u"/graphql"_s << u"\n mutation($i: I!) { a }"_s
                                  << true;
    }

    void writesAreKnown()
    {
        QFETCH(const QByteArray, method);
        QFETCH(const QString, path);
        QFETCH(const QString, query);
        QFETCH(const bool, isAWrite);
        const QByteArray body = query.isEmpty() ? QByteArray() : graphqlBody(query);
        QCOMPARE(isWrite({.method = method, .path = path, .body = body}), isAWrite);
    }
};

QTEST_GUILESS_MAIN(GraphqlTest)
#include "tst_graphql.moc"
