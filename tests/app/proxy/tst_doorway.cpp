// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/doorway.h"

#include "rawcaller.h"

#include <QFile>
#include <QRegularExpression>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace sluice;
using namespace Qt::StringLiterals;

/// Where a proxy listens, and what may stand in its way.
class DoorwayTest final : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(u"gh.sock"_s);
    }

    void placesAreUnderstood_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("words"); // of the place, or of the refusal
        QTest::addColumn<bool>("isGood");
        QTest::newRow("port") << u"127.0.0.1:8080"_s << u"http://127.0.0.1:8080"_s << true;
        QTest::newRow("name") << u"localhost:0"_s << u"http://127.0.0.1:0"_s << true;
        QTest::newRow("six") << u"[::1]:8080"_s << u"http://[::1]:8080"_s << true;
        QTest::newRow("path") << u"unix:/run/gh.sock"_s << u"unix:/run/gh.sock"_s << true;
        QTest::newRow("everybody") << u"0.0.0.0:8080"_s << u"this machine alone"_s << false;
        QTest::newRow("everybody by six") << u"[::]:8080"_s << u"this machine alone"_s << false;
        QTest::newRow("another name") << u"example.org:8080"_s << u"this machine alone"_s << false;
        QTest::newRow("another loopback")
                << u"127.0.0.2:8080"_s << u"take 127.0.0.1:8080"_s << false;
        QTest::newRow("no host") << u":8080"_s << u"takes 127.0.0.1:PORT"_s << false;
        QTest::newRow("no port") << u"127.0.0.1"_s << u"takes 127.0.0.1:PORT"_s << false;
        QTest::newRow("large port") << u"127.0.0.1:65536"_s << u"takes 127.0.0.1:PORT"_s << false;
        QTest::newRow("no path") << u"unix:"_s << u"path"_s << false;
        QTest::newRow("long path") << "unix:/"_L1 + QString(107, u'x') << u"107 bytes"_s << false;
    }

    void placesAreUnderstood()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, words);
        QFETCH(const bool, isGood);
        const auto place = listenPlace(text);
        QCOMPARE(place.has_value(), isGood);
        if (place)
            QCOMPARE(place->text(), words);
        else
            QVERIFY2(place.error().what.contains(words), qPrintable(place.error().what));
    }

    void whoKnocksIsHandedOut_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("port") << u"127.0.0.1:0"_s;
        QTest::newRow("path") << "unix:"_L1 + m_path;
    }

    void whoKnocksIsHandedOut()
    {
        QFETCH(const QString, text);
        const auto place = text.startsWith("unix:"_L1) ? listenPlace("unix:"_L1 + m_path)
                                                       : listenPlace(text);
        const auto door = Doorway::open(*place);
        QVERIFY(door);
        QSignalSpy knocked(door->get(), &Doorway::knocked);
        RawCaller first((*door)->place());
        RawCaller second((*door)->place());
        QTRY_COMPARE(knocked.size(), 2);
        auto *socket = knocked.constFirst().constFirst().value<QTcpSocket *>();
        first.send("hello");
        QTRY_COMPARE(socket->bytesAvailable(), 5);
    }

    void aPortThatIsTakenIsOneSentence()
    {
        const auto first = Doorway::open(*listenPlace(u"127.0.0.1:0"_s));
        const auto second = Doorway::open((*first)->place());
        QVERIFY(!second);
        QCOMPARE(second.error().cause, Cause::Network);
        QVERIFY(second.error().what.contains((*first)->place().text()));
    }

    void aSocketIsItsOwnersAloneAndGoesAtTheEnd()
    {
        {
            const auto door = open();
            QVERIFY(door);
            struct stat status{};
            QCOMPARE(::lstat(QFile::encodeName(m_path).constData(), &status), 0);
            QVERIFY(S_ISSOCK(status.st_mode));
            QCOMPARE(status.st_mode & 0777U, 0600U);
        }
        QVERIFY(!QFile::exists(m_path));
    }

    void whatAnEndedProgramLeftIsReplaced()
    {
        const QString kept = m_path + u".kept"_s;
        {
            const auto door = open();
            QVERIFY(QFile::rename(m_path, kept));
        }
        QVERIFY(QFile::rename(kept, m_path)); // as a kill -9 leaves it
        const auto door = open();
        QVERIFY(door);
        QSignalSpy knocked(door->get(), &Doorway::knocked);
        const RawCaller caller((*door)->place());
        QTRY_COMPARE(knocked.size(), 1);
    }

    void aLivingProxyIsLeftAlone()
    {
        const auto first = open();
        const auto second = open();
        QVERIFY(!second);
        QVERIFY2(second.error().what.contains("another program listens there"_L1),
                 qPrintable(second.error().what));
        const RawCaller caller((*first)->place());
        QVERIFY(caller.isOpen());
    }

    void aLockedFolderIsNotWaitedForForEver()
    {
        const QByteArray folder = QFile::encodeName(m_folder->path());
        const int lock = ::open(folder.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        const auto close = qScopeGuard([lock] { ::close(lock); });
        QCOMPARE(::flock(lock, LOCK_EX), 0);
        const auto door = open();
        QVERIFY(!door);
        QVERIFY2(door.error().what.contains("has locked its folder"_L1),
                 qPrintable(door.error().what));
        QCOMPARE(::flock(lock, LOCK_UN), 0);
        QVERIFY(open());
    }

    void whatIsNoSocketIsLeftAlone()
    {
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write("mine"), 4);
        file.close();
        const auto door = open();
        QVERIFY(!door);
        QVERIFY2(door.error().what.contains("no socket"_L1), qPrintable(door.error().what));
        QCOMPARE(file.size(), 4);
    }

    void aFolderMustBeThere()
    {
        const auto door = Doorway::open({.path = m_folder->filePath(u"none/gh.sock"_s)});
        QVERIFY(!door);
        QCOMPARE(door.error().cause, Cause::Storage);
    }

    void anothersSocketIsNotRemoved()
    {
        auto first = open();
        QVERIFY(QFile::remove(m_path));
        const auto second = open();
        QVERIFY(second);
        first->reset();
        QVERIFY(QFile::exists(m_path));
        const RawCaller caller((*second)->place());
        QVERIFY(caller.isOpen());
    }

private:
    [[nodiscard]] Result<std::unique_ptr<Doorway>> open() const
    {
        return Doorway::open({.path = m_path});
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
};

QTEST_GUILESS_MAIN(DoorwayTest)
#include "tst_doorway.moc"
