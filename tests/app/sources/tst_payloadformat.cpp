// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/payloadformat.h"

#include "fakes/memoryfile.h"
#include "fakes/rawsrpm.h"

#include <QRandomGenerator>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

using Kind = PayloadFormat::Kind;
using End = PayloadFormat::End;

namespace {

PayloadFormat inspect(const QByteArray &package)
{
    const MemoryFile file(package);
    const ReadContext context{.descriptor = file.descriptor(),
                              .name = u"x"_s,
                              .caps = {},
                              .stop = {},
                              .deadline = std::chrono::steady_clock::time_point::max()};
    const auto format = inspectPayload(context, {.header = RawSrpm::headerOffset(package),
                                                 .payload = RawSrpm::payloadOffset(package),
                                                 .end = package.size()});
    return format.value_or(PayloadFormat{});
}

QByteArray noise(qsizetype size)
{
    QByteArray bytes(size, '\0');
    QRandomGenerator generator(1);
    for (char &c : bytes)
        c = static_cast<char>(generator.generate());
    return bytes;
}

} // namespace

/// What compressed payloads tell before they are unpacked.
class PayloadFormatTest final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"."_s)); }

    void tellsFormatEndAndMemory_data()
    {
        QTest::addColumn<QByteArray>("compressor");
        QTest::addColumn<QByteArray>("mode");
        QTest::addColumn<Kind>("kind");
        QTest::addColumn<End>("end");
        QTest::addColumn<qint64>("least");
        QTest::addColumn<qint64>("most");
        const auto row = [](const char *compressor, const char *mode, Kind kind, End end,
                            qint64 least, qint64 most) {
            QTest::addRow("%s %s", compressor, mode)
                    << QByteArray(compressor) << QByteArray(mode) << kind << end << least << most;
        };
        constexpr qint64 kMega = 1 << 20;
        row("gzip", "w9.gzdio", Kind::Gzip, End::Untold, 0, 2 * kMega);
        row("bzip2", "w1.bzdio", Kind::Bzip2, End::Exact, 400'000, 2 * kMega);
        row("bzip2", "w9.bzdio", Kind::Bzip2, End::Exact, 3'600'000, 6 * kMega);
        row("xz", "w0.xzdio", Kind::Xz, End::Exact, 256 << 10, 2 * kMega);
        row("xz", "w6.xzdio", Kind::Xz, End::Exact, 8 * kMega, 10 * kMega);
        row("xz", "w9.xzdio", Kind::Xz, End::Exact, 64 * kMega, 66 * kMega);
        row("lzma", "w6.lzdio", Kind::Lzma, End::Untold, 8 * kMega, 10 * kMega);
        row("zstd", "w3.zstdio", Kind::Zstd, End::Exact, kMega, 6 * kMega);
        row("zstd", "w19.zstdio", Kind::Zstd, End::Exact, 8 * kMega, 10 * kMega);
        row("zstd", "w3L27.zstdio", Kind::Zstd, End::Exact, 128 * kMega, 130 * kMega);
        row("", "w.ufdio", Kind::None, End::Untold, 0, 0);
    }
    void tellsFormatEndAndMemory()
    {
        QFETCH(QByteArray, compressor);
        QFETCH(QByteArray, mode);
        QFETCH(Kind, kind);
        QFETCH(End, end);
        QFETCH(qint64, least);
        QFETCH(qint64, most);
        // Several blocks in every format; what does not shrink is stored raw in some.
        static const QByteArray content = noise(300'000) + QByteArray(1 << 20, 'x');
        const RawSrpm package{.files = {{.name = "a", .content = content}},
                              .compressor = compressor,
                              .payloadMode = mode};
        const QByteArray bytes = package.bytes();
        const PayloadFormat format = inspect(bytes);
        QCOMPARE(format.kind, kind);
        QCOMPARE(format.end, end);
        QVERIFY2(format.memory >= least && format.memory <= most,
                 qPrintable(QString::number(format.memory)));
        QCOMPARE(format.name(), QLatin1StringView(compressor));
        if (end == End::Exact) {
            QCOMPARE(inspect(bytes + 'x').end, End::Elsewhere);
            QCOMPARE(inspect(bytes + QByteArray(4, '\0')).end, End::Elsewhere);
            QCOMPARE(inspect(bytes.chopped(1)).end, End::Elsewhere);
        }
    }

    void manyXzBlocksMayHaveAnyDictionary()
    {
        const RawSrpm package{.files = {{.name = "a", .content = QByteArray(3 << 20, 'x')}},
                              .compressor = "xz",
                              .payloadMode = "w0T2.xzdio"};
        const PayloadFormat format = inspect(package.bytes());
        QCOMPARE(format.end, End::Exact);
        QVERIFY(format.memory >= 100 << 20);
    }

    void nonsenseIsUnknownOrEndsElsewhere()
    {
        const QByteArray head = RawSrpm{}.bytes();
        const QByteArray package = head.first(RawSrpm::payloadOffset(head));
        QCOMPARE(inspect(package).kind, Kind::Unknown);
        QCOMPARE(inspect(package + "MZ").kind, Kind::Unknown);
        for (const QByteArray &start : {QByteArray("\xfd\x37\x7a\x58\x5a\x00", 6),
                                        QByteArray("\x28\xb5\x2f\xfd"), QByteArray("BZh9")}) {
            for (const qsizetype size : {0, 1, 5, 20, 100, 5000}) {
                QCOMPARE(inspect(package + start + noise(size)).end, End::Elsewhere);
                QCOMPARE(inspect(package + start + QByteArray(size, '\xff')).end, End::Elsewhere);
            }
        }
    }
};

QTEST_GUILESS_MAIN(PayloadFormatTest)
#include "tst_payloadformat.moc"
