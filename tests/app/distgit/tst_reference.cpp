// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/distgit/packages.h"
#include "fakes/rawsrpm.h"
#include "fakes/srpmbuilder.h"
#include "sources/srpmreader.h"

#include <QCryptographicHash>

#include <fnmatch.h>

using namespace sluice;
using namespace sluice::test;
using namespace Qt::StringLiterals;

namespace {

struct SourceFile
{
    QByteArray name;
    QByteArray bytes;
    bool isBinary = false;
    bool isExecutable = false;
};
using Package = QList<SourceFile>;

/// What happens to a package: an import, or a push by somebody who works on a branch.
struct Step
{
    QStringList branches;
    Package package; ///< empty: a push
    Package pushed = {};
};
using Story = QList<Step>;

SourceFile binary(const QByteArray &name, const QByteArray &bytes)
{
    return {.name = name, .bytes = bytes + QByteArray("\0\x01\xff", 3), .isBinary = true};
}

SourceFile spec(const QByteArray &version)
{
    return {.name = "hello.spec", .bytes = "Name: hello\nVersion: " + version + "\n"};
}

void write(const QString &path, const SourceFile &source)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(source.bytes) != source.bytes.size())
        qWarning("cannot write %s", qPrintable(path));
    file.setPermissions(source.isExecutable ? QFile::Permissions(0x7755)
                                            : QFile::Permissions(0x6644));
}

/// Fails the test where git does: its words become a warning.
QString must(const QString &answer)
{
    if (answer.startsWith("git failed"_L1))
        qWarning("%s", qPrintable(answer));
    return answer;
}

/// Commits and pushes as people do, from a clone.
void push(const QString &repository, const QString &branch, const Package &files)
{
    const QTemporaryDir clone;
    must(git(clone.path(), {u"clone"_s, u"-q"_s, u"-b"_s, branch, repository, u"."_s}));
    for (const SourceFile &file : files)
        write(clone.filePath(QString::fromUtf8(file.name)), file);
    must(git(clone.path(), {u"add"_s, u"-A"_s, u"-f"_s}));
    must(git(clone.path(), {u"commit"_s, u"-q"_s, u"-m"_s, u"by hand"_s}));
    must(git(clone.path(), {u"push"_s, u"-q"_s, u"origin"_s, branch}));
}

/// The original's way: a work tree, the git command line, branch after branch. Shares no code with
/// what it is compared to.
class Reference final
{
    Q_DISABLE_COPY_MOVE(Reference)

public:
    Reference()
    {
        run({u"init"_s, u"-q"_s, u"-b"_s, u"master"_s, u"."_s});
        write(path(u".gitignore"_s), {});
        run({u"add"_s, u"-f"_s, u".gitignore"_s});
        run({u"commit"_s, u"-q"_s, u"-m"_s, u"Initial setup of the repo"_s});
        m_root = run({u"rev-parse"_s, u"HEAD"_s});
    }

    void import(const Package &package, const QStringList &branches)
    {
        for (const QString &branch : branches)
            git(m_directory.path(), {u"branch"_s, branch, m_root}); // fails where it exists
        QStringList done;
        for (const QString &branch : branches) {
            run({u"checkout"_s, u"-q"_s, branch});
            if (done.isEmpty())
                importHere(package);
            else
                follow(done);
            done << branch;
        }
    }

    void pushed(const QString &branch, const Package &files)
    {
        run({u"checkout"_s, u"-q"_s, branch});
        for (const SourceFile &file : files)
            write(path(QString::fromUtf8(file.name)), file);
        commit(u"by hand"_s);
    }

    QString run(const QStringList &arguments) const
    {
        return must(git(m_directory.path(), arguments));
    }

private:
    [[nodiscard]] QString path(const QString &name) const { return m_directory.filePath(name); }

    void commit(const QString &message) const
    {
        run({u"add"_s, u"-A"_s, u"-f"_s});
        if (!run({u"status"_s, u"--porcelain"_s}).isEmpty())
            run({u"commit"_s, u"-q"_s, u"-m"_s, message});
    }

