// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "import/engine.h"
#include "queue/queuestore.h"

#include <QTemporaryDir>

#include <memory>

namespace sluice {

/// A data directory of its own with a store, packages to import and an engine to start. Test
/// thread.
class EngineHarness final
{
    Q_DISABLE_COPY_MOVE(EngineHarness)

public:
    EngineHarness();
    ~EngineHarness();

    /// Writes a small package by hand; gives its path.
    QString package(const QByteArray &name, const QByteArray &tarball = "tarball");
    QString write(const QString &name, const QByteArray &content);
    TaskId add(const NewTask &task);
    TaskId addFile(const QString &path, const QStringList &branches = {QStringLiteral("master")});

    Engine &start(const EngineOptions &options = {});
    /// Waits for the engine to say so.
    [[nodiscard]] bool waitIdle();
    [[nodiscard]] bool stop();

    [[nodiscard]] Task task(TaskId id);
    [[nodiscard]] QStringList leftovers() const; ///< temporary files that nobody will use any more
    /// `git ARGUMENTS` in the repository of a package of local/imports; its output, or "exit N: …".
    [[nodiscard]] QString git(const QString &package, const QStringList &arguments) const;

    Settings settings;
    std::unique_ptr<QueueStore> store;

    [[nodiscard]] QString path(const QString &name) const { return m_directory.filePath(name); }

private:
    QTemporaryDir m_directory;
    SystemClock m_clock;
    std::unique_ptr<Engine> m_engine;
};

} // namespace sluice
