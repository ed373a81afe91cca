// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/distgit/packages.h"

#include <QCryptographicHash>

using namespace sluice;
using namespace sluice::test;
using namespace Qt::StringLiterals;

namespace {

const QByteArray kTarball = QByteArray::fromHex("1f8b0800000000000003").append(200, '\0');
const QByteArray kTarballMd5 = QCryptographicHash::hash(kTarball, QCryptographicHash::Md5).toHex();

const QList<File> kHello{{"hello-1.tar.gz", kTarball},
                         {"fix.patch", "--- a\n+++ b\n"},
                         {"run.sh", "#!/bin/sh\n", true},
                         {"hello.spec", "Name: hello\n"}};

} // namespace

/// Imports of packages made by hand, looked at with the real git.
class PackageWriterTest final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"."_s)); }

    void newPackageIsWhatGitItselfMakes()
    {
        const Roots roots;
        const auto outcome = import(roots, kHello);
        QVERIFY2(outcome, qPrintable(said(outcome)));
        QCOMPARE(fsck(roots.repository()), u""_s);

        // The same by git's own commands, in a repository of their own.
        const QString other = roots.directory.filePath(u"other"_s);
        git(roots.directory.path(), {u"init"_s, u"-q"_s, u"--bare"_s, other});
        const auto blob = [&other](const QByteArray &bytes) {
            return git(other, {u"hash-object"_s, u"-w"_s, u"--stdin"_s}, bytes);
        };
        const auto tree = [&other](const QStringList &lines) {
            return git(other, {u"mktree"_s}, lines.join(u'\n').toUtf8() + '\n');
        };
        const QString rootTree = tree({u"100644 blob "_s + blob({}) + u"\t.gitignore"_s});
        const QString root
                = git(other, {u"commit-tree"_s, rootTree, u"-m"_s, u"Initial setup of the repo"_s});
        const QString imported = tree(
                {u"100644 blob "_s + blob("/hello-1.tar.gz\n") + u"\t.gitignore"_s,
                 u"100644 blob "_s + blob("--- a\n+++ b\n") + u"\tfix.patch"_s,
                 u"100644 blob "_s + blob("Name: hello\n") + u"\thello.spec"_s,
                 u"100755 blob "_s + blob("#!/bin/sh\n") + u"\trun.sh"_s,
                 u"100644 blob "_s + blob(kTarballMd5 + "  hello-1.tar.gz\n") + u"\tsources"_s});
        const QString tip = git(other, {u"commit-tree"_s, imported, u"-p"_s, root, u"-m"_s,
                                        u"automatic import of hello"_s});
        QCOMPARE(roots.tree(u"f43"_s), imported);
        QCOMPARE(git(roots.repository(), {u"rev-parse"_s, u"master"_s}), root);
        QCOMPARE(outcome->tips.value(u"f43"_s), tip);
        QCOMPARE(git(roots.repository(), {u"rev-parse"_s, u"f43"_s}), tip);
    }

    void repositoryLooksLikeTheOriginals()
    {
        const Roots roots;
        QVERIFY(import(roots, kHello));
        const QString path = roots.repository();
        QFile head(path + u"/HEAD"_s);
        QVERIFY(head.open(QIODevice::ReadOnly));
        QCOMPARE(head.readAll(), "ref: refs/heads/master\n");
        QCOMPARE(git(path, {u"config"_s, u"core.bare"_s}), u"true"_s);
        QCOMPARE(git(path, {u"config"_s, u"core.sharedrepository"_s}), u"1"_s);
        QCOMPARE(git(path, {u"config"_s, u"receive.denyNonFastforwards"_s}), u"true"_s);
        QCOMPARE(git(path, {u"log"_s, u"--format=%an <%ae>%n%B"_s, u"f43"_s}),
                 u"CoprDistGit <copr-devel@lists.fedorahosted.org>\nautomatic import of hello\n\n"
                 u"CoprDistGit <copr-devel@lists.fedorahosted.org>\nInitial setup of the repo"_s);
        QCOMPARE(mode(path + u"/HEAD"_s), u"664"_s);
        QCOMPARE(mode(path + u"/refs/heads"_s), u"2775"_s);
        QCOMPARE(mode(roots.destination.gitRoot + u"/@group"_s), u"2775"_s);
        const QString clone = roots.directory.filePath(u"clone"_s);
        QVERIFY(!git(roots.directory.path(), {u"clone"_s, u"-q"_s, u"-b"_s, u"f43"_s, path, clone})
                         .startsWith(u"git failed"_s));
        QCOMPARE(QDir(clone).entryList(QDir::Files | QDir::Hidden, QDir::Name),
                 (QStringList{u".gitignore"_s, u"fix.patch"_s, u"hello.spec"_s, u"run.sh"_s,
                              u"sources"_s}));
    }

    void sameAgainChangesNothing()
    {
        Roots roots;
        const auto first = import(roots, kHello);
        QVERIFY(first);
        const QStringList before = roots.everything();
        roots.now = roots.now.addSecs(60);
        const auto second = import(roots, kHello);
        QVERIFY2(second, qPrintable(said(second)));
        QVERIFY(second->isUnchanged);
        QCOMPARE(second->tips, first->tips);
        QCOMPARE(roots.everything(), before);
    }

    void fedoraFormatHasSha512()
    {
        Roots roots;
        roots.destination.format = Format::Fedora;
        const auto outcome = import(roots, kHello);
        QVERIFY(outcome);
        const QString hash = QString::fromLatin1(
                QCryptographicHash::hash(kTarball, QCryptographicHash::Sha512).toHex());
        QCOMPARE(show(roots, u"f43:sources"_s), u"SHA512 (hello-1.tar.gz) = "_s + hash);
        QCOMPARE(read(roots.lookaside(u"hello-1.tar.gz/sha512/"_s + hash + u"/hello-1.tar.gz"_s)),
                 kTarball);
        roots.destination.format = Format::Copr; // no mixing: the file is written from scratch
        QVERIFY(import(roots, kHello));
        QCOMPARE(show(roots, u"f43:sources"_s),
                 QString::fromLatin1(kTarballMd5) + u"  hello-1.tar.gz"_s);
    }

    void lookasideHoldsTheBytes()
    {
        Roots roots;
        const QString lookasideRoot = roots.destination.lookasideRoot;
        roots.destination.lookasideRoot += u"//"_s;
        roots.destination.gitRoot += u'/';
        QVERIFY(import(roots, kHello));
        roots.destination.lookasideRoot = lookasideRoot;
        const QString path = roots.lookaside(u"hello-1.tar.gz/"_s + QString::fromLatin1(kTarballMd5)
                                             + u"/hello-1.tar.gz"_s);
        QCOMPARE(read(path), kTarball);
        QCOMPARE(mode(path), u"644"_s);
        QVERIFY(roots.everything().filter(u".sluice-tmp"_s).isEmpty());
    }

    void sourcesAndObjectsAreInHeaderOrder()
    {
        const Roots roots;
        const QList<File> payload{{"a.bin", QByteArray(5, '\0')},
                                  {"b.bin", QByteArray(6, '\0')},
                                  {"c.txt", "text\n"},
                                  {"d.bin", {}}};
        const auto outcome
                = import(roots, payload, {u"d.bin"_s, u"c.txt"_s, u"b.bin"_s, u"a.bin"_s});
        QVERIFY(outcome);
        QStringList names;
        for (const StoredObject &object : outcome->objects)
            names << object.file + (object.isLookaside ? u" L"_s : u" T"_s);
        QCOMPARE(names, (QStringList{u"d.bin L"_s, u"c.txt T"_s, u"b.bin L"_s, u"a.bin L"_s}));
        QStringList lines;
        for (const QString &line : show(roots, u"f43:sources"_s).split(u'\n'))
            lines << line.sliced(34);
        QCOMPARE(lines, (QStringList{u"d.bin"_s, u"b.bin"_s, u"a.bin"_s}));
        QCOMPARE(show(roots, u"f43:.gitignore"_s), u"/d.bin\n/b.bin\n/a.bin"_s);
        QCOMPARE(outcome->objects.at(1).hash,
                 git(roots.repository(), {u"rev-parse"_s, u"f43:c.txt"_s}));
    }

    void nextVersionDropsWhatIsGone()
    {
        Roots roots;
        QVERIFY(import(roots, kHello));
        commit(roots, u"f43"_s,
               {{"README.md", "read\n"},
                {"gating.yaml", "gate\n"},
                {"stale.patch", "old\n"},
                {"tests/run.sh", "#!/bin/sh\n"},
                {"tests/deep/data", "data\n"},
                {"deep/plan.fmf", "plan\n"},
                {"deep/other", "other\n"},
                {".fmf/version", "1\n"},
                {"hello.rpmlintrc", "lint\n"}});
        roots.now = roots.now.addSecs(60);
        const auto second
                = import(roots, {{"hello.spec", "Name: hello\nVersion: 2\n"}, {"hello-2.zip", {}}});
        QVERIFY2(second, qPrintable(said(second)));
        QCOMPARE(fsck(roots.repository()), u""_s);
        QCOMPARE(git(roots.repository(), {u"ls-tree"_s, u"-r"_s, u"--name-only"_s, u"f43"_s}),
                 u".fmf/version\n.gitignore\nREADME.md\ndeep/plan.fmf\ngating.yaml\n"
                 u"hello.rpmlintrc\nhello.spec\nsources\ntests/deep/data\ntests/run.sh"_s);
        QCOMPARE(show(roots, u"f43:.gitignore"_s), u"/hello-1.tar.gz\n/hello-2.zip"_s);
        QVERIFY(show(roots, u"f43:sources"_s).endsWith(u"  hello-2.zip"_s));

        roots.now = roots.now.addSecs(60);
        QVERIFY(import(roots, {{"hello.spec", "Name: hello\nVersion: 3\n"}}));
        QCOMPARE(show(roots, u"f43:sources"_s), u""_s); // no stale line
        QCOMPARE(git(roots.repository(), {u"cat-file"_s, u"-s"_s, u"f43:sources"_s}), u"0"_s);
    }

    void keptDirectoryGivesWayToAFile()
    {
        Roots roots;
        QVERIFY(import(roots, kHello));
        commit(roots, u"f43"_s, {{"tests/run.sh", "#!/bin/sh\n"}});
        const auto outcome = import(roots, {{"tests", "a file\n"}});
        QVERIFY(outcome);
        QVERIFY(outcome->warnings.join(u' ').contains(u"tests"_s));
        QCOMPARE(show(roots, u"f43:tests"_s), u"a file"_s);
        QCOMPARE(fsck(roots.repository()), u""_s);
    }

    void textThatBecomesBinaryLeavesGit()
    {
        Roots roots;
        QVERIFY(import(roots, {{"README.md", "text\n"}, {"data", "text\n"}}));
        QVERIFY(import(roots, {{"README.md", QByteArray(3, '\0')}, {"data", QByteArray(9, '\0')}}));
        QCOMPARE(git(roots.repository(), {u"ls-tree"_s, u"--name-only"_s, u"f43"_s}),
                 u".gitignore\nsources"_s);
    }

    void branchesThatShareATipShareTheCommit()
    {
        Roots roots;
        roots.destination.branches.clear();
        for (int i = 0; i < 16; ++i)
            roots.destination.branches << u"f%1"_s.arg(i);
        roots.destination.branches << u"fedora/26"_s << u"epel+9"_s << u"f3"_s << u"master"_s;
        const auto first = import(roots, kHello);
        QVERIFY(first);
        QCOMPARE(first->tips.size(), 19);
        QCOMPARE(QSet<QString>(first->tips.cbegin(), first->tips.cend()).size(), 1);
        roots.now = roots.now.addSecs(60);
        const auto second = import(roots, {{"hello.spec", "Version: 2\n"}});
        QVERIFY(second);
        QCOMPARE(QSet<QString>(second->tips.cbegin(), second->tips.cend()).size(), 1);
        QCOMPARE(git(roots.repository(), {u"rev-parse"_s, u"fedora/26~2"_s}),
                 git(roots.repository(), {u"rev-list"_s, u"--max-parents=0"_s, u"master"_s}));
        QCOMPARE(fsck(roots.repository()), u""_s);
        QCOMPARE(mode(roots.repository() + u"/refs/heads/fedora/26"_s), u"664"_s);
        QCOMPARE(mode(roots.repository() + u"/refs/heads/fedora"_s), u"2775"_s);
    }

    void branchesUpdatedInSubsetsDivergeAndJoinAgain()
    {
        Roots roots;
        const auto at = [&roots](const QStringList &branches, const QByteArray &text) {
            roots.destination.branches = branches;
            roots.now = roots.now.addSecs(60);
            return import(roots, {{"hello.spec", text}})->tips;
        };
        const QStringList border{u"f20"_s, u"epel7"_s};
        const QStringList middle{u"el6"_s, u"fedora/26"_s};
        const auto v1 = at(border + middle, "1");
        const auto v2 = at(border, "2");
        QCOMPARE(v2.value(u"f20"_s), v2.value(u"epel7"_s));
        QCOMPARE(git(roots.repository(), {u"rev-parse"_s, u"el6"_s}), v1.value(u"el6"_s));
        const auto v3 = at(border + middle, "3"); // those behind follow
        QCOMPARE(QSet<QString>(v3.cbegin(), v3.cend()).size(), 1);
        const auto v4 = at(middle, "4");
        const auto v5 = at(border + middle, "5"); // those ahead cannot be reached
        QCOMPARE(QSet<QString>(v5.cbegin(), v5.cend()).size(), 2);
        QCOMPARE(git(roots.repository(), {u"rev-parse"_s, u"el6^"_s}), v4.value(u"el6"_s));
        QCOMPARE(git(roots.repository(), {u"rev-parse"_s, u"f20^"_s}), v3.value(u"f20"_s));
        for (const QString &branch : border + middle)
            QCOMPARE(roots.tree(branch), roots.tree(u"f20"_s));
        QCOMPARE(at(border + middle, "5"), v5);
        QCOMPARE(fsck(roots.repository()), u""_s);
    }

    void unrequestedBranchesStay()
    {
        Roots roots;
        const auto first = import(roots, kHello);
        roots.destination.branches = {u"f44"_s};
        roots.now = roots.now.addSecs(60);
        const auto second = import(roots, {{"hello.spec", "2\n"}});
        QCOMPARE(git(roots.repository(), {u"rev-parse"_s, u"f43"_s}), first->tips.value(u"f43"_s));
        QCOMPARE(git(roots.repository(), {u"rev-parse"_s, u"f44^"_s}),
                 git(roots.repository(), {u"rev-parse"_s, u"master"_s})); // born at the root
    }

    void repositoriesOfGitAreContinued()
    {
        // Packed refs, loose objects, another default branch: whatever git leaves.
        Roots roots;
        const QString path = roots.repository();
        git(roots.directory.path(), {u"init"_s, u"-q"_s, u"--bare"_s, u"--shared"_s, path});
        git(path, {u"symbolic-ref"_s, u"HEAD"_s, u"refs/heads/rawhide"_s});
        roots.destination.branches = {u"rawhide"_s};
        commit(roots, u"rawhide"_s, {{"README.md", "root\n"}});
        const QString root = git(path, {u"rev-parse"_s, u"rawhide"_s});
        commit(roots, u"rawhide"_s, {{"old.patch", "old\n"}});
        git(path, {u"pack-refs"_s, u"--all"_s});
        roots.destination.branches = {u"f43"_s, u"rawhide"_s};
        const auto outcome = import(roots, kHello);
        QVERIFY2(outcome, qPrintable(said(outcome)));
        QCOMPARE(fsck(path), u""_s);
        QCOMPARE(git(path, {u"rev-parse"_s, u"f43^"_s}), root);
        QCOMPARE(show(roots, u"rawhide:README.md"_s), u"root"_s);
        QCOMPARE(roots.tree(u"f43"_s), roots.tree(u"rawhide"_s));
        QVERIFY(git(path, {u"rev-parse"_s, u"-q"_s, u"--verify"_s, u"master"_s})
                        .startsWith(u"git failed"_s)); // the default branch is another
        git(path, {u"gc"_s, u"-q"_s});
        QVERIFY(import(roots, kHello)->isUnchanged);
    }

    void emptyDirectoryBecomesARepository()
    {
        const Roots roots;
        QVERIFY(QDir().mkpath(roots.repository()));
        QVERIFY(import(roots, kHello));
        QCOMPARE(fsck(roots.repository()), u""_s);
        QVERIFY(git(roots.repository(), {u"log"_s, u"--format=%s"_s, u"f43"_s})
                        .endsWith(u"Initial setup of the repo"_s));
    }

    void oddNamesAreImported()
    {
        const Roots roots;
        const auto outcome = import(roots, {{"my file & more.tar", QByteArray(4, '\0')},
                                            {"._spec", "x\n"},
                                            {"sp ace.patch", "x\n"},
                                            {"caf\xc3\xa9~^+.txt", "x\n"},
                                            {"latin\xe9.txt", "x\n"},
                                            {"bin\xe9", QByteArray(7, '\0')}});
        QVERIFY2(outcome, qPrintable(said(outcome)));
        QCOMPARE(outcome->warnings.size(), 1);
        QVERIFY(outcome->warnings.first().contains(u"my file & more.tar"_s));
        QCOMPARE(fsck(roots.repository()), u""_s);
        QCOMPARE(git(roots.repository(), {u"ls-tree"_s, u"--name-only"_s, u"f43"_s})
                         .split(u'\n')
                         .size(),
                 6);
    }

    void anotherNameInTheHeaderIsAWarning()
    {
        Roots roots;
        roots.destination.package = u"other"_s;
        const auto outcome = import(roots, kHello);
        QVERIFY(outcome);
        QVERIFY(outcome->warnings.join(u' ').contains(u"hello"_s));
        QVERIFY(QFileInfo::exists(roots.destination.repositoryPath()));
    }

    void textOverTheCapIsTooLarge()
    {
        Roots roots;
        roots.destination.caps.textBytes = 100000;
        const auto outcome = import(roots, {{"big.txt", QByteArray(100001, 'x')}});
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().cause, Cause::TooLarge);
        QVERIFY(outcome.error().what.contains(u"caps.text-bytes"_s));
        QCOMPARE(roots.everything(), QStringList());
        QVERIFY(import(roots, {{"big.txt", QByteArray(100000, 'x')},
                               {"big.bin", QByteArray(100001, '\0')}}));
    }

    void otherSizeThanAnnouncedIsCorrupt()
    {
        const Roots roots;
        for (const qint64 announced : {5, 50}) {
            PackageWriter writer(roots.destination);
            const PackageFile file{"x", announced, false};
            QVERIFY(writer.header({u"hello"_s, u"1-1"_s, {file}}));
            QVERIFY(writer.begin(file));
            auto done = writer.data(QByteArrayView("ten bytes!"));
            if (done)
                done = writer.end();
            QVERIFY(!done);
            QCOMPARE(done.error().cause, Cause::Corrupt);
        }
        QCOMPARE(roots.everything(), QStringList());
    }

    void fileNamesThatWouldHarmAreUnsafe()
    {
        const Roots roots;
        for (const QByteArray &name :
             {QByteArray(), QByteArray("."), QByteArray(".."), QByteArray("a/b"), QByteArray("/x"),
              QByteArray("sources"), QByteArray(".gitignore"), QByteArray(".GIT"),
              QByteArray("a\nb"), QByteArray("a\0b", 3)}) {
            const auto outcome = import(roots, {{name, "text\n"}});
            QVERIFY2(!outcome, name.constData());
            QCOMPARE(outcome.error().cause, Cause::UnsafeContent);
        }
        const auto twice = import(roots, {{"x", "text\n"}, {"x", "other\n"}});
        QVERIFY(!twice);
        QCOMPARE(twice.error().cause, Cause::UnsafeContent);
        QCOMPARE(roots.everything(), QStringList());
    }

    void badNamesAreRefusedBeforeAnythingIsWritten()
    {
        Roots roots;
        roots.destination.owner = u"../../etc"_s;
        const auto outcome = import(roots, kHello);
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().cause, Cause::Invalid);
        QVERIFY(!QFileInfo::exists(roots.destination.gitRoot));
    }

    void branchBesideItsDirectoryIsInvalid()
    {
        Roots roots;
        roots.destination.branches = {u"fedora"_s};
        QVERIFY(import(roots, kHello));
        const QStringList before = roots.everything();
        roots.destination.branches = {u"f43"_s, u"fedora/26"_s};
        const auto outcome = import(roots, kHello);
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().cause, Cause::Invalid);
        QVERIFY(outcome.error().what.contains(u"fedora/26"_s));
        QCOMPARE(roots.everything(), before);
        roots.destination.branches = {u"master/x"_s};
        QVERIFY(!import(roots, kHello));
    }

    void sameHashWithOtherBytesIsUnsafe()
    {
        QByteArray one = QByteArray::fromHex(
                "d131dd02c5e6eec4693d9a0698aff95c2fcab58712467eab4004583eb8fb7f89"
                "55ad340609f4b30283e488832571415a085125e8f7cdc99fd91dbdf280373c5b"
                "d8823e3156348f5bae6dacd436c919c6dd53e2b487da03fd02396306d248cda0"
                "e99f33420f577ee8ce54b67080a80d1ec69821bcb6a8839396f9652b6ff72a70");
        QByteArray other = one;
        for (const int at : {19, 45, 59, 83, 109, 123})
            other[at] = static_cast<char>(other.at(at) ^ 0x80);
        QCOMPARE(QCryptographicHash::hash(one, QCryptographicHash::Md5),
                 QCryptographicHash::hash(other, QCryptographicHash::Md5));
        const Roots roots;
        QVERIFY(import(roots, {{"x.bin", one}}));
        const QStringList before = roots.everything();
        const auto outcome = import(roots, {{"x.bin", other}});
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().cause, Cause::UnsafeContent);
        QVERIFY(outcome.error().what.contains(u"x.bin"_s));
        QCOMPARE(roots.everything(), before);
    }

    void droppedWritersLeaveNothing()
    {
        const Roots roots;
        {
            PackageWriter writer(roots.destination);
            QVERIFY(feed(writer, kHello));
            QVERIFY(!roots.everything().isEmpty());
        }
        QCOMPARE(roots.everything(), QStringList());
        {
            const auto ready = prepared(roots, kHello);
            QVERIFY(ready);
            QCOMPARE(ready->tips().size(), 1);
            QCOMPARE(ready->tips().first().commit.size(), 40);
        }
        QCOMPARE(roots.everything(), QStringList());
    }

    void authorIsCleanedAsGitDoes()
    {
        Roots roots;
        roots.destination.authorName = u" Evil <x>\nparent 0 "_s;
        roots.destination.authorEmail = u"a@b>\n"_s;
        QVERIFY(import(roots, kHello));
        QCOMPARE(fsck(roots.repository()), u""_s);
        QCOMPARE(git(roots.repository(), {u"log"_s, u"-1"_s, u"--format=%an|%ae"_s, u"f43"_s}),
                 u"Evil xparent 0|a@b"_s);
    }

