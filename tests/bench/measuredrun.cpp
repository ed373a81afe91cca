// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/measuredrun.h"

#include "import/engine.h"
#include "queue/queuestore.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sluice {
using namespace Qt::StringLiterals;

Measure runSelf(const QStringList &arguments)
{
    QList<QByteArray> texts{QCoreApplication::applicationFilePath().toLocal8Bit()};
    for (const QString &argument : arguments)
        texts << argument.toLocal8Bit();
    std::vector<char *> argv;
    for (QByteArray &text : texts)
        argv.push_back(text.data());
    argv.push_back(nullptr);

    QElapsedTimer timer;
    timer.start();
    const pid_t child = ::fork();
    if (child == 0) {
        ::execv(argv[0], argv.data());
        ::_exit(127);
    }
    int status = 0;
    rusage usage{};
    ::wait4(child, &status, 0, &usage);
    const double seconds = double(timer.nsecsElapsed()) / 1e9;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        qFatal("failed: %s", qPrintable(arguments.join(u' ')));
    const auto ms = [](const timeval &time) {
        return double(time.tv_sec) * 1e3 + double(time.tv_usec) / 1e3;
    };
    return {seconds, ms(usage.ru_utime) + ms(usage.ru_stime), double(usage.ru_maxrss) / 1024};
}

double median(QList<double> values)
{
    std::ranges::sort(values);
    return values.at(values.size() / 2);
}

void importAll(const QString &dataDirectory, const QList<NewTask> &tasks, int threads)
{
    QDir().mkpath(dataDirectory);
    const SystemClock clock;
    auto settings = SettingsFile(dataDirectory).load();
    auto store = QueueStore::open(dataDirectory + "/queue.sqlite"_L1, clock);
    if (!settings || !store)
        qFatal("cannot start in %s", qPrintable(dataDirectory));
    if (!(*store)->add(tasks, u"bench"_s))
        qFatal("cannot add");
    Engine engine({.dataDirectory = dataDirectory,
                   .settings = *settings,
                   .program = u"bench"_s,
                   .threads = threads},
                  clock);
    QObject::connect(&engine, &Engine::idle, &engine, [&engine] { engine.drain(); });
    QObject::connect(&engine, &Engine::stopped, qApp, &QCoreApplication::quit);
    engine.start();
    QCoreApplication::exec();
    const auto counts = (*store)->counts();
    if (!counts || (*counts)[State::Succeeded] != tasks.size())
        qFatal("not all of %lld were imported", qlonglong(tasks.size()));
}

} // namespace sluice
