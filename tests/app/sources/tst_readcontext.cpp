// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/readcontext.h"

#include "fakes/memoryfile.h"

#include <QTest>

#include <array>

using namespace sluice;
using namespace Qt::StringLiterals;

/// The sentences and look-ups that all steps of a read share.
class ReadContextTest final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"."_s)); }

    void namesArePrintable_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("text");
        QTest::newRow("plain") << QByteArray("a b&c") << u"a b&c"_s;
        QTest::newRow("UTF-8") << QByteArray("gr\xc3\xbc\xc3\x9f") << u"grüß"_s;
        QTest::newRow("beyond 16 bits") << QByteArray("\xf0\x9f\x98\x80") << u"😀"_s;
        QTest::newRow("latin-1") << QByteArray("gr\xfc") << u"gr\\xfc"_s;
        QTest::newRow("control") << QByteArray("a\n\x1b[31m") << u"a\\x0a\\x1b[31m"_s;
        QTest::newRow("right to left") << QByteArray("a\xe2\x80\xae") << u"a\\x202e"_s;
        QTest::newRow("long") << QByteArray(500, 'x') << QString(QString(120, u'x') + u'…');
    }
    void namesArePrintable()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, text);
        QCOMPARE(printable(bytes), text);
    }

    void readsToTheEndAndNoFurther()
    {
        const MemoryFile file("0123456789");
        const ReadContext context{.descriptor = file.descriptor(), .name = u"x"_s, .caps = {}};
        std::array<char, 8> buffer{};
        QCOMPARE(context.readAt(0, buffer), 8);
        QCOMPARE(context.readAt(6, buffer), 4);
        QCOMPARE(QByteArrayView(buffer).first(4), QByteArrayView("6789"));
        QCOMPARE(context.readAt(10, buffer), 0);
    }

    void whatCannotBeReadIsAStorageError()
    {
        const ReadContext context{.descriptor = -1, .name = u"x"_s, .caps = {}};
        std::array<char, 8> buffer{};
        const auto result = context.readAt(0, buffer);
        QVERIFY(!result);
        QCOMPARE(result.error().cause, Cause::Storage);
        QVERIFY(!result.error().detail.isEmpty());
    }

    void stopComesBeforeTime()
    {
        std::stop_source stop;
        ReadContext context{
                .descriptor = -1, .name = u"x"_s, .caps = {.seconds = 7}, .stop = stop.get_token()};
        QCOMPARE(
                context.checkpoint().error().what,
                u"x takes longer than 7 s to import; make it smaller, or raise caps.seconds in the settings."_s);
        context.deadline = std::chrono::steady_clock::time_point::max();
        QVERIFY(context.checkpoint());
        stop.request_stop();
        QCOMPARE(context.checkpoint().error().cause, Cause::Canceled);
    }
};

QTEST_GUILESS_MAIN(ReadContextTest)
#include "tst_readcontext.moc"
