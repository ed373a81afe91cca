// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "distgit/packagewriter.h"

#include <QDir>
#include <QDirIterator>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QTimeZone>

#include <filesystem>
#include <sys/stat.h>

namespace sluice::test {

/// A file of a package made by hand.
struct File
{
    QByteArray name;
    QByteArray bytes;
    bool isExecutable = false;
};

struct Outcome
{
    QHash<QString, QString> tips;
    QList<StoredObject> objects;
    QStringList warnings;
    bool isUnchanged = false;
};

/// The error in words, for the message of a check that fails.
template <typename T> QString said(const Result<T> &result)
{
    return result ? QString() : result.error().what + u' ' + result.error().detail;
}

/// Runs the real git; its standard output without the last newline, or "git failed: …".
inline QString git(const QString &repository, const QStringList &arguments,
                   const QByteArray &input = {})
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char *role : {"GIT_AUTHOR_", "GIT_COMMITTER_"}) {
        environment.insert(QString::fromLatin1(role) + QStringLiteral("NAME"),
                           QStringLiteral("CoprDistGit"));
        environment.insert(QString::fromLatin1(role) + QStringLiteral("EMAIL"),
                           QStringLiteral("copr-devel@lists.fedorahosted.org"));
        environment.insert(QString::fromLatin1(role) + QStringLiteral("DATE"),
                           QStringLiteral("1767225600 +0000"));
    }
    environment.insert(QStringLiteral("GIT_CONFIG_GLOBAL"), QStringLiteral("/dev/null"));
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral("git"),
                  QStringList{QStringLiteral("-c"), QStringLiteral("safe.directory=*"),
                              QStringLiteral("-C"), repository}
                          + arguments);
    process.write(input);
    process.closeWriteChannel();
    process.waitForFinished(60000);
    const QString output = QString::fromUtf8(process.readAllStandardOutput()).trimmed();
    const QString errors = QString::fromUtf8(process.readAllStandardError()).trimmed();
    if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0)
        return QStringLiteral("git failed: ") + output + errors;
    return output;
}

/// What `git fsck` has to say, nothing when all is well.
inline QString fsck(const QString &repository)
{
    QProcess process;
    process.start(QStringLiteral("git"),
                  {QStringLiteral("-c"), QStringLiteral("safe.directory=*"), QStringLiteral("-C"),
                   repository, QStringLiteral("fsck"), QStringLiteral("--strict"),
                   QStringLiteral("--full"), QStringLiteral("--no-dangling"),
                   QStringLiteral("--no-progress")});
    process.waitForFinished(60000);
    QString said
            = QString::fromUtf8(process.readAllStandardOutput() + process.readAllStandardError());
    if (process.exitCode() != 0)
        said += QStringLiteral("exit code %1").arg(process.exitCode());
    return said;
}

/// Permission bits of a file or directory, in octal as people write them.
inline QString mode(const QString &path)
{
    struct stat status = {};
    ::lstat(QFile::encodeName(path).constData(), &status);
    return QString::number(status.st_mode & 07777, 8);
}

/// A git root and a lookaside root that last as long as the test function.
class Roots final
{
public:
    Roots()
    {
        destination.gitRoot = directory.filePath(QStringLiteral("git"));
        destination.lookasideRoot = directory.filePath(QStringLiteral("lookaside"));
        destination.owner = QStringLiteral("@group");
        destination.project = QStringLiteral("proj:pr:12");
        destination.branches = {QStringLiteral("f43")};
        destination.authorName = QStringLiteral("CoprDistGit");
        destination.authorEmail = QStringLiteral("copr-devel@lists.fedorahosted.org");
    }

    Q_DISABLE_COPY_MOVE(Roots)
    ~Roots()
    {
        // QTemporaryDir cannot remove names that are not UTF-8.
        std::error_code ignored;
        std::filesystem::remove_all(directory.path().toStdString(), ignored);
    }

    [[nodiscard]] QString repository() const
    {
        Destination named = destination;
        named.package = QStringLiteral("hello");
        return named.repositoryPath();
    }
    [[nodiscard]] QString lookaside(const QString &path) const
    {
        return destination.lookasideRoot + QStringLiteral("/@group/proj:pr:12/hello/") + path;
    }
    [[nodiscard]] QString tree(const QString &branch) const
    {
        return git(repository(), {QStringLiteral("rev-parse"), branch + QStringLiteral("^{tree}")});
    }
    /// Every file and directory below both roots.
    [[nodiscard]] QStringList everything() const
    {
        QStringList paths;
        for (const QString &root : {destination.gitRoot, destination.lookasideRoot}) {
            QDirIterator it(root,
                            QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                            QDirIterator::Subdirectories);
            while (it.hasNext())
                paths << it.next().sliced(directory.path().size() + 1);
        }
        paths.sort();
        return paths;
    }

    QTemporaryDir directory;
    Destination destination;
    QDateTime now = QDateTime::fromSecsSinceEpoch(1767225600, QTimeZone::UTC);
};

/// Feeds a package as the reader does. `payload` in payload order, the header in that of `header`.
inline Result<void> feed(PackageWriter &writer, const QList<File> &payload,
                         const QStringList &header = {}, qsizetype chunk = 10000)
{
    PackageHeader head{
            .name = QStringLiteral("hello"), .version = QStringLiteral("1-1"), .files = {}};
    for (const File &file : payload)
        head.files << PackageFile{file.name, file.bytes.size(), file.isExecutable};
    std::ranges::stable_sort(head.files, {}, [&](const PackageFile &file) {
        return header.indexOf(QString::fromUtf8(file.name));
    });
    if (const auto done = writer.header(head); !done)
        return done;
    for (const File &file : payload) {
        if (const auto done = writer.begin({file.name, file.bytes.size(), file.isExecutable});
            !done)
            return done;
        for (qsizetype at = 0; at < file.bytes.size(); at += chunk) {
            if (const auto done
                = writer.data(QByteArrayView(file.bytes)
                                      .sliced(at, std::min(chunk, file.bytes.size() - at)));
                !done)
                return done;
        }
        if (const auto done = writer.end(); !done)
            return done;
    }
    return {};
}

inline Result<PreparedImport> prepared(const Roots &roots, const QList<File> &payload,
                                       const QStringList &header = {})
{
    PackageWriter writer(roots.destination);
    if (const auto done = feed(writer, payload, header); !done)
        return std::unexpected(done.error());
    return writer.prepare(roots.now, {});
}

/// Prepares and publishes one package.
inline Result<Outcome> import(const Roots &roots, const QList<File> &payload,
                              const QStringList &header = {})
{
    auto ready = prepared(roots, payload, header);
    if (!ready)
        return std::unexpected(ready.error());
    Outcome outcome{.tips = {},
                    .objects = ready->objects(),
                    .warnings = ready->warnings(),
                    .isUnchanged = ready->isUnchanged()};
    const auto published = publish(std::span(&*ready, 1));
    if (!published.front())
        return std::unexpected(published.front().error());
    for (const BranchTip &tip : ready->tips())
        outcome.tips.insert(tip.branch, tip.commit);
    outcome.warnings = ready->warnings();
    return outcome;
}

} // namespace sluice::test
