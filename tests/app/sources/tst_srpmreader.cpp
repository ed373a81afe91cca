// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/srpmreader.h"

#include "fakes/memoryfile.h"
#include "fakes/rawsrpm.h"
#include "fakes/srpmbuilder.h"

#include <QRandomGenerator>
#include <QtEndian>
#include <QTest>

#include <sys/stat.h>
#include <thread>
#include <zlib.h>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

using Digests = RawSrpm::Digests;

/// Keeps everything it is given; fails or requests a stop where told.
class CollectingSink final : public PayloadSink
{
public:
    PackageHeader seen;
    QList<std::pair<QByteArray, QByteArray>> files;
    qint64 bytes = 0;
    qint64 largestChunk = 0;
    bool isKeeping = true;
    bool isWhole = true; ///< every file ended, none has another size than announced
    std::function<Result<void>()> onData = [] { return Result<void>(); };

    Result<void> header(const PackageHeader &header) override
    {
        seen = header;
        return {};
    }
    Result<void> begin(const PackageFile &file) override
    {
        isWhole = false;
        m_size = file.size;
        files.append({file.name, {}});
        return {};
    }
    Result<void> data(QByteArrayView chunk) override
    {
        bytes += chunk.size();
        m_size -= chunk.size();
        largestChunk = qMax(largestChunk, qint64(chunk.size()));
        if (isKeeping)
            files.last().second += chunk;
        return onData();
    }
    Result<void> end() override
    {
        isWhole = m_size == 0;
        return {};
    }

private:
    qint64 m_size = 0;
};

struct Reading
{
    Result<PackageHeader> result;
    CollectingSink sink;
};

Reading read(const QByteArray &package, const Caps &caps = {})
{
    const MemoryFile file(package);
    Reading reading;
    reading.result
            = readSourcePackage(file.descriptor(), u"hello.src.rpm"_s, caps, reading.sink, {});
    return reading;
}

RawSrpm hello()
{
    return {.files = {{.name = "hello.spec", .content = "Name: hello\n"},
                      {.name = "hello-1.0.tar.gz", .content = QByteArray("\0\1\2binary", 9)},
                      {.name = "run.sh", .content = "#!/bin/sh\n", .mode = 0100755},
                      {.name = "empty", .content = {}}}};
}

RawSrpm with(RawSrpm::File file)
{
    RawSrpm package = hello();
    package.files.append(std::move(file));
    return package;
}

// One row for every way in which headers, payloads and digests are written.
void addFormats()
{
    QTest::addColumn<RawSrpm>("package");
    for (const char *name : {"gzip", "bzip2", "xz", "lzma", "zstd"}) {
        RawSrpm package = hello();
        package.compressor = name;
        QTest::addRow("%s", name) << package;
    }
    RawSrpm package = hello();
    package.compressor = "";
    QTest::newRow("not compressed") << package;
    package.isStripped = true;
    QTest::newRow("stripped") << package;
    package.digests = Digests::NoPackage;
    package.hasSize = false;
    QTest::newRow("as rpm 6 writes") << package;
    package = hello();
    package.digests = Digests::OnlyPackage;
    package.digestAlgorithm = 1;
    QTest::newRow("old digest only") << package;
    package.isVersion3 = true;
    QTest::newRow("version 3") << package;
}

