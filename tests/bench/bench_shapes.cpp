// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Packages of unusual shape: one huge file, thousands of files, many branches. See README.md in
// this folder.
#include "bench/measuredrun.h"
#include "fakes/rawsrpm.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>
#include <QProcess>
#include <QTemporaryDir>

#include <print>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

void write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(path));
}

/// A source package with one file of so many bytes, made by rpmbuild, not compressed.
QString hugePackage(const QString &folder, qint64 bytes)
{
    QFile zeros(folder + "/huge.bin"_L1);
    if (!zeros.open(QIODevice::WriteOnly) || !zeros.resize(bytes))
        qFatal("cannot make a file of %lld bytes", qlonglong(bytes));
    zeros.close();
    write(folder + "/huge.spec"_L1, "Name: huge\nVersion: 1\nRelease: 1\nSummary: One huge "
                                    "file\nLicense: MIT\nSource0: huge.bin\n"
                                    "%description\nOne huge file.\n");
    QProcess rpmbuild;
    rpmbuild.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    rpmbuild.start(u"rpmbuild"_s, {u"-bs"_s, u"--quiet"_s, u"--define"_s, u"_sourcedir "_s + folder,
                                   u"--define"_s, u"_srcrpmdir "_s + folder, u"--define"_s,
                                   u"_source_payload w0.ufdio"_s, folder + "/huge.spec"_L1});
    if (!rpmbuild.waitForFinished(-1) || rpmbuild.exitCode() != 0)
        qFatal("rpmbuild failed");
    zeros.remove();
    return folder + "/huge-1-1.src.rpm"_L1;
}

QString packageOf(const QString &folder, const QByteArray &name, int files)
{
    RawSrpm package{.name = name};
    package.files << RawSrpm::File{.name = name + ".spec", .content = "Name: " + name + "\n"};
    for (int i = 1; i < files; ++i) {
        const QByteArray number = QByteArray::number(i);
        package.files << RawSrpm::File{.name = "source-" + number + ".tar.xz",
                                       .content = QByteArray("\0", 1) + number.repeated(400)};
    }
    const QString path = folder + u'/' + QString::fromLatin1(name) + ".src.rpm"_L1;
    write(path, package.bytes());
    return path;
}

/// The root stays until the end: making files is slow right after thousands were deleted.
Measure importOne(const QString &root, const QString &package, int copies, int branches)
{
    return runSelf({u"--package"_s, package, u"--root"_s, root, u"--copies"_s,
                    QString::number(copies), u"--branches"_s, QString::number(branches)});
}

int runImport(const QCommandLineParser &parser)
{
    NewTask task{.source = parser.value(u"package"_s), .given = parser.value(u"package"_s)};
    task.branches.clear();
    for (int i = 0; i < parser.value(u"branches"_s).toInt(); ++i)
        task.branches << u"f%1"_s.arg(30 + i);
    QList<NewTask> tasks;
    for (int i = 0; i < parser.value(u"copies"_s).toInt(); ++i) {
        task.project = u"project-%1"_s.arg(i);
        tasks << task;
    }
    importAll(parser.value(u"root"_s), tasks, 1);
    return 0;
}

void branches(const QString &folder)
{
    constexpr int kCopies = 400;
    const QString package = packageOf(folder, "small", 4);
    QList<double> wall;
    QList<double> cpu;
    for (int round = 0; round < 5; ++round) {
        const QString root = folder + u"/branches-%1-"_s.arg(round);
        const Measure one = importOne(root + u'1', package, kCopies, 1);
        const Measure sixteen = importOne(root + "16"_L1, package, kCopies, 16);
        wall << sixteen.seconds / one.seconds;
        cpu << sixteen.cpuMs / one.cpuMs;
    }
    std::println("16 branches cost {:.2f} x the time and {:.2f} x the CPU of one (aim: below 1.3)",
                 median(wall), median(cpu));
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    parser.addOptions({{u"package"_s, u"One measured run: import this package."_s, u"path"_s},
                       {u"root"_s, u"Folder of the run."_s, u"dir"_s},
                       {u"copies"_s, u"Into so many projects."_s, u"n"_s, u"1"_s},
                       {u"branches"_s, u"Onto so many branches."_s, u"n"_s, u"1"_s},
                       {u"huge-bytes"_s, u"Size of the huge file."_s, u"n"_s, u"2147483648"_s}});
    parser.addHelpOption();
    parser.process(app);
    if (parser.isSet(u"package"_s))
        return runImport(parser);

    const QTemporaryDir folder;
    const qint64 bytes = parser.value(u"huge-bytes"_s).toLongLong();
    const Measure huge
            = importOne(folder.filePath(u"huge-run"_s), hugePackage(folder.path(), bytes), 1, 1);
    std::println("a source file of {} MB: {:.1f} s, {:.0f} MB peak memory (aim: constant)",
                 bytes >> 20, huge.seconds, huge.peakMb);
    const Measure many = importOne(folder.filePath(u"many-run"_s),
                                   packageOf(folder.path(), "many", 6000), 1, 1);
    std::println("6,000 source files: {:.2f} s, {:.0f} MB peak memory (aim: below 3 s)",
                 many.seconds, many.peakMb);
    branches(folder.path());
    return 0;
}
