// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "poolkeeper.h"

#include "import/poollock.h"
#include "queue/queuestore.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

constexpr int kPatienceMs = 20'000;

} // namespace

/// The pool behind a window: what it starts with, and how it comes back.
class PoolKeeperTest final : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_directory = std::make_unique<QTemporaryDir>();
        m_store = QueueStore::open(data() + u"/queue.sqlite"_s, m_clock).value();
        m_keeper = std::make_unique<PoolKeeper>(data(), m_clock);
        m_failed = std::make_unique<QSignalSpy>(m_keeper.get(), &PoolKeeper::failed);
        m_well = std::make_unique<QSignalSpy>(m_keeper.get(), &PoolKeeper::well);
    }

    void cleanup()
    {
        const QSignalSpy ended(m_keeper.get(), &PoolKeeper::ended);
        m_keeper->end();
        QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, kPatienceMs);
        QVERIFY(!isOurs());
        m_keeper.reset();
    }

    void aStartReadsTheSettingsAnew()
    {
        writeSettings("git.root = /proc/none\n");
        m_keeper->start();
        QTRY_COMPARE_WITH_TIMEOUT(m_failed->size(), 1, kPatienceMs);
        QVERIFY(errorText().contains("/proc/none"_L1));
        QCOMPARE(m_well->size(), 0);
        const QSignalSpy read(m_keeper.get(), &PoolKeeper::settingsRead);
        writeSettings("import.threads = 3\n");
        m_keeper->start();
        QTRY_COMPARE_WITH_TIMEOUT(m_well->size(), 1, kPatienceMs);
        QVERIFY(isOurs());
        QCOMPARE(read.first().first().value<Settings>().gitRoot, data() + u"/git"_s);
        QCOMPARE(m_store->poolState()->threads, 3);
        writeSettings("import.threads = 5\n"); // a pool that runs is started again
        m_keeper->start();
        QTRY_COMPARE_WITH_TIMEOUT(m_well->size(), 2, kPatienceMs);
        QCOMPARE(m_store->poolState()->threads, 5);
    }

    void settingsThatMakeNoSenseAreAFailure()
    {
        writeSettings("import.threads = some\n");
        m_keeper->start();
        QTRY_COMPARE_WITH_TIMEOUT(m_failed->size(), 1, kPatienceMs);
        QVERIFY(errorText().contains("import.threads"_L1));
    }

    void anotherPoolIsTakenOverWhenItEnds()
    {
        auto lock = std::make_unique<PoolLock>(data());
        QVERIFY(lock->tryTake());
        m_keeper->start();
        QTRY_COMPARE_WITH_TIMEOUT(m_well->size(), 1, kPatienceMs);
        QVERIFY(!isOurs());
        writeSettings("import.threads = 3\n");
        lock.reset();
        QTRY_COMPARE_WITH_TIMEOUT(m_well->size(), 3, kPatienceMs);
        QVERIFY(isOurs());
        QCOMPARE(m_store->poolState()->threads, 3); // the settings of now
        QCOMPARE(m_failed->size(), 0);
    }

    void aFailedStartIsMadeGoodWhenAnotherPoolEnds()
    {
        writeSettings("git.root = /proc/none\n");
        m_keeper->start();
        QTRY_COMPARE_WITH_TIMEOUT(m_failed->size(), 1, kPatienceMs);
        auto lock = std::make_unique<PoolLock>(data());
        QTRY_VERIFY_WITH_TIMEOUT(lock->tryTake(), kPatienceMs);
        PoolState state;
        state.owner = {.pid = 1, .program = u"sluicectl work"_s};
        m_keeper->look(state);
        QTRY_COMPARE_WITH_TIMEOUT(m_well->size(), 1, kPatienceMs); // it waits for that one
        writeSettings("import.threads = 3\n");
        m_keeper->look({});
        lock.reset();
        QTRY_COMPARE_WITH_TIMEOUT(m_well->size(), 2, kPatienceMs);
        QVERIFY(isOurs());
        QCOMPARE(m_store->poolState()->threads, 3); // the settings of now
        QCOMPARE(m_failed->size(), 1);
    }

    void aPasswordThatCannotBeReadIsSaid()
    {
        writeSettings("frontend.url = http://127.0.0.1:9\nfrontend.password-file = /nowhere/p\n");
        const QSignalSpy missing(m_keeper.get(), &PoolKeeper::passwordMissing);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"127.0.0.1:9"_s));
        m_keeper->start();
        QTRY_COMPARE_WITH_TIMEOUT(m_well->size(), 1, kPatienceMs);
        QCOMPARE(missing.size(), 1);
        QTRY_VERIFY_WITH_TIMEOUT(!m_store->poolState()->problem.isEmpty(), kPatienceMs);
    }

private:
    [[nodiscard]] QString data() const { return m_directory->path(); }
    void writeSettings(const QByteArray &content) const
    {
        QFile file(data() + u"/sluice.conf"_s);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }
    [[nodiscard]] bool isOurs() const
    {
        return m_store->poolState()->owner.pid == QCoreApplication::applicationPid();
    }
    [[nodiscard]] QString errorText() const { return m_failed->last().first().value<Error>().what; }

    SystemClock m_clock;
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<QueueStore> m_store;
    std::unique_ptr<PoolKeeper> m_keeper;
    std::unique_ptr<QSignalSpy> m_failed;
    std::unique_ptr<QSignalSpy> m_well;
};

QTEST_GUILESS_MAIN(PoolKeeperTest)
#include "tst_poolkeeper.moc"
