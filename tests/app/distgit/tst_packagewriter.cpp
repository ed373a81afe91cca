// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/distgit/packages.h"

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
        QVERIFY2(outcome, qPrintable(outcome.error().what));
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
        QVERIFY2(second, qPrintable(second.error().what));
        QVERIFY(second->isUnchanged);
        QCOMPARE(second->tips, first->tips);
        QCOMPARE(roots.everything(), before);
    }
};

QTEST_GUILESS_MAIN(PackageWriterTest)
#include "tst_packagewriter.moc"