    /// Fast-forward to what is done, or take its tree.
    void follow(const QStringList &done) const
    {
        for (const QString &branch : done) {
            if (!git(m_directory.path(), {u"merge"_s, u"-q"_s, u"--ff-only"_s, branch})
                         .startsWith("git failed"_L1)
                && run({u"rev-parse"_s, u"HEAD"_s}) == run({u"rev-parse"_s, branch}))
                return;
        }
        run({u"read-tree"_s, u"-m"_s, u"-u"_s, done.first()});
        commit(u"automatic import of hello"_s);
    }

    void importHere(const Package &package) const
    {
        removeWhatIsGone(package);
        QByteArray sources;
        QByteArray ignored = read(path(u".gitignore"_s));
        for (const SourceFile &file : package) {
            const QString name = path(QString::fromUtf8(file.name));
            QFile::remove(name);
            if (!file.isBinary) {
                write(name, file);
                continue;
            }
            sources += QCryptographicHash::hash(file.bytes, QCryptographicHash::Md5).toHex() + "  "
                     + file.name + '\n';
            if (isIgnored(ignored, file.name))
                continue;
            if (!ignored.isEmpty() && !ignored.endsWith('\n'))
                ignored += '\n';
            ignored += '/' + file.name + '\n';
        }
        write(path(u"sources"_s), {.name = "sources", .bytes = sources});
        write(path(u".gitignore"_s), {.name = ".gitignore", .bytes = ignored});
        commit(u"automatic import of hello"_s);
    }

    void removeWhatIsGone(const Package &package) const
    {
        static constexpr std::array kKept{".gitignore", "sources",     "README.md", "gating.yaml",
                                          "tests/*",    "*.rpmlintrc", ".fmf/*",    "*.fmf"};
        const QStringList tracked = run({u"ls-files"_s}).split(u'\n', Qt::SkipEmptyParts);
        for (const QString &name : tracked) {
            const QByteArray bytes = name.toUtf8();
            const bool isKept = std::ranges::any_of(kKept, [&bytes](const char *pattern) {
                return ::fnmatch(pattern, bytes.constData(), FNM_NOESCAPE) == 0;
            });
            const bool isThere = std::ranges::contains(package, bytes, &SourceFile::name);
            if (!isKept && !isThere)
                run({u"rm"_s, u"-q"_s, name});
        }
    }

    static bool isIgnored(const QByteArray &patterns, const QByteArray &name)
    {
        const QList<QByteArray> lines = patterns.split('\n');
        return std::ranges::any_of(lines, [&name](QByteArray pattern) {
            if (pattern.startsWith('/'))
                pattern.remove(0, 1);
            return ::fnmatch(pattern.constData(), name.constData(), FNM_NOESCAPE) == 0;
        });
    }

    static QByteArray read(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    QTemporaryDir m_directory;
    QString m_root;
};

/// From the bytes of a source package to the branches, as the importer does.
Result<void> importFile(const Roots &roots, const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(Cause::Storage, file.errorString());
    PackageWriter writer(roots.destination);
    if (const auto header = readSourcePackage(file.handle(), path, Caps(), writer, {}); !header)
        return std::unexpected(header.error());
    auto ready = writer.prepare(roots.now, {});
    if (!ready)
        return std::unexpected(ready.error());
    return publish(std::span(&*ready, 1)).front();
}

Result<void> importPackage(const Roots &roots, const Package &package)
{
    RawSrpm srpm;
    for (const SourceFile &file : package) {
        srpm.files << RawSrpm::File{.name = file.name,
                                    .content = file.bytes,
                                    .mode = file.isExecutable ? 0100755U : 0100644U};
    }
    const QString path = roots.directory.filePath(u"hello.src.rpm"_s);
    write(path, {.name = "hello.src.rpm", .bytes = srpm.bytes()});
    return importFile(roots, path);
}

/// "branch tree" of every branch, and the text of its `sources`.
template <typename Run> QStringList branches(Run run)
{
    QStringList lines;
    const QStringList names
            = run({u"for-each-ref"_s, u"--format=%(refname:short)"_s, u"refs/heads"_s})
                      .split(u'\n');
    for (const QString &name : names) {
        lines << name + u' ' + run({u"rev-parse"_s, name + u"^{tree}"_s});
        if (!run({u"ls-tree"_s, name, u"sources"_s}).isEmpty())
            lines << run({u"cat-file"_s, u"-p"_s, name + u":sources"_s}).split(u'\n');
    }
    return lines;
}

} // namespace

