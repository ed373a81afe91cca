// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/keptsources.h"

#include "sources/namelessfile.h"

#include <QCryptographicHash>
#include <QDir>
#include <QTimeZone>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr auto kUnfinished = ".new"_L1;

QString nameFor(TaskId task, const QUrl &url)
{
    const QByteArray hash = QCryptographicHash::hash(url.toEncoded(), QCryptographicHash::Sha256);
    return QString::number(task) + u'-' + QString::fromLatin1(hash.first(16).toHex());
}

Result<void> copyTo(const QByteArray &path, int descriptor, const QString &what)
{
    QFile target(QFile::decodeName(path));
    const int out = ::open(path.constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (out < 0 || !target.open(out, QIODevice::WriteOnly, QFileDevice::AutoCloseHandle))
        return std::unexpected(storageError(what, errno));
    QByteArray buffer(256 << 10, Qt::Uninitialized);
    for (qint64 at = 0;;) {
        // pread: the reader of the package may still use this descriptor's position.
        const ssize_t count
                = ::pread(descriptor, buffer.data(), static_cast<size_t>(buffer.size()), at);
        if (count == 0)
            return {};
        if (count < 0)
            return std::unexpected(storageError(what, errno));
        if (auto written = writeAll(out, QByteArrayView(buffer).first(count), what); !written)
            return written;
        at += count;
    }
}

} // namespace

KeptSources::KeptSources(QString directory, std::chrono::days maxAge, qint64 maxBytes,
                         const Clock &clock)
    : m_directory(std::move(directory))
    , m_maxAge(maxAge)
    , m_maxBytes(maxBytes)
    , m_clock(clock)
{
    load();
    prune();
}

void KeptSources::load()
{
    const auto files = QDir(m_directory).entryInfoList(QDir::Files | QDir::Hidden);
    for (const QFileInfo &file : files) {
        bool isTask = false;
        const TaskId task = file.fileName().section(u'-', 0, 0).toLongLong(&isTask);
        if (file.fileName().endsWith(kUnfinished))
            QFile::remove(file.filePath());
        else if (isTask)
            add(task, {file.fileName(), file.size(), file.lastModified(QTimeZone::UTC)});
    }
}

Result<void> KeptSources::keep(TaskId task, const QUrl &url, int descriptor)
{
    struct stat info{};
    const QString what = u"Could not keep what task %1 fetched in %2"_s.arg(QString::number(task),
                                                                            m_directory);
    if (::fstat(descriptor, &info) != 0)
        return std::unexpected(storageError(what, errno));
    if (info.st_size > m_maxBytes)
        return {};
    if (!QDir().mkpath(m_directory))
        return std::unexpected(storageError(what, errno));

    const QString name = nameFor(task, url);
    const QByteArray path = QFile::encodeName(pathOf(name));
    const QByteArray unfinished = QFile::encodeName(pathOf(name + kUnfinished));
    ::unlink(unfinished.constData());
    const QByteArray source = "/proc/self/fd/" + QByteArray::number(descriptor);
    if (::linkat(AT_FDCWD, source.constData(), AT_FDCWD, unfinished.constData(), AT_SYMLINK_FOLLOW)
        != 0) {
        if (auto copied = copyTo(unfinished, descriptor, what); !copied) {
            ::unlink(unfinished.constData());
            return copied;
        }
    }
    // The time of the file tells a later process since when it is kept.
    const QDateTime now = m_clock.now();
    const timespec time{.tv_sec = now.toSecsSinceEpoch(),
                        .tv_nsec = now.toMSecsSinceEpoch() % 1000 * 1'000'000};
    const std::array times{time, time};
    ::utimensat(AT_FDCWD, unfinished.constData(), times.data(), 0);

    QList<Entry> &entries = m_entries[task];
    entries.removeIf([&](const Entry &entry) {
        if (entry.name != name)
            return false;
        m_bytes -= entry.bytes;
        return true;
    });
    if (::rename(unfinished.constData(), path.constData()) != 0) {
        const int reason = errno;
        ::unlink(unfinished.constData());
        return std::unexpected(storageError(what, reason));
    }
    add(task, {name, info.st_size, now});
    if (m_bytes > m_maxBytes)
        prune();
    return {};
}

std::shared_ptr<QFile> KeptSources::open(TaskId task, const QUrl &url) const
{
    const QString name = nameFor(task, url);
    if (!std::ranges::contains(m_entries.value(task), name, &Entry::name))
        return {};
    const int descriptor = ::open(QFile::encodeName(pathOf(name)).constData(),
                                  O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (descriptor < 0)
        return {};
    auto file = std::make_shared<QFile>();
    if (!file->open(descriptor, QIODevice::ReadOnly | QIODevice::Unbuffered,
                    QFileDevice::AutoCloseHandle)) {
        ::close(descriptor);
        return {};
    }
    return file;
}

void KeptSources::drop(TaskId task)
{
    const QList<Entry> entries = m_entries.take(task);
    for (const Entry &entry : entries)
        removeFile(entry);
}

void KeptSources::prune()
{
    QList<std::pair<QDateTime, TaskId>> byAge;
    for (const auto &[task, entries] : m_entries.asKeyValueRange()) {
        for (const Entry &entry : entries)
            byAge.emplaceBack(entry.since, task);
    }
    std::ranges::sort(byAge);
    const QDateTime oldest = m_clock.now().addDays(-m_maxAge.count());
    for (const auto &[since, task] : std::as_const(byAge)) {
        if (since >= oldest && m_bytes <= m_maxBytes)
            return;
        drop(task);
    }
}

void KeptSources::add(TaskId task, Entry entry)
{
    m_bytes += entry.bytes;
    m_entries[task] << std::move(entry);
}

void KeptSources::removeFile(const Entry &entry)
{
    QFile::remove(pathOf(entry.name));
    m_bytes -= entry.bytes;
}

QString KeptSources::pathOf(const QString &name) const { return m_directory + u'/' + name; }

} // namespace sluice
