// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/engineharness.h"

#include "fakes/rawsrpm.h"

#include <QDir>
#include <QDirIterator>
#include <QProcess>
#include <QSignalSpy>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

EngineHarness::EngineHarness()
{
    const QString data = path(u"data"_s);
    QDir().mkpath(data);
    settings = SettingsFile(data).load().value();
    store = QueueStore::open(data + "/queue.sqlite"_L1, m_clock).value();
}

EngineHarness::~EngineHarness()
{
    if (m_engine)
        static_cast<void>(stop());
}

QString EngineHarness::package(const QByteArray &name, const QByteArray &tarball)
{
    RawSrpm package{.name = name};
    package.files << RawSrpm::File{.name = name + ".spec", .content = "Name: " + name + "\n"}
                  << RawSrpm::File{.name = name + ".tar.gz",
                                   .content = QByteArray("\0", 1) + tarball};
    return write(QString::fromLatin1(name) + ".src.rpm"_L1, package.bytes());
}

QString EngineHarness::write(const QString &name, const QByteArray &content)
{
    QFile file(path(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(file.fileName()));
    return file.fileName();
}

TaskId EngineHarness::add(const NewTask &task)
{
    return store->add({task}, u"test"_s).value().first();
}

TaskId EngineHarness::addFile(const QString &path, const QStringList &branches)
{
    return add({.source = path, .given = QFileInfo(path).fileName(), .branches = branches});
}

Engine &EngineHarness::start(const EngineOptions &options)
{
    EngineOptions all = options;
    all.dataDirectory = path(u"data"_s);
    all.settings = settings;
    all.program = u"test"_s;
    m_engine = std::make_unique<Engine>(all, m_clock);
    m_engine->start();
    return *m_engine;
}

bool EngineHarness::waitIdle()
{
    QSignalSpy idle(m_engine.get(), &Engine::idle);
    return idle.wait(30s);
}

bool EngineHarness::stop()
{
    QSignalSpy stopped(m_engine.get(), &Engine::stopped);
    m_engine->drain();
    const bool isStopped = stopped.wait(20s);
    m_engine.reset();
    return isStopped;
}

Task EngineHarness::task(TaskId id) { return store->task(id).value().value(); }

QStringList EngineHarness::leftovers() const
{
    QStringList found;
    for (const QString &root : {settings.gitRoot, settings.lookasideRoot}) {
        QDirIterator files(root + "/.sluice-tmp"_L1, QDir::Files | QDir::Hidden,
                           QDirIterator::Subdirectories);
        while (files.hasNext())
            found << files.next();
    }
    return found;
}

QString EngineHarness::git(const QString &package, const QStringList &arguments) const
{
    QProcess process;
    const QString repository = settings.gitRoot + "/local/imports/"_L1 + package + ".git"_L1;
    process.start(u"git"_s, QStringList{u"--git-dir=%1"_s.arg(repository)} + arguments);
    if (!process.waitForFinished(30'000))
        return u"git did not end"_s;
    if (process.exitCode() != 0) {
        return u"exit %1: %2"_s.arg(process.exitCode())
                .arg(QString::fromUtf8(process.readAllStandardError()));
    }
    return QString::fromUtf8(process.readAllStandardOutput()).trimmed();
}

} // namespace sluice
