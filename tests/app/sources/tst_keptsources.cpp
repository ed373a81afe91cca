// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/keptsources.h"

#include "fakes/handclock.h"
#include "sources/namelessfile.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTemporaryFile>
#include <QTest>

#include <unistd.h>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What failed tasks fetched stays for a while, and never grows over its bounds.
class KeptSourcesTest final : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"."_s));
        m_directory = std::make_unique<QTemporaryDir>();
    }

    void whatIsKeptComesBack()
    {
        KeptSources kept = makeStore();
        const auto file = nameless("hello");
        QVERIFY(kept.keep(7, m_url, file->handle()));
        const auto again = kept.open(7, m_url);
        QVERIFY(again);
        QCOMPARE(again->readAll(), "hello"_ba);
        QVERIFY(!kept.open(8, m_url));
        QVERIFY(!kept.open(7, QUrl(u"http://example.org/other"_s)));
        QCOMPARE(kept.bytes(), 5);
    }

    void itIsLinkedNotCopied()
    {
        KeptSources kept = makeStore();
        const auto file = nameless("hello");
        QVERIFY(kept.keep(7, m_url, file->handle()));
        QCOMPARE(file->write(" world"), 6);
        QCOMPARE(kept.open(7, m_url)->readAll(), "hello world"_ba);
    }

    void aFileThatCannotBeLinkedIsCopied()
    {
        KeptSources kept = makeStore();
        QTemporaryFile file(m_directory->filePath(u"XXXXXX"_s));
        QVERIFY(file.open());
        QCOMPARE(file.write("hello"), 5);
        QVERIFY(file.flush());
        // Made with a name and without one now: the kernel gives it no name any more.
        QCOMPARE(::unlink(QFile::encodeName(file.fileName()).constData()), 0);
        QVERIFY(kept.keep(7, m_url, file.handle()));
        QCOMPARE(kept.open(7, m_url)->readAll(), "hello"_ba);
    }

    void keptAgainReplaces()
    {
        KeptSources kept = makeStore();
        QVERIFY(kept.keep(7, m_url, nameless("hello")->handle()));
        QVERIFY(kept.keep(7, m_url, nameless("hi")->handle()));
        QCOMPARE(kept.open(7, m_url)->readAll(), "hi"_ba);
        QCOMPARE(kept.bytes(), 2);
        QCOMPARE(files().size(), 1);
    }

    void droppedIsGone()
    {
        KeptSources kept = makeStore();
        QVERIFY(kept.keep(7, m_url, nameless("hello")->handle()));
        QVERIFY(kept.keep(7, QUrl(u"http://example.org/b"_s), nameless("b")->handle()));
        QVERIFY(kept.keep(77, m_url, nameless("other")->handle()));
        kept.drop(7);
        QVERIFY(!kept.open(7, m_url));
        QVERIFY(kept.open(77, m_url));
        QCOMPARE(files().size(), 1);
        QCOMPARE(kept.bytes(), 5);
    }

    void theOldestLeaveFirst()
    {
        KeptSources kept = makeStore(10);
        for (const TaskId task : {3, 1, 2}) {
            QVERIFY(kept.keep(task, m_url, nameless("1234")->handle()));
            m_clock.advance(1s);
        }
        QVERIFY(!kept.open(3, m_url));
        QVERIFY(kept.open(1, m_url));
        QVERIFY(kept.open(2, m_url));
        QCOMPARE(kept.bytes(), 8);
    }

    void tooLargeIsNotKept()
    {
        KeptSources kept = makeStore(3);
        QVERIFY(kept.keep(1, m_url, nameless("1234")->handle()));
        QVERIFY(!kept.open(1, m_url));
        QCOMPARE(files().size(), 0);
    }

    void daysPass()
    {
        KeptSources kept = makeStore();
        QVERIFY(kept.keep(1, m_url, nameless("1")->handle()));
        m_clock.advance(std::chrono::days(1));
        QVERIFY(kept.keep(2, m_url, nameless("2")->handle()));
        m_clock.advance(std::chrono::days(1) + 1s);
        kept.prune();
        QVERIFY(!kept.open(1, m_url));
        QVERIFY(kept.open(2, m_url));
    }

    void theNextProcessFindsThem()
    {
        {
            KeptSources kept = makeStore();
            QVERIFY(kept.keep(1, m_url, nameless("1")->handle()));
            m_clock.advance(std::chrono::days(1));
            QVERIFY(kept.keep(2, m_url, nameless("2")->handle()));
        }
        QFile unfinished(path() + "/3-abc.new"_L1);
        QVERIFY(unfinished.open(QIODevice::WriteOnly));
        m_clock.advance(std::chrono::days(1) + 1s);
        const KeptSources kept = makeStore();
        QVERIFY(!kept.open(1, m_url));
        QCOMPARE(kept.open(2, m_url)->readAll(), "2"_ba);
        QCOMPARE(files().size(), 1);
    }

    void aDirectoryThatCannotBeIsSaid()
    {
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        KeptSources kept = makeStore();
        const auto result = kept.keep(1, m_url, nameless("1")->handle());
        QVERIFY(!result);
        QCOMPARE(result.error().cause, Cause::Storage);
    }

private:
    KeptSources makeStore(qint64 bytes = 1000)
    {
        return KeptSources(path(), std::chrono::days(2), bytes, m_clock);
    }
    QString path() const { return m_directory->filePath(u"kept"_s); }
    QStringList files() const { return QDir(path()).entryList(QDir::Files | QDir::Hidden); }
    std::shared_ptr<QFile> nameless(const QByteArray &content)
    {
        const auto file = makeNamelessFile(m_directory->path());
        if (!file || (*file)->write(content) != content.size())
            qFatal("no file without a name");
        return *file;
    }

    HandClock m_clock;
    const QUrl m_url{u"http://example.org/a.src.rpm"_s};
    std::unique_ptr<QTemporaryDir> m_directory;
};

QTEST_GUILESS_MAIN(KeptSourcesTest)
#include "tst_keptsources.moc"
