// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/newtasks.h"

#include "distgit/destination.h"

#include <QDir>
#include <QUrl>

#include <pwd.h>
#include <unistd.h>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

bool isUrl(const QString &input)
{
    return input.startsWith("http://"_L1, Qt::CaseInsensitive)
        || input.startsWith("https://"_L1, Qt::CaseInsensitive);
}

/// The path that a file URL of this machine names; empty for anything else.
QString pathOfFileUrl(const QString &input)
{
    if (!input.startsWith("file:/"_L1, Qt::CaseInsensitive))
        return {};
    const QUrl url(input);
    const bool isHere = url.host().isEmpty() || url.host() == "localhost"_L1;
    return url.isValid() && isHere ? url.path(QUrl::FullyDecoded) : QString();
}

/// Not cleaned: `..` after a symbolic link is for the kernel to follow.
QString absolutePath(const QString &input)
{
    const QString path = pathOfFileUrl(input);
    if (!path.isEmpty())
        return path;
    return input.startsWith(u'/') ? input : QDir::currentPath() + u'/' + input;
}

/// The names that all tasks share, checked once.
Result<void> checkShared(const NewTask &task)
{
    const Destination destination{.gitRoot = u"/"_s,
                                  .lookasideRoot = u"/"_s,
                                  .owner = task.owner,
                                  .project = task.project,
                                  .package = task.package,
                                  .branches = task.branches};
    return checkNames(destination);
}

Result<QList<NewTask>> newTasks(const Arguments &arguments, const Settings &settings)
{
    NewTask task;
    task.owner = arguments.value("--owner"_L1, task.owner);
    task.project = arguments.value("--project"_L1, task.project);
    task.package = arguments.value("--package"_L1);
    task.submitter = userName();
    task.format = settings.format;
    if (arguments.has("--branch"_L1)) {
        task.branches = arguments.values("--branch"_L1);
        task.branches.removeDuplicates();
    }
    if (arguments.has("--format"_L1)) {
        const QString name = arguments.value("--format"_L1);
        if (auto good = checkBySetting("--format"_L1, name, u"import.format"_s); !good)
            return std::unexpected(good.error());
        task.format = *formatFromName(name);
    }
    if (auto good = checkShared(task); !good)
        return std::unexpected(good.error());
    QList<NewTask> tasks;
    for (const QString &input : arguments.operands) {
        task.given = input;
        task.isUrlListed = isUrl(input);
        task.source = task.isUrlListed ? input : absolutePath(input);
        tasks << task;
    }
    return tasks;
}

} // namespace

QList<Option> taskOptions()
{
    return {
            {"--owner"_L1, "OWNER"_L1, "Whose project it is, such as @group (local)."},
            {"--project"_L1, "PROJECT"_L1, "The project to import into (imports)."},
            {"--branch"_L1, "BRANCH"_L1, "A branch to import to; may be given again (master)."},
            {"--package"_L1, "NAME"_L1, "The repository's name (the name in the package)."},
            {"--format"_L1, "copr|fedora"_L1, "How dist-git is written (import.format)."},
    };
}

std::expected<TaskRequest, ExitCode> readTaskRequest(const Context &context,
                                                     const Arguments &arguments, const Clock &clock)
{
    const auto settings = SettingsFile(context.dataDirectory).load();
    if (!settings)
        return std::unexpected(stopped(settings.error()));
    const auto tasks = newTasks(arguments, *settings);
    if (!tasks)
        return std::unexpected(usageError(tasks.error()));
    auto store = openQueue(context.dataDirectory, clock);
    if (!store)
        return std::unexpected(stopped(store.error()));
    if (const auto good = (*store)->check(); !good)
        return std::unexpected(stopped(good.error()));
    return TaskRequest{*settings, *tasks, std::move(*store)};
}

QString userName()
{
    const passwd *user = ::getpwuid(::getuid());
    return user ? QString::fromLocal8Bit(user->pw_name) : QString::number(::getuid());
}

Result<std::unique_ptr<QueueStore>> openQueue(const QString &dataDirectory, const Clock &clock)
{
    if (auto made = makeDataDirectory(dataDirectory); !made)
        return std::unexpected(made.error());
    return QueueStore::open(dataDirectory + u"/queue.sqlite"_s, clock);
}

} // namespace sluice
