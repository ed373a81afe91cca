// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/asyncdatabase.h"
#include "store/database.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <thread>

using namespace sluice;
using namespace Qt::StringLiterals;

/// The store for a thread that must not wait.
class AsyncDatabaseTest final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"."_s)); }

    void workWaitsForTheStoreAndRunsElsewhere()
    {
        AsyncDatabase store(m_folder.filePath(u"a.sqlite"_s));
        QThread *worker = nullptr;
        qint64 answer = 0;
        store.run(
                [&worker](Database &database) {
                    worker = QThread::currentThread();
                    Rows row = database.rows("SELECT 42");
                    return row.next() ? row.number(0) : 0;
                },
                this, [&answer](qint64 found) { answer = found; });
        QTRY_COMPARE(answer, 42);
        QVERIFY(worker != QThread::currentThread());
    }

    void manyOpenAFreshFileAtOnce()
    {
        for (int round = 0; round < 80; ++round) {
            const QString file = m_folder.filePath(u"fresh-%1.sqlite"_s.arg(round));
            std::atomic<int> opened = 0;
            {
                std::vector<std::jthread> threads;
                for (int i = 0; i < 4; ++i)
                    threads.emplace_back([&] { opened += Database::open(file).has_value(); });
            }
            QCOMPARE(opened.load(), 4);
        }
    }

    void aWriteIsToldWhoeverMadeIt()
    {
        const QString file = m_folder.filePath(u"b.sqlite"_s);
        AsyncDatabase store(file);
        QSignalSpy opened(&store, &AsyncDatabase::opened);
        QSignalSpy changed(&store, &AsyncDatabase::changed);
        QVERIFY(opened.wait());
        const auto other = *Database::open(file);
        QVERIFY(other->run("INSERT INTO refused_event VALUES ('by another', 1)"));
        QVERIFY(changed.wait());
        changed.clear();
        store.run(
                [](Database &own) {
                    return own.run("INSERT INTO refused_event VALUES ('by itself', 1)");
                },
                this, [](bool) {});
        QVERIFY(changed.wait());
        QTest::qWait(600);
        changed.clear();
        QTest::qWait(600);
        QCOMPARE(changed.count(), 0); // nothing is written: nothing is told
    }

    void nobodyIsCalledWhoIsGone()
    {
        AsyncDatabase store(m_folder.filePath(u"c.sqlite"_s));
        auto context = std::make_unique<QObject>();
        bool isCalled = false;
        bool isDone = false;
        store.run([](Database &) { return 1; }, context.get(),
                  [&isCalled](int) { isCalled = true; });
        context.reset();
        store.run([](Database &) { return 1; }, this, [&isDone](int) { isDone = true; });
        QTRY_VERIFY(isDone);
        QVERIFY(!isCalled);
    }

    void aFileThatIsNoStoreIsSaid()
    {
        const QString path = m_folder.filePath(u"d.sqlite"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("This is no database, however long one looks at it.");
        file.close();
        AsyncDatabase store(path);
        QSignalSpy failed(&store, &AsyncDatabase::failed);
        bool isCalled = false;
        store.run([](Database &) { return 1; }, this, [&isCalled](int) { isCalled = true; });
        QVERIFY(failed.wait());
        QVERIFY(failed.first().first().value<Error>().what.contains(path));
        QVERIFY(!isCalled);
    }

private:
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(AsyncDatabaseTest)
#include "tst_asyncdatabase.moc"