private:
    static QByteArray read(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("cannot be read");
    }

    static QString show(const Roots &roots, const QString &object)
    {
        return git(roots.repository(), {u"cat-file"_s, u"-p"_s, object});
    }

    /// Commits files on top of a branch, by git.
    static void commit(const Roots &roots, const QString &branch, const QList<File> &files)
    {
        const QString path = roots.repository();
        const QString index = roots.directory.filePath(u"index"_s);
        qputenv("GIT_INDEX_FILE", index.toUtf8());
        const QString tip = git(path, {u"rev-parse"_s, u"-q"_s, u"--verify"_s, branch});
        const bool isNew = tip.startsWith(u"git failed"_s);
        if (!isNew)
            git(path, {u"read-tree"_s, branch});
        for (const File &file : files) {
            const QString blob = git(path, {u"hash-object"_s, u"-w"_s, u"--stdin"_s}, file.bytes);
            git(path, {u"update-index"_s, u"--add"_s, u"--cacheinfo"_s,
                       u"100644,"_s + blob + u',' + QString::fromUtf8(file.name)});
        }
        QStringList command{u"commit-tree"_s, git(path, {u"write-tree"_s}), u"-m"_s, u"by git"_s};
        if (!isNew)
            command << u"-p"_s << tip;
        git(path, {u"update-ref"_s, u"refs/heads/"_s + branch, git(path, command)});
        qunsetenv("GIT_INDEX_FILE");
        QFile::remove(index);
    }
};

QTEST_GUILESS_MAIN(PackageWriterTest)
#include "tst_packagewriter.moc"