QByteArray readAll(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

/// Source packages of every kind, good and bad, against the reader.
class SrpmReaderTest final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"."_s)); }

    void readsWhatRpmbuildWrites_data()
    {
        QTest::addColumn<QString>("payload");
        for (const char *payload : {"w9.gzdio", "w9.bzdio", "w6.xzdio", "w6T2.xzdio", "w3.zstdio",
                                    "w19T2.zstdio", "w0.ufdio", "w7.lzdio"})
            QTest::addRow("%s", payload) << QString::fromLatin1(payload);
    }
    void readsWhatRpmbuildWrites()
    {
        QFETCH(const QString, payload);
        const QByteArray spec
                = SrpmBuilder::spec("hello", "2.0~rc1^git+1", {"a & b.txt", "x.bin"}, "Epoch: 3\n");
        const QByteArray binary("\0\xff\1", 3);
        SrpmBuilder builder;
        const QString path = builder.build(
                {.specName = u"hello.spec"_s,
                 .spec = spec,
                 .files = {{u"a & b.txt"_s, QByteArray(300'000, 'x')}, {u"x.bin"_s, binary}},
                 .payload = payload});
        QVERIFY2(!path.isEmpty(), qPrintable(builder.error()));
        const auto [result, sink] = read(readAll(path));
        QVERIFY2(result,
                 qPrintable(result ? QString() : result.error().what + result.error().detail));
        QCOMPARE(result->name, u"hello"_s);
        QCOMPARE(result->version, u"3:2.0~rc1^git+1-1"_s);
        QCOMPARE(sink.seen, *result);
        QCOMPARE(result->files.size(), 3);
        auto files = sink.files;
        std::ranges::sort(files);
        QCOMPARE(files,
                 (QList<std::pair<QByteArray, QByteArray>>{{"a & b.txt", QByteArray(300'000, 'x')},
                                                           {"hello.spec", spec},
                                                           {"x.bin", binary}}));
        QVERIFY(sink.isWhole);
    }

    void headerGivesNameVersionAndFilesInItsOrder()
    {
        RawSrpm package = hello();
        package.epoch = 0;
        const auto [result, sink] = read(package.bytes());
        QVERIFY2(result,
                 qPrintable(result ? QString() : result.error().what + result.error().detail));
        QCOMPARE(*result, (PackageHeader{.name = u"hello"_s,
                                         .version = u"0:1.0-1"_s,
                                         .files = {{"hello.spec", 12, false},
                                                   {"hello-1.0.tar.gz", 9, false},
                                                   {"run.sh", 10, true},
                                                   {"empty", 0, false}}}));
        QCOMPARE(sink.files.size(), 4);
        QCOMPARE(sink.files[1].second, QByteArray("\0\1\2binary", 9));
    }

    void readsEveryFormat_data()
    {
        QTest::addColumn<QByteArray>("compressor");
        QTest::addColumn<bool>("isStripped");
        for (const char *name : {"gzip", "bzip2", "xz", "lzma", "zstd", ""}) {
            QTest::addRow("%s", *name ? name : "none") << QByteArray(name) << false;
            QTest::addRow("%s stripped", *name ? name : "none") << QByteArray(name) << true;
        }
    }
    void readsEveryFormat()
    {
        RawSrpm package = hello();
        QFETCH(QByteArray, compressor);
        QFETCH(bool, isStripped);
        package.compressor = compressor;
        package.isStripped = isStripped;
        const auto [result, sink] = read(package.bytes());
        QVERIFY2(result,
                 qPrintable(result ? QString() : result.error().what + result.error().detail));
        QCOMPARE(sink.files.size(), 4);
        for (qsizetype i = 0; i < 4; ++i)
            QCOMPARE(sink.files[i], std::pair(package.files[i].name, package.files[i].content));
    }

    void readsEveryDigest_data()
    {
        QTest::addColumn<Digests>("digests");
        QTest::addColumn<int>("algorithm");
        QTest::newRow("all") << Digests::All << 8;
        QTest::newRow("sha512") << Digests::All << 10;
        QTest::newRow("md5 of the package only") << Digests::OnlyPackage << 1;
        QTest::newRow("no payload digest") << Digests::NoPayload << 1;
        QTest::newRow("no package digest") << Digests::NoPackage << 8;
    }
    void readsEveryDigest()
    {
        RawSrpm package = hello();
        QFETCH(Digests, digests);
        QFETCH(int, algorithm);
        package.digests = digests;
        package.digestAlgorithm = algorithm;
        QByteArray bytes = package.bytes();
        const auto good = read(bytes).result;
        QVERIFY2(good, qPrintable(good ? QString() : good.error().what + good.error().detail));
        bytes.back() = static_cast<char>(bytes.back() ^ 1);
        const auto [result, sink] = read(bytes);
        QVERIFY(!result);
        QCOMPARE(result.error().cause, Cause::Corrupt);
        QVERIFY(sink.files.isEmpty());
    }

    void readsVersion3()
    {
        RawSrpm package = hello();
        package.isVersion3 = true;
        package.digests = Digests::OnlyPackage;
        package.digestAlgorithm = 1;
        const auto [result, sink] = read(package.bytes());
        QVERIFY2(result,
                 qPrintable(result ? QString() : result.error().what + result.error().detail));
        QCOMPARE(result->files.size(), 4);
        QCOMPARE(sink.files.first(),
                 std::pair(QByteArray("hello.spec"), QByteArray("Name: hello\n")));
    }

    void oddButLegalNamesPass_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("space") << QByteArray("a file");
        QTest::newRow("ampersand") << QByteArray("a&b");
        QTest::newRow("UTF-8") << QByteArray("grüße.txt");
        QTest::newRow("latin-1") << QByteArray("gr\xfc\xdf"
                                               "e.txt");
        QTest::newRow("hidden spec") << QByteArray("._hello.spec");
        QTest::newRow("second spec") << QByteArray("other.spec");
        QTest::newRow("git inside") << QByteArray("my.git");
        QTest::newRow("dots") << QByteArray("...");
        QTest::newRow("tilde") << QByteArray("git~");
        QTest::newRow("backslash") << QByteArray("a\\b");
        QTest::newRow("longest") << QByteArray(255, 'n');
    }
    void oddButLegalNamesPass()
    {
        QFETCH(QByteArray, name);
        const auto [result, sink] = read(with({.name = name, .content = "x"}).bytes());
        QVERIFY2(result, qPrintable(result ? QString() : result.error().what));
        QCOMPARE(sink.files.last().first, name);
    }

    void aLeadingDotSlashInTheArchiveIsStripped()
    {
        const auto [result, sink]
                = read(with({.name = "old", .content = "x", .payloadName = "./old"}).bytes());
        QVERIFY(result);
        QCOMPARE(sink.files.last().first, "old");
    }

    void refusesUnsafeFiles_data()
    {
        QTest::addColumn<RawSrpm::File>("file");
        QTest::addColumn<QString>("said");
        const auto name = [](const char *row, const QByteArray &bytes, const QString &said) {
            QTest::newRow(row) << RawSrpm::File{.name = bytes, .content = "x"} << said;
        };
        name("slash", "a/b", u"'/'"_s);
        name("absolute", "/etc/passwd", u"'/'"_s);
        name("up", "../x", u"'/'"_s);
        name("dot dot", "..", u"directory's"_s);
        name("dot", ".", u"directory's"_s);
        name("empty", "", u"is empty"_s);
        name("control", "a\nb", u"control"_s);
        name("delete", "a\x7f", u"control"_s);
        name(".git", ".git", u"git"_s);
        name(".GIT", ".GIT", u"git"_s);
        name(".gitattributes", ".gitattributes", u"git"_s);
        name(".gitmodules", ".gitmodules", u"git"_s);
        name(".gitignore", ".gitignore", u"git"_s);
        name("hidden .git", ".g\u200cit", u"git"_s);
        name("git~1", "GIT~1", u"git"_s);
        name("sources", "sources", u"lookaside"_s);
        name("twice", "hello.spec", u"twice"_s);
        const auto kind = [](const char *row, quint32 mode, const QString &said) {
            QTest::newRow(row) << RawSrpm::File{.name = "odd", .content = "x", .mode = mode}
                               << said;
            QTest::addRow("%s in the archive only", row)
                    << RawSrpm::File{.name = "odd", .content = "x", .payloadMode = mode}
                    << u"no regular file"_s;
        };
        kind("symlink", S_IFLNK | 0777, u"symbolic link"_s);
        kind("directory", S_IFDIR | 0755, u"directory"_s);
        kind("character device", S_IFCHR | 0644, u"device"_s);
        kind("block device", S_IFBLK | 0644, u"device"_s);
        kind("fifo", S_IFIFO | 0644, u"fifo"_s);
        kind("socket", S_IFSOCK | 0644, u"socket"_s);
        QTest::newRow("hard link by count")
                << RawSrpm::File{.name = "odd", .links = 2} << u"hard link"_s;
        QTest::newRow("hard link by inode")
                << RawSrpm::File{.name = "odd", .inode = 1} << u"hard link"_s;
        QTest::newRow("other name in the archive")
                << RawSrpm::File{.name = "odd", .payloadName = "../odd"} << u"'/'"_s;
        QTest::newRow("twice in the archive")
                << RawSrpm::File{.name = "odd", .isInHeader = false, .payloadName = "empty"}
                << u"twice"_s;
    }
    void refusesUnsafeFiles()
    {
        QFETCH(RawSrpm::File, file);
        QFETCH(QString, said);
        const auto [result, sink] = read(with(file).bytes());
        QVERIFY(!result);
        QCOMPARE(result.error().cause, Cause::UnsafeContent);
        QCOMPARE(result.error().who, Who::Packager);
        QVERIFY2(result.error().what.contains(said), qPrintable(result.error().what));
        QVERIFY(result.error().what.startsWith("hello.src.rpm "_L1));
        QVERIFY2(!result.error().what.contains('\n'_L1), "a control character was repeated");
    }

    void headerAndPayloadMustAgree_data()
    {
        QTest::addColumn<RawSrpm>("package");
        QTest::addColumn<QString>("said");
        const auto row = [](const char *name, RawSrpm::File file, const QString &said) {
            QTest::newRow(name) << with(std::move(file)) << said;
        };
        row("not in the header", {.name = "odd", .isInHeader = false}, u"header does not list"_s);
        row("not in the payload", {.name = "odd", .isInPayload = false},
            u"payload does not hold"_s);
        row("other size", {.name = "odd", .content = "xyz", .headerSize = 2},
            u"its header says are 2"_s);
        row("too little content", {.name = "odd", .content = "x", .claimedSize = 5000},
            u"ends within"_s);
        RawSrpm package = hello();
        package.isStripped = true;
        package.files.append({.name = "odd", .isInHeader = false});
        QTest::newRow("stripped, not in the header") << package << u"header does not list"_s;
        package = hello();
        package.archiveEnd = "more";
        QTest::newRow("more in the archive") << package << u"after its payload"_s;
        package = hello();
        package.compressor = "xz";
        package.compressorTag = "zstd";
        QTest::newRow("other format") << package << u"format"_s;
        package = hello();
        package.payloadMode = "w.ufdio";
        package.compressorTag = "xz";
        QTest::newRow("not compressed") << package << u"format"_s;
    }
    void headerAndPayloadMustAgree()
    {
        QFETCH(RawSrpm, package);
        QFETCH(QString, said);
        const auto [result, sink] = read(package.bytes());
        QVERIFY(!result);
        QCOMPARE(result.error().cause, Cause::Corrupt);
        QVERIFY2(result.error().what.contains(said), qPrintable(result.error().what));
    }

    void paddingAfterTheArchiveIsFine()
    {
        RawSrpm package = hello();
        package.archiveEnd = QByteArray(512, '\0');
        QVERIFY(read(package.bytes()).result);
    }

    void bytesAfterThePayloadAreAnError_data()
    {
        QTest::addColumn<QByteArray>("compressor");
        QTest::addColumn<bool>("isCovered");
        QTest::addColumn<bool>("hasSize");
        for (const char *name : {"gzip", "bzip2", "xz", "lzma", "zstd", ""}) {
            QTest::addRow("%s", name) << QByteArray(name) << false << true;
            QTest::addRow("%s, size unknown", name) << QByteArray(name) << false << false;
            if (qstrcmp(name, "lzma") != 0) // this format does not say where it ends
                QTest::addRow("%s, covered by digests", name) << QByteArray(name) << true << true;
        }
    }
    void bytesAfterThePayloadAreAnError()
    {
        QFETCH(const QByteArray, compressor);
        QFETCH(const bool, isCovered);
        QFETCH(const bool, hasSize);
        for (const QByteArray &tail :
             {QByteArray(1, '\0'), QByteArray("x"), QByteArray(100, 'x')}) {
            RawSrpm package = hello();
            package.compressor = compressor;
            package.hasSize = hasSize;
            (isCovered ? package.payloadEnd : package.fileEnd) = tail;
            if (isCovered && compressor.isEmpty() && tail == QByteArray(1, '\0'))
                continue; // archives may be padded with zeros
            const auto [result, sink] = read(package.bytes());
            QVERIFY(!result);
            QCOMPARE(result.error().cause, Cause::Corrupt);
            if (!isCovered && hasSize) {
                QCOMPARE(result.error().what,
                         u"hello.src.rpm has %1 bytes after its payload; put a whole copy there, "
                         u"then retry."_s.arg(tail.size()));
            }
        }
    }

    void everyTruncationIsCorrupt()
    {
        const QByteArray whole = hello().bytes();
        for (qsizetype size = 1; size < whole.size(); ++size) {
            const auto [result, sink] = read(whole.first(size));
            QVERIFY2(!result, qPrintable(QString::number(size)));
            QVERIFY2(result.error().cause == Cause::Corrupt,
                     qPrintable(u"%1: %2"_s.arg(size).arg(result.error().what)));
            QVERIFY(result.error().what.contains("cut short"_L1));
            QCOMPARE(result.error().who, Who::Upstream);
        }
    }

    void everyFlippedByteIsFoundOrHarmless_data() { addFormats(); }
    void everyFlippedByteIsFoundOrHarmless()
    {
        QFETCH(RawSrpm, package);
        const QByteArray good = package.bytes();
        const qint64 covered = RawSrpm::headerOffset(good);
        const auto expected = read(good);
        QVERIFY(expected.result);
        const MemoryFile file(good);
        for (qsizetype i = 0; i < good.size(); ++i) {
            for (const int mask : {0x01, 0x80, 0xff}) {
                const char byte = static_cast<char>(good[i] ^ mask);
                file.overwrite(i, QByteArrayView(&byte, 1));
                CollectingSink sink;
                const auto result
                        = readSourcePackage(file.descriptor(), u"hello.src.rpm"_s, {}, sink, {});
                if (result) {
                    QVERIFY2(i < covered, qPrintable(u"byte %1 is not checked"_s.arg(i)));
                    QCOMPARE(*result, *expected.result);
                    QCOMPARE(sink.files, expected.sink.files);
                } else if (i >= covered) {
                    QCOMPARE(result.error().cause, Cause::Corrupt);
                    QVERIFY(sink.files.isEmpty());
                }
            }
            file.overwrite(i, QByteArrayView(good).sliced(i, 1));
        }
    }

    void damageWithRightDigestsIsHarmless_data() { addFormats(); }
    void damageWithRightDigestsIsHarmless()
    {
        QFETCH(RawSrpm, package);
        const int rounds = qEnvironmentVariableIntValue("SLUICE_FUZZ_ROUNDS");
        QRandomGenerator random(static_cast<quint32>(package.compressor.size()));
        const auto damage = [&random](QByteArray &bytes) {
            for (auto changes = random.bounded(4); changes >= 0; --changes) {
                const auto at = random.bounded(static_cast<int>(bytes.size()));
                constexpr std::array kValues{0x00, 0xff, 0x7f, 0x80, 0x01, 0x10};
                const auto value = random.bounded(static_cast<int>(kValues.size() + 2));
                bytes[at] = static_cast<char>(value < static_cast<int>(kValues.size())
                                                      ? kValues[static_cast<std::size_t>(value)]
                                                      : random.bounded(256));
            }
        };
        for (int round = 0; round < qMax(rounds, 150); ++round) {
            package.changeHeader = round % 2 == 0 ? damage : std::function<void(QByteArray &)>();
            package.changePayload = round % 2 == 1 ? damage : std::function<void(QByteArray &)>();
            const auto [result, sink] = read(package.bytes(), {.seconds = 20});
            if (result) {
                QVERIFY(sink.isWhole);
                QCOMPARE(sink.files.size(), result->files.size());
            } else {
                QVERIFY(result.error().cause != Cause::Canceled);
                QVERIFY(result.error().what.startsWith("hello.src.rpm "_L1));
                QVERIFY2(!result.error().what.contains("caps.seconds"_L1), "took too long");
            }
        }
    }

    void withoutDigestsItIsCorrupt_data()
    {
        QTest::addColumn<Digests>("digests");
        QTest::newRow("none") << Digests::None;
        QTest::newRow("header only") << Digests::OnlyHeader;
        QTest::newRow("payload only") << Digests::NoHeader;
    }
    void withoutDigestsItIsCorrupt()
    {
        RawSrpm package = hello();
        QFETCH(Digests, digests);
        package.digests = digests;
        const auto [result, sink] = read(package.bytes());
        QVERIFY(!result);
        QCOMPARE(result.error().cause, Cause::Corrupt);
        QVERIFY(result.error().what.contains("carries no digest"_L1));
    }

    void whatIsNoSourcePackageIsNamed_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("said");
        QTest::newRow("empty") << QByteArray("") << u"is empty"_s;
        QTest::newRow("web page") << QByteArray("\n<!DOCTYPE html>\n<html><body>404")
                                  << u"web page"_s;
        QTest::newRow("web page with a mark")
                << QByteArray("\xef\xbb\xbf<html>500") << u"web page"_s;
        QTest::newRow("archive") << QByteArray("PK\3\4").repeated(100) << u"not an RPM"_s;
        QTest::newRow("zeros") << QByteArray(5000, '\0') << u"not an RPM"_s;
        RawSrpm package = hello();
        package.isBinary = true;
        QTest::newRow("binary package") << package.bytes() << u"binary package (noarch)"_s;
    }
    void whatIsNoSourcePackageIsNamed()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, said);
        const auto [result, sink] = read(bytes);
        QVERIFY(!result);
        QCOMPARE(result.error().cause, Cause::NotSourcePackage);
        QVERIFY2(result.error().what.contains(said), qPrintable(result.error().what));
        QVERIFY(sink.files.isEmpty());
    }

    void aNosrcPackageNeedsItsSource_data()
    {
        QTest::addColumn<RawSrpm>("package");
        constexpr quint32 kGhost = 1 << 6;
        RawSrpm package = with({.name = "big.tar", .flags = kGhost, .isInPayload = false});
        package.noSource = {0};
        QTest::newRow("ghost") << package;
        package.noSource = {};
        QTest::newRow("ghost without the tag") << package;
        package = with({.name = "big.tar", .isInPayload = false});
        package.noSource = {0};
        QTest::newRow("no ghost") << package;
        package = hello();
        package.noSource = {0};
        package.sources = {"https://example.org/big.tar", "hello-1.0.tar.gz"};
        QTest::newRow("not even listed") << package;
    }
    void aNosrcPackageNeedsItsSource()
    {
        QFETCH(RawSrpm, package);
        const auto [result, sink] = read(package.bytes());
        QVERIFY(!result);
        QCOMPARE(result.error().cause, Cause::Invalid);
        QCOMPARE(result.error().who, Who::Packager);
        QCOMPARE(result.error().what,
                 u"hello.src.rpm is a nosrc package without its source “big.tar”; "
                 "build the package with it."_s);
    }

    void aNosrcPackageThatHasItsSourceIsRead()
    {
        RawSrpm package = with({.name = "big.tar", .content = "x", .flags = 1 << 6});
        package.noSource = {0};
        package.sources = {"https://example.org/big.tar"};
        const auto [result, sink] = read(package.bytes());
        QVERIFY2(result, qPrintable(result ? QString() : result.error().what));
        QCOMPARE(sink.files.last(), std::pair(QByteArray("big.tar"), QByteArray("x")));
    }

    void aNosrcPackageOfRpmbuildIsInvalid()
    {
        SrpmBuilder builder;
        const QString path = builder.build(
                {.specName = u"hello.spec"_s,
                 .spec = SrpmBuilder::spec("hello", "1", {"big.tar"}, "NoSource: 0\n"),
                 .files = {{u"big.tar"_s, "x"}}});
        QVERIFY2(!path.isEmpty(), qPrintable(builder.error()));
        const auto [result, sink] = read(readAll(path));
        QVERIFY(!result);
        QCOMPARE(result.error().cause, Cause::Invalid);
        QVERIFY(result.error().what.contains(u"nosrc package without its source “big.tar”"_s));
    }

    void capsAreKept_data()
    {
        QTest::addColumn<RawSrpm>("package");
        QTest::addColumn<Caps>("caps");
        QTest::addColumn<QString>("key");
        const RawSrpm small = hello();
        QTest::newRow("package") << small << Caps{.packageBytes = 100} << u"caps.package-bytes"_s;
        QTest::newRow("unpacked") << small << Caps{.unpackedBytes = 20} << u"caps.unpacked-bytes"_s;
        QTest::newRow("file") << small << Caps{.fileBytes = 11} << u"caps.file-bytes"_s;
        QTest::newRow("files") << small << Caps{.files = 3} << u"caps.files"_s;
        QTest::newRow("name") << small << Caps{.nameLength = 15} << u"caps.name-length"_s;
        QTest::newRow("long name")
                << with({.name = QByteArray(256, 'n')}) << Caps{} << u"caps.name-length"_s;
        QTest::newRow("seconds") << small << Caps{.seconds = 0} << u"caps.seconds"_s;
        RawSrpm package = hello();
        package.compressor = "xz";
        QTest::newRow("memory") << package << Caps{.memoryBytes = 1 << 20}
                                << u"caps.memory-bytes"_s;
        package.files.append({.name = "zeros", .content = QByteArray(65 << 20, '\0')});
        package.compressor = "zstd";
        QTest::newRow("ratio") << package << Caps{} << u"caps.ratio"_s;
        package = with({.name = "claims", .claimedSize = 0xfffffff0});
        QTest::newRow("claimed file")
                << package << Caps{.fileBytes = 4'000'000'000} << u"caps.file-bytes"_s;
        package.isStripped = true;
        package.files.last().claimedSize = ~0ULL;
        QTest::newRow("huge claim") << package << Caps{} << u"caps.file-bytes"_s;
        package.files = {{.name = "a", .claimedSize = 15LL << 30},
                         {.name = "b", .claimedSize = 15LL << 30},
                         {.name = "c", .claimedSize = 15LL << 30}};
        QTest::newRow("claimed total") << package << Caps{} << u"caps.unpacked-bytes"_s;
    }
    void capsAreKept()
    {
        QFETCH(RawSrpm, package);
        QFETCH(Caps, caps);
        QFETCH(QString, key);
        const auto [result, sink] = read(package.bytes(), caps);
        QVERIFY(!result);
        QCOMPARE(result.error().cause, Cause::TooLarge);
        QVERIFY2(result.error().what.contains(key), qPrintable(result.error().what));
        QVERIFY(sink.files.isEmpty());
    }

    void aDictionaryThatLibrpmRefusesIsTooLarge()
    {
        RawSrpm package = hello();
        package.compressor = "xz";
        package.changePayload = [](QByteArray &payload) {
            // The first block's header: size, flags, filter, its dictionary; at the end a checksum.
            QCOMPARE(payload.sliced(12, 4), QByteArray("\x02\x00\x21\x01", 4));
            payload[16] = 34; // 512 MiB
            const auto *header = reinterpret_cast<const Bytef *>(payload.constData() + 12);
            qToLittleEndian(static_cast<quint32>(crc32(0, header, 8)), payload.data() + 20);
        };
        const auto result = read(package.bytes()).result;
        QVERIFY(!result);
        QCOMPARE(result.error().cause, Cause::TooLarge);
        QVERIFY2(result.error().what.contains("librpm"_L1), qPrintable(result.error().what));
    }

    void aSmallPackageMayHaveAnyRatio()
    {
        const RawSrpm package = with({.name = "zeros", .content = QByteArray(4 << 20, '\0')});
        QVERIFY(read(package.bytes(), {.ratio = 2}).result);
    }

    void aStopEndsTheReading()
    {
        const QByteArray bytes = with({.name = "big", .content = QByteArray(1 << 20, 'x')}).bytes();
        const MemoryFile file(bytes);
        std::stop_source stop;
        CollectingSink sink;
        sink.onData = [&] {
            if (sink.bytes > 1000)
                stop.request_stop();
            return Result<void>();
        };
        const auto result = readSourcePackage(file.descriptor(), u"hello.src.rpm"_s, {}, sink,
                                              stop.get_token());
        QVERIFY(!result);
        QCOMPARE(result.error().cause, Cause::Canceled);
        QVERIFY(sink.bytes < (1 << 20));
        const auto again = readSourcePackage(file.descriptor(), u"hello.src.rpm"_s, {}, sink,
                                             stop.get_token());
        QCOMPARE(again.error().cause, Cause::Canceled);
    }

    void theSinksErrorIsTheResult()
    {
        const MemoryFile file(hello().bytes());
        CollectingSink sink;
        sink.onData = [] { return Result<void>(failure(Cause::StorageFull, u"no space"_s)); };
        const auto result = readSourcePackage(file.descriptor(), u"hello.src.rpm"_s, {}, sink, {});
        QVERIFY(!result);
        QCOMPARE(result.error(), failure(Cause::StorageFull, u"no space"_s).error());
    }

    void aLargeFileIsHandedOnInPieces()
    {
        const RawSrpm package = with({.name = "big", .content = QByteArray(5 << 20, 'x')});
        const auto [result, sink] = read(package.bytes());
        QVERIFY(result);
        QVERIFY(sink.largestChunk <= 128 << 10);
        QCOMPARE(sink.files.last().second, package.files.last().content);
    }

    void sixThousandFilesAreQuick()
    {
        RawSrpm package = hello();
        for (int i = 0; i < 6000; ++i)
            package.files.append(
                    {.name = "file" + QByteArray::number(i), .content = QByteArray::number(i)});
        const QByteArray bytes = package.bytes();
        QElapsedTimer timer;
        timer.start();
        const auto [result, sink] = read(bytes);
        QVERIFY(result);
        QCOMPARE(sink.files.size(), 6004);
        QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
    }

    void eightThreadsReadAtOnce()
    {
        QList<QByteArray> packages;
        for (const char *name : {"gzip", "bzip2", "xz", "zstd", ""}) {
            RawSrpm package = hello();
            package.compressor = name;
            packages << package.bytes();
        }
        packages << packages[0].chopped(10) << QByteArray("no package") << packages[2] + 'x';
        std::atomic<int> good = 0;
        std::atomic<int> bad = 0;
        {
            std::vector<std::jthread> threads;
            for (int thread = 0; thread < 8; ++thread) {
                threads.emplace_back([&, thread] {
                    for (int i = 0; i < 40; ++i) {
                        const auto result = read(packages[(i + thread) % packages.size()]).result;
                        ++(result ? good : bad);
                    }
                });
            }
        }
        QCOMPARE(good, 8 * 25);
        QCOMPARE(bad, 8 * 15);
    }
};

QTEST_GUILESS_MAIN(SrpmReaderTest)
#include "tst_srpmreader.moc"
