// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "distgit/textdetector.h"

#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <thread>

using namespace sluice;
using namespace Qt::StringLiterals;

/// Which files go into git, as `file --mime-encoding` has it.
class TextDetectorTest final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"."_s)); }

    void knowsTextFromBinary_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("isText");
        const QByteArray words = "Name: hello\nVersion: 1\n";
        QTest::addRow("empty") << QByteArray() << false;
        QTest::addRow("one byte") << QByteArray("\xff") << false;
        QTest::addRow("ascii") << words << true;
        QTest::addRow("utf-8") << QByteArray("Gr\xc3\xbc\xc3\x9f"
                                             "e\n")
                               << true;
        QTest::addRow("utf-8 with BOM") << QByteArray("\xef\xbb\xbfName\n") << true;
        QTest::addRow("latin-1") << QByteArray("Gr\xfc\xdf"
                                               "e aus K\xf6ln\n")
                                 << true;
        QTest::addRow("utf-16 with BOM") << QByteArray("\xff\xfeN\0a\0m\0e\0\n\0", 12) << true;
        QTest::addRow("CRLF") << QByteArray("a\r\nb\r\n") << true;
        QTest::addRow("ESC colours") << QByteArray("\x1b[31mred\x1b[0m\n") << true;
        QTest::addRow("JSON") << QByteArray("{\"a\": [1, 2]}\n") << true;
        QTest::addRow("armored key")
                << QByteArray("-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmQINBF\n") << true;
        QTest::addRow("NUL") << words + QByteArray(1, '\0') + words << false;
        QTest::addRow("controls") << QByteArray("text\x01\x02text\n") << false;
        QTest::addRow("gzip") << QByteArray::fromHex("1f8b0800000000000003030000000000") << false;
        QTest::addRow("PNG") << QByteArray("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16) << false;
        QTest::addRow("NUL late in the first 64 KiB")
                << words.repeated(2840).left(65000) + QByteArray(1, '\0') + words << false;
        QTest::addRow("NUL after 64 KiB")
                << words.repeated(3200) + QByteArray(1, '\0') + words << true;
    }

    void knowsTextFromBinary()
    {
        QFETCH(const QByteArray, bytes);
        const auto text
                = isText(QByteArrayView(bytes).first(std::min(bytes.size(), kDetectedBytes)));
        QVERIFY(text);
        QTEST(*text, "isText");

        if (QStandardPaths::findExecutable(u"file"_s).isEmpty())
            return; // then the expectations above, made with it, stand alone
        const QTemporaryDir directory;
        QFile file(directory.filePath(u"x"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
        file.close();
        QProcess process;
        process.start(u"file"_s, {u"-b"_s, u"--mime-encoding"_s, file.fileName()});
        QVERIFY(process.waitForFinished());
        QCOMPARE(*text, process.readAllStandardOutput().trimmed() != "binary");
    }

    void threadsDoNotDisturbEachOther()
    {
        std::atomic<int> wrong = 0;
        {
            std::vector<std::jthread> threads;
            for (int i = 0; i < 4; ++i) {
                threads.emplace_back([&wrong] {
                    for (int k = 0; k < 200; ++k) {
                        if (!isText("Name: hello\n").value_or(false)
                            || isText(QByteArrayView("a\0b", 3)).value_or(true))
                            ++wrong;
                    }
                });
            }
        }
        QCOMPARE(wrong.load(), 0);
    }
};

QTEST_GUILESS_MAIN(TextDetectorTest)
#include "tst_textdetector.moc"
