// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/addressrewriter.h"

#include <QRegularExpression>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

AddressRewriter rewriter()
{
    return {{"https://git.test/api/v3"_ba, "https://api.github.com"_ba},
            "http://127.0.0.1:8080"_ba};
}

} // namespace

/// Addresses in answers that lead back.
class AddressRewriterTest final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"."_s)); }

    void addressesAreChangedAndTextIsNot_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("changed");
        const QByteArray same;
        QTest::newRow("address") << "{\"url\":\"https://api.github.com/x\"}"_ba
                                 << "{\"url\":\"http://127.0.0.1:8080/x\"}"_ba;
        QTest::newRow("with a space") << "{\"url\": \"https://api.github.com/x\"}"_ba
                                      << "{\"url\": \"http://127.0.0.1:8080/x\"}"_ba;
        QTest::newRow("more of them")
                << "{\"a_url\":\"https://api.github.com\",\"href\":\"https://git.test/api/v3/y{/z}\"}"_ba
                << "{\"a_url\":\"http://127.0.0.1:8080\",\"href\":\"http://127.0.0.1:8080/y{/z}\"}"_ba;
        QTest::newRow("text") << "{\"body\":\"https://api.github.com/x\"}"_ba << same;
        QTest::newRow("text like a field")
                << "{\"body\":\"\\\"url\\\":\\\"https://api.github.com/x\"}"_ba << same;
        QTest::newRow("another host") << "{\"url\":\"https://api.github.com.test/x\"}"_ba << same;
        QTest::newRow("a page") << "{\"html_url\":\"https://github.com/o/r\"}"_ba << same;
        QTest::newRow("at the end") << "{\"url\":\"https://api.github.com"_ba << same;
        QTest::newRow("nothing") << ""_ba << same;
    }

    void addressesAreChangedAndTextIsNot()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const QByteArray, changed);
        const QByteArray expected = changed.isEmpty() ? text : changed;
        for (qsizetype piece = 1; piece <= text.size() + 1; ++piece) {
            AddressRewriter own = rewriter();
            QByteArray result;
            for (qsizetype at = 0; at < text.size(); at += piece)
                result += own.next(
                        QByteArrayView(text).sliced(at).first(std::min(piece, text.size() - at)));
            result += own.rest();
            QCOMPARE(result, expected);
        }
    }

    void headersAreChanged()
    {
        QCOMPARE(rewriter().header("<https://api.github.com/x?page=2>; rel=\"next\", "
                                   "<https://git.test/api/v3/x?page=9>; rel=\"last\""),
                 "<http://127.0.0.1:8080/x?page=2>; rel=\"next\", "
                 "<http://127.0.0.1:8080/x?page=9>; rel=\"last\""_ba);
        QCOMPARE(rewriter().header("https://api.github.com/repositories/7"),
                 "http://127.0.0.1:8080/repositories/7"_ba);
        QCOMPARE(rewriter().header("https://codeload.github.com/x"),
                 "https://codeload.github.com/x"_ba);
    }

    void withoutBasesNothingChanges()
    {
        AddressRewriter none;
        QVERIFY(!none.isNeeded());
        QCOMPARE(none.header("https://api.github.com/x"), "https://api.github.com/x"_ba);
    }

    void aLongAnswerIsNotHeldBack()
    {
        AddressRewriter own = rewriter();
        const QByteArray piece(100'000, 'x');
        QVERIFY(own.next(piece).size() > piece.size() - 100);
        QVERIFY(own.next(piece).size() == piece.size());
    }
};

QTEST_GUILESS_MAIN(AddressRewriterTest)
#include "tst_addressrewriter.moc"
