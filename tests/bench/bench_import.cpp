// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// How fast the importer is beside a bare loop that does the same work: see README.md in this
// folder.
#include "bench/bareloop.h"
#include "bench/benchserver.h"
#include "bench/measuredrun.h"
#include "fakes/rawsrpm.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>
#include <QRandomGenerator>
#include <QTemporaryDir>

#include <print>

#include <unistd.h>

using namespace sluice;
using namespace Qt::StringLiterals;

namespace {

QString packageName(int number) { return u"bench-%1"_s.arg(number, 4, 10, QChar(u'0')); }

/// Spec, one tarball of 20 to 200 KB that does not compress, and a patch in every third.
void makePackages(const QString &folder, int count)
{
    QRandomGenerator random(42);
    for (int i = 0; i < count; ++i) {
        const QByteArray name = packageName(i).toLatin1();
        RawSrpm package{.name = name};
        package.files << RawSrpm::File{
                .name = name + ".spec",
                .content = QByteArray("Name: " + name + "\nVersion: 1.0\n").repeated(40)};
        QByteArray tarball(random.bounded(20 << 10, 200 << 10), '\0');
        for (char &byte : tarball)
            byte = char(random.bounded(256));
        package.files << RawSrpm::File{.name = name + "-1.0.tar.gz", .content = tarball};
        if (i % 3 == 0) {
            package.files << RawSrpm::File{
                    .name = "fix.patch",
                    .content = QByteArray("--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n").repeated(60)};
        }
        QFile file(folder + u'/' + packageName(i) + ".src.rpm"_L1);
        if (!file.open(QIODevice::WriteOnly) || file.write(package.bytes()) < 0)
            qFatal("cannot write %s", qPrintable(file.fileName()));
    }
}

int runSluice(const QString &root, int port, int count, int threads)
{
    QList<NewTask> tasks;
    for (int i = 0; i < count; ++i) {
        const QString url = u"http://127.0.0.1:%1/%2.src.rpm"_s.arg(port).arg(packageName(i));
        tasks << NewTask{.source = url, .given = url, .isUrlListed = true};
    }
    importAll(root, tasks, threads);
    return 0;
}

int runFloor(const QString &root, int port, int count, int threads)
{
    std::vector<std::string> names;
    for (int i = 0; i < count; ++i)
        names.push_back(packageName(i).toStdString() + ".src.rpm");
    runBareLoop(port, names, root.toStdString(), threads);
    return 0;
}

/// One run as a process of its own, in a fresh folder; CPU per package.
Measure measure(const QString &kind, const QString &root, int port, int count, int threads)
{
    Measure run = runSelf({u"--run"_s, kind, u"--root"_s, root, u"--port"_s, QString::number(port),
                           u"--packages"_s, QString::number(count), u"--threads"_s,
                           QString::number(threads)});
    run.cpuMs /= count;
    return run;
}

void report(const char *name, const QList<Measure> &runs, int count)
{
    QList<double> seconds;
    QList<double> cpu;
    double peak = 0;
    for (const Measure &run : runs) {
        seconds << run.seconds;
        cpu << run.cpuMs;
        peak = std::max(peak, run.peakMb);
    }
    std::println("  {:<11} {:6.0f} packages/s   {:5.2f} CPU ms/package   {:4.0f} MB peak", name,
                 count / median(seconds), median(cpu), peak);
}

int compare(int count, int rounds)
{
    const QTemporaryDir folder;
    makePackages(folder.path(), count);
    const BenchServer server(folder.path());
    std::println("{} packages, {} rounds, medians, in {}", count, rounds,
                 QDir::tempPath().toStdString());
    // Written back before it is measured: a sync of ours must not pay for the packages themselves.
    ::sync();
    // All runs stay until the end: making files is slow right after thousands were deleted.
    const QTemporaryDir roots;
    for (const int threads : {1, 2}) {
        QList<Measure> ours;
        QList<Measure> floor;
        QList<double> ratios;
        for (int round = 0; round < rounds; ++round) {
            const auto root = [&](const QString &kind) {
                return roots.filePath(u"%1-%2-%3"_s.arg(kind).arg(threads).arg(round));
            };
            floor << measure(u"floor"_s, root(u"floor"_s), server.port(), count, threads);
            ours << measure(u"sluice"_s, root(u"sluice"_s), server.port(), count, threads);
            ratios << floor.last().seconds / ours.last().seconds;
        }
        std::println("{} thread{}:", threads, threads > 1 ? "s" : "");
        report("bare loop", floor, count);
        report("Sluice", ours, count);
        std::println("  Sluice runs at {:.0f} % of the bare loop's rate (aim: 80)",
                     median(ratios) * 100);
    }
    return 0;
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    parser.addOptions({{u"run"_s, u"One measured run: sluice or floor."_s, u"kind"_s},
                       {u"root"_s, u"Folder of the run."_s, u"dir"_s},
                       {u"port"_s, u"Port of the server."_s, u"n"_s},
                       {u"packages"_s, u"How many."_s, u"n"_s, u"1000"_s},
                       {u"rounds"_s, u"Rounds to take medians of."_s, u"n"_s, u"5"_s},
                       {u"threads"_s, u"Import threads of the run."_s, u"n"_s, u"1"_s}});
    parser.addHelpOption();
    parser.process(app);
    const int count = parser.value(u"packages"_s).toInt();
    const QString kind = parser.value(u"run"_s);
    const auto run = kind == "floor"_L1 ? runFloor : runSluice;
    if (!kind.isEmpty()) {
        return run(parser.value(u"root"_s), parser.value(u"port"_s).toInt(), count,
                   parser.value(u"threads"_s).toInt());
    }
    return compare(count, parser.value(u"rounds"_s).toInt());
}
