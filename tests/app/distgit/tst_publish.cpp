// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/distgit/packages.h"

#include <fcntl.h>
#include <future>
#include <sys/file.h>
#include <thread>
#include <unistd.h>

using namespace sluice;
using namespace sluice::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QList<File> kHello{{"hello.spec", "Name: hello\n"}, {"a.bin", QByteArray(9, '\0')}};
const QList<File> kNext{{"hello.spec", "Name: hello\nVersion: 2\n"}};

Result<PreparedImport> preparedAs(Roots &roots, const QString &package, const QList<File> &files)
{
    roots.destination.package = package;
    auto ready = prepared(roots, files);
    roots.destination.package.clear();
    return ready;
}

void write(const QString &path, const QByteArray &bytes)
{
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
}

} // namespace

/// Making imports visible, alone and in groups, and what gets in the way.
class PublishTest final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"."_s)); }

    void nothingIsVisibleBefore()
    {
        const Roots roots;
        const auto ready = prepared(roots, kHello);
        QVERIFY(ready);
        for (const QString &path : roots.everything())
            QVERIFY2(path.contains(u"/.sluice-tmp"_s), qPrintable(path));
    }

    void oneFailureTakesNoOtherWithIt()
    {
        Roots roots;
        std::vector<PreparedImport> imports;
        for (const QString &package : {u"one"_s, u"two"_s, u"three"_s}) {
            auto ready = preparedAs(roots, package, kHello);
            QVERIFY(ready);
            imports.push_back(std::move(*ready));
        }
        // Comes to stand there between prepare and publish.
        write(roots.destination.lookasideRoot + u"/@group/proj:pr:12/two/a.bin"_s, "a file");
        const auto results = publish(imports);
        QCOMPARE(results.size(), size_t(3));
        QVERIFY(results.at(0));
        QVERIFY(!results.at(1));
        QCOMPARE(results.at(1).error().cause, Cause::Storage);
        QVERIFY(results.at(1).error().what.contains(u"two/a.bin"_s));
        QVERIFY(results.at(2));
        imports.clear();
        const QStringList left = roots.everything();
        QVERIFY(left.contains(u"git/@group/proj:pr:12/one.git/HEAD"_s));
        QVERIFY(!left.contains(u"git/@group/proj:pr:12/two.git"_s));
        QVERIFY(left.contains(u"git/@group/proj:pr:12/three.git/HEAD"_s));
        QVERIFY(left.filter(u".sluice-tmp"_s).isEmpty());
    }

    void failedNewPackageLeavesNoDirectories()
    {
        const Roots roots;
        {
            auto ready = prepared(roots, kHello);
            QVERIFY(ready);
            write(roots.destination.gitRoot + u"/@group"_s, "a file");
            const auto results = publish(std::span(&*ready, 1));
            QVERIFY(!results.front());
            QCOMPARE(results.front().error().cause, Cause::Storage);
        }
        QCOMPARE(roots.everything(), QStringList{u"git/@group"_s});
    }

    void repositoryMadeMeanwhileIsJoined()
    {
        const Roots roots;
        auto ready = prepared(roots, kNext);
        QVERIFY(ready);
        // Another process imports the same package first.
        Roots others;
        others.now = others.now.addSecs(-60);
        const auto first = import(others, kHello);
        QVERIFY(QDir().mkpath(QFileInfo(roots.repository()).path()));
        QVERIFY(QDir().rename(others.repository(), roots.repository()));

        const auto results = publish(std::span(&*ready, 1));
        QVERIFY2(results.front(), qPrintable(said(results.front())));
        QCOMPARE(git(roots.repository(), {u"rev-parse"_s, u"f43"_s}), ready->tips().first().commit);
        QCOMPARE(git(roots.repository(), {u"rev-parse"_s, u"f43^"_s}), first->tips.value(u"f43"_s));
        QCOMPARE(fsck(roots.repository()), u""_s);
        ready = failure(Cause::Canceled, {});
        QVERIFY(roots.everything().filter(u".sluice-tmp"_s).isEmpty());
        QVERIFY(import(roots, kNext)->isUnchanged);
    }

    void repositoryMadeMeanwhileAndHeldIsNotWaitedForLong_data()
    {
        QTest::addColumn<bool>("isStopped");
        QTest::addColumn<Cause>("cause");
        QTest::addRow("held") << false << Cause::Git;
        QTest::addRow("stopped") << true << Cause::Canceled;
    }

    void repositoryMadeMeanwhileAndHeldIsNotWaitedForLong()
    {
        QFETCH(const bool, isStopped);
        const Roots roots;
        std::stop_source stop;
        std::vector<PreparedImport> imports;
        {
            PackageWriter writer(roots.destination);
            QVERIFY(feed(writer, kNext));
            auto ready = writer.prepare(roots.now, stop.get_token());
            QVERIFY(ready);
            imports.push_back(std::move(*ready));
        }
        const Roots others;
        QVERIFY(import(others, kHello));
        QVERIFY(QDir().mkpath(QFileInfo(roots.repository()).path()));
        QVERIFY(QDir().rename(others.repository(), roots.repository()));
        const QString refs = git(roots.repository(), {u"for-each-ref"_s});
        const QStringList before = roots.everything().filter(u".git/"_s);
        const int other
                = ::open(QFile::encodeName(roots.repository()).constData(), O_RDONLY | O_DIRECTORY);
        QCOMPARE(::flock(other, LOCK_EX), 0);
        auto published = std::async(std::launch::async, [&] { return publish(imports); });
        if (isStopped) {
            QCOMPARE(published.wait_for(50ms), std::future_status::timeout);
            stop.request_stop();
        }
        const bool isOver = published.wait_for(10s) == std::future_status::ready;
        ::close(other);
        QVERIFY(isOver);
        const auto results = published.get();
        QVERIFY(!results.front());
        QTEST(results.front().error().cause, "cause");
        imports.clear();
        QVERIFY(roots.everything().filter(u".sluice-tmp"_s).isEmpty());
        QCOMPARE(roots.everything().filter(u".git/"_s), before);
        QCOMPARE(git(roots.repository(), {u"for-each-ref"_s}), refs);
        QVERIFY(import(roots, kNext));
        QCOMPARE(fsck(roots.repository()), u""_s);
    }

    void branchMovedMeanwhileIsPlannedAgain()
    {
        Roots roots;
        roots.destination.branches = {u"f42"_s, u"f43"_s};
        QVERIFY(import(roots, kHello));
        roots.now = roots.now.addSecs(60);
        auto ready = prepared(roots, kNext);
        QVERIFY(ready);
        const QString tree = git(roots.repository(), {u"rev-parse"_s, u"f43^{tree}"_s});
        const QString pushed = git(roots.repository(), {u"commit-tree"_s, tree, u"-p"_s, u"f43"_s,
                                                        u"-m"_s, u"pushed by somebody"_s});
        git(roots.repository(), {u"update-ref"_s, u"refs/heads/f43"_s, pushed});
        const auto results = publish(std::span(&*ready, 1));
        QVERIFY2(results.front(), qPrintable(said(results.front())));
        QCOMPARE(git(roots.repository(), {u"rev-parse"_s, u"f43^"_s}), pushed);
        for (const BranchTip &tip : ready->tips())
            QCOMPARE(git(roots.repository(), {u"rev-parse"_s, tip.branch}), tip.commit);
        QCOMPARE(roots.tree(u"f42"_s), roots.tree(u"f43"_s));
        QCOMPARE(fsck(roots.repository()), u""_s);
        ready = failure(Cause::Canceled, {});
        QVERIFY(roots.everything().filter(u".sluice-tmp"_s).isEmpty());
        QCOMPARE(QDir(roots.repository() + u"/objects/pack"_s).entryList(QDir::Files).size(), 4);
    }

    void branchHeldByGitTakesEverythingBack()
    {
        Roots roots;
        roots.destination.branches = {u"f42"_s, u"f43"_s};
        QVERIFY(import(roots, kHello));
        QList<File> next = kNext;
        next << File{"b.bin", QByteArray(10, '\0')};
        const QString refs = git(roots.repository(), {u"for-each-ref"_s});
        const QString lock = roots.repository() + u"/refs/heads/f43.lock"_s;
        write(lock, "");
        const QStringList before = roots.everything();
        const auto failed = import(roots, next);
        QVERIFY(!failed);
        QCOMPARE(failed.error().cause, Cause::Git);
        QCOMPARE(git(roots.repository(), {u"for-each-ref"_s}), refs);
        QStringList after = roots.everything();
        after.removeAll(u"git/@group/proj:pr:12/hello.git/refs/heads/f42"_s); // loose now
        QCOMPARE(after, before);
        QVERIFY(QFile::remove(lock));
        QVERIFY(import(roots, next));
        QCOMPARE(fsck(roots.repository()), u""_s);
    }

    void linksBelowTheRootsAreNotFollowed()
    {
        const QTemporaryDir outside;
        for (const QString &link :
             {u"git/@group"_s, u"git/@group/proj:pr:12"_s, u"git/@group/proj:pr:12/hello.git"_s,
              u"lookaside/@group"_s, u"lookaside/@group/proj:pr:12/hello/a.bin"_s}) {
            const Roots roots;
            const QString path = roots.directory.filePath(link);
            QVERIFY(QDir().mkpath(QFileInfo(path).path()));
            QVERIFY(QFile::link(outside.path(), path));
            const auto outcome = import(roots, kHello);
            QVERIFY2(!outcome, qPrintable(link));
            QCOMPARE(outcome.error().cause, Cause::Storage);
            QVERIFY2(outcome.error().what.contains(path), qPrintable(said(outcome)));
            QCOMPARE(QDir(outside.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot).size(),
                     0);
        }
    }

    void rootsThatCannotBeWrittenAreNamed()
    {
        Roots roots;
        write(roots.destination.gitRoot, "a file");
        const auto outcome = import(roots, kHello);
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().cause, Cause::Storage);
        QVERIFY(outcome.error().what.contains(roots.destination.gitRoot));
    }

    void secondImportWaitsForTheFirst()
    {
        Roots roots;
        auto first = prepared(roots, kHello);
        QVERIFY(first);
        roots.now = roots.now.addSecs(60);
        std::atomic<int> waits = 0;
        std::promise<void> isWaiting;
        auto second = std::async(std::launch::async, [&] {
            PackageWriter writer(roots.destination);
            auto fed = feed(writer, kNext);
            return fed ? writer.prepare(roots.now, {},
                                        [&] {
                                            ++waits;
                                            isWaiting.set_value();
                                        })
                       : Result<PreparedImport>(std::unexpected(fed.error()));
        });
        QCOMPARE(isWaiting.get_future().wait_for(10s), std::future_status::ready);
        QCOMPARE(second.wait_for(50ms), std::future_status::timeout);
        QVERIFY(publish(std::span(&*first, 1)).front());
        auto ready = second.get();
        QVERIFY(ready);
        QVERIFY(publish(std::span(&*ready, 1)).front());
        QCOMPARE(git(roots.repository(), {u"rev-parse"_s, u"f43^"_s}),
                 first->tips().first().commit);
        QCOMPARE(waits.load(), 1);
    }

    void otherProcessIsWaitedFor()
    {
        const Roots roots;
        QVERIFY(import(roots, kHello));
        // As another process does it: a lock on a descriptor of its own.
        const int other
                = ::open(QFile::encodeName(roots.repository()).constData(), O_RDONLY | O_DIRECTORY);
        QCOMPARE(::flock(other, LOCK_EX), 0);
        std::promise<void> isWaiting;
        auto import = std::async(std::launch::async, [&] {
            PackageWriter writer(roots.destination);
            const auto fed = feed(writer, kNext);
            return fed ? writer.prepare(roots.now, {}, [&isWaiting] { isWaiting.set_value(); })
                       : Result<PreparedImport>(std::unexpected(fed.error()));
        });
        QCOMPARE(isWaiting.get_future().wait_for(10s), std::future_status::ready);
        QCOMPARE(import.wait_for(50ms), std::future_status::timeout);
        ::close(other);
        auto ready = import.get();
        QVERIFY(ready);
        QVERIFY(publish(std::span(&*ready, 1)).front());
    }

    void waitingCanBeCanceled()
    {
        const Roots roots;
        const auto first = prepared(roots, kHello);
        QVERIFY(first);
        std::stop_source stop;
        auto second = std::async(std::launch::async, [&roots, &stop] {
            PackageWriter writer(roots.destination);
            const auto fed = feed(writer, kNext);
            return fed ? writer.prepare(roots.now, stop.get_token())
                       : Result<PreparedImport>(std::unexpected(fed.error()));
        });
        QCOMPARE(second.wait_for(50ms), std::future_status::timeout);
        stop.request_stop();
        const auto ready = second.get();
        QVERIFY(!ready);
        QCOMPARE(ready.error().cause, Cause::Canceled);
    }

    void leftoversOfDeadProcessesGo()
    {
        const Roots roots;
        QVERIFY(import(roots, kHello));
        const QStringList before = roots.everything();
        for (const QString &root : {roots.destination.gitRoot, roots.destination.lookasideRoot}) {
            write(root + u"/.sluice-tmp/1-1/7/objects/pack/x.pack"_s, "left");
            QVERIFY(QFile::link(roots.directory.path(), root + u"/.sluice-tmp/link"_s));
            write(root + u"/.sluice-tmp/file"_s, "left");
        }
        {
            const auto living = prepared(roots, {{"b.bin", QByteArray(10, '\0')}, {"x", "new\n"}});
            QVERIFY(living);
            removeLeftovers(roots.destination.gitRoot, roots.destination.lookasideRoot);
            const QStringList left = roots.everything().filter(u".sluice-tmp"_s);
            QVERIFY(!left.isEmpty());
            for (const QString &path : left)
                QVERIFY2(!path.contains(u"1-1"_s) && !path.contains(u"link"_s), qPrintable(path));
        }
        QCOMPARE(roots.everything(), before);
    }

    void manyThreadsAndPackagesAtOnce()
    {
        Roots roots;
        std::atomic<int> failures = 0;
        {
            std::vector<std::jthread> threads;
            for (int t = 0; t < 4; ++t) {
                threads.emplace_back([&roots, &failures, t] {
                    for (int i = 0; i < 12; ++i) {
                        Roots mine; // for a destination of its own; the roots are shared
                        mine.destination = roots.destination;
                        mine.destination.package = u"p%1"_s.arg(i % 3);
                        mine.destination.branches = {u"f%1"_s.arg(t % 2)};
                        const QByteArray text = QByteArray::number(t) + '-' + QByteArray::number(i);
                        if (!import(mine, {{"x.spec", text}, {"x.bin", QByteArray(t + 1, '\0')}}))
                            ++failures;
                    }
                });
            }
        }
        QCOMPARE(failures.load(), 0);
        for (const QString &package : {u"p0"_s, u"p1"_s, u"p2"_s}) {
            roots.destination.package = package;
            QCOMPARE(fsck(roots.destination.repositoryPath()), u""_s);
            QCOMPARE(git(roots.destination.repositoryPath(),
                         {u"rev-list"_s, u"--count"_s, u"--all"_s}),
                     u"17"_s); // 16 imports and the root
        }
        QVERIFY(roots.everything().filter(u".sluice-tmp"_s).isEmpty());
    }
};

QTEST_GUILESS_MAIN(PublishTest)
#include "tst_publish.moc"