Q_DECLARE_METATYPE(Story)

/// Whole source packages, imported again and again, against the original's way with git itself.
class ReferenceTest final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"."_s)); }

    void everyStoryEndsInTheTreesOfTheOriginal_data()
    {
        QTest::addColumn<Story>("story");
        const QStringList one{u"f43"_s};
        const QStringList two{u"f42"_s, u"f43"_s};
        const QStringList three{u"rawhide"_s, u"f43"_s, u"f42"_s};
        const Package first{spec("1"),
                            binary("hello-1.tar.gz", "one"),
                            {.name = "run.sh", .bytes = "#!/bin/sh\n", .isExecutable = true},
                            {.name = "fix.patch", .bytes = "--- a\n+++ b\n"}};
        const Package second{spec("2"),
                             binary("hello-2.tar.gz", "two"),
                             {.name = "run.sh", .bytes = "#!/bin/sh\n"}};
        const Package textOnly{spec("3"), {.name = "notes", .bytes = "t\xc3\xa4xt\n"}};
        const auto row = [](const char *name, const Story &story) { QTest::newRow(name) << story; };
        row("one import", {{one, first}});
        row("to many branches", {{three, first}});
        row("the same again", {{two, first}, {two, first}});
        row("a new version", {{two, first}, {two, second}});
        row("back to the old version", {{one, first}, {one, second}, {one, first}});
        row("subsets diverge and meet",
            {{two, first}, {one, second}, {{u"f42"_s}, textOnly}, {three, second}, {two, first}});
        row("a branch that others have passed",
            {{one, first}, {one, second}, {two, second}, {three, second}});
        row("into master too", {{{u"master"_s, u"f43"_s}, first}, {{u"f43"_s}, second}});
        row("nothing binary any more", {{two, first}, {two, textOnly}});
        row("sources in the order of the package",
            {{one, {binary("z.bin", "z"), spec("1"), binary("a.bin", "a"), binary("m.bin", "m")}},
             {one, {binary("m.bin", "m"), binary("z.bin", "y"), spec("2")}}});
        row("empty files are binary",
            {{one, {spec("1"), {.name = "empty", .bytes = {}, .isBinary = true}}}});
        row("text becomes binary and text again",
            {{one, {spec("1"), {.name = "data", .bytes = "text\n"}}},
             {one, {spec("2"), binary("data", "bytes")}},
             {one, {spec("3"), {.name = "data", .bytes = "text\n"}}}});
        row("kept files", {{one, first},
                           {one,
                            {},
                            {{.name = "README.md", .bytes = "read\n"},
                             {.name = "gating.yaml", .bytes = "--- !Policy\n"},
                             {.name = "tests/run", .bytes = "true\n", .isExecutable = true},
                             {.name = "tests/deep/er", .bytes = "true\n"},
                             {.name = "hello.rpmlintrc", .bytes = "addFilter(1)\n"},
                             {.name = ".fmf/version", .bytes = "1\n"},
                             {.name = "plans.fmf", .bytes = "a: b\n"},
                             {.name = "gone", .bytes = "goes\n"},
                             {.name = "other/README.md", .bytes = "goes\n"}}},
                           {one, second}});
        row("kept files of the first branch win",
            {{two, first},
             {{u"f42"_s}, {}, {{.name = "README.md", .bytes = "of f42\n"}}},
             {{u"f43"_s}, {}, {{.name = "README.md", .bytes = "of f43\n"}}},
             {{u"f43"_s, u"f42"_s}, second}});
        row("patterns that people wrote",
            {{one, first},
             {one, {}, {{.name = ".gitignore", .bytes = "*.tar.gz\n/data-[0-9].bin\nx?z\nlast"}}},
             {one,
              {spec("2"), binary("hello-2.tar.gz", "2"), binary("data-7.bin", "7"),
               binary("data-x.bin", "x"), binary("xyz", "q"), binary("xyyz", "q"),
               binary("last", "l"), binary("Last", "L"), binary("a&b [1].zip", "s")}},
             {one, {spec("3"), binary("a&b [1].zip", "s")}}});
    }

    void everyStoryEndsInTheTreesOfTheOriginal()
    {
        QFETCH(const Story, story);
        Roots roots;
        Reference reference;
        for (const Step &step : story) {
            roots.destination.branches = step.branches;
            if (step.package.isEmpty()) {
                push(roots.repository(), step.branches.first(), step.pushed);
                reference.pushed(step.branches.first(), step.pushed);
            } else {
                const auto done = importPackage(roots, step.package);
                QVERIFY2(done, qPrintable(said(done)));
                reference.import(step.package, step.branches);
            }
            const auto ours = branches([&roots](const QStringList &arguments) {
                return must(git(roots.repository(), arguments));
            });
            const auto theirs = branches([&reference](const QStringList &arguments) {
                return reference.run(arguments);
            });
            QCOMPARE(ours, theirs);
            QCOMPARE(fsck(roots.repository()), u""_s);
        }
    }

    /// The ids of git's own commands, written down once.
    void idsAreTheseForEver()
    {
        const Roots roots;
        const auto done = importPackage(
                roots, {spec("1"),
                        binary("hello-1.tar.gz", "one"),
                        {.name = "run.sh", .bytes = "#!/bin/sh\n", .isExecutable = true}});
        QVERIFY2(done, qPrintable(said(done)));
        QCOMPARE(roots.tree(u"master"_s), u"82e3a754b6a0fcb238b03c0e47d05219fbf9cf89"_s);
        QCOMPARE(roots.tree(u"f43"_s), u"c5506149c3892d2146275ebe0b9ff675c8b1c12a"_s);
        QCOMPARE(git(roots.repository(), {u"show"_s, u"f43:sources"_s}),
                 u"076e29cf5a768fe4efa29e3a232b274c  hello-1.tar.gz"_s);
    }

    void packagesOfRpmbuildToo()
    {
        const Package files{binary("zebra.tar", "z"),
                            binary("apple.zip", "a"),
                            {.name = "fix.patch", .bytes = "--- a\n+++ b\n"}};
        SrpmBuilder builder;
        SrpmBuilder::Input input{.specName = u"hello.spec"_s,
                                 .spec
                                 = SrpmBuilder::spec("hello", "2.0~rc1", {"zebra.tar", "apple.zip"},
                                                     "Patch0: fix.patch\n"),
                                 .files = {}};
        for (const SourceFile &file : files)
            input.files.append({QString::fromUtf8(file.name), file.bytes});
        const QString path = builder.build(input);
        QVERIFY2(!path.isEmpty(), qPrintable(builder.error()));

        QProcess rpm;
        rpm.start(u"rpm"_s, {u"-qp"_s, u"--qf"_s, u"[%{FILENAMES}\n]"_s, path});
        QVERIFY(rpm.waitForFinished());
        const QList<QByteArray> order = rpm.readAllStandardOutput().trimmed().split('\n');
        Package package = files;
        package << SourceFile{.name = "hello.spec", .bytes = input.spec};
        std::ranges::sort(package, {},
                          [&order](const SourceFile &file) { return order.indexOf(file.name); });

        Roots roots;
        roots.destination.branches = {u"f42"_s, u"f43"_s};
        const auto done = importFile(roots, path);
        QVERIFY2(done, qPrintable(said(done)));
        Reference reference;
        reference.import(package, roots.destination.branches);
        QCOMPARE(branches([&roots](const QStringList &arguments) {
                     return must(git(roots.repository(), arguments));
                 }),
                 branches([&reference](const QStringList &arguments) {
                     return reference.run(arguments);
                 }));
        QCOMPARE(fsck(roots.repository()), u""_s);
    }
};

QTEST_GUILESS_MAIN(ReferenceTest)
#include "tst_reference.moc"
