// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "distgit/repositorylock.h"

#include <QHash>

#include <cerrno>
#include <condition_variable>
#include <deque>
#include <fcntl.h>
#include <mutex>
#include <sys/file.h>
#include <sys/stat.h>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

/// Who wants which repository, in order of coming; the front has it.
struct Queues
{
    std::mutex mutex;
    std::condition_variable_any moved;
    QHash<QByteArray, std::deque<const void *>> byPath;
};

Queues &queues()
{
    static Queues instance;
    return instance;
}

std::unexpected<Error> canceled()
{
    return failure(Cause::Canceled, u"The import was canceled while it waited for its turn."_s);
}

bool isAt(const Descriptor &directory, const QByteArray &path)
{
    struct stat held = {};
    struct stat found = {};
    return ::fstat(directory.fd(), &held) == 0 && ::lstat(path.constData(), &found) == 0
        && held.st_ino == found.st_ino && held.st_dev == found.st_dev;
}

} // namespace

/// A place in the queue of one path.
struct RepositoryLock::Turn
{
    explicit Turn(QByteArray wanted)
        : path(std::move(wanted))
    {
        const std::scoped_lock locker(queues().mutex);
        queues().byPath[path].push_back(this);
    }
    ~Turn()
    {
        const std::scoped_lock locker(queues().mutex);
        auto queue = queues().byPath.find(path);
        std::erase(*queue, this);
        if (queue->empty())
            queues().byPath.erase(queue);
        queues().moved.notify_all();
    }
    Q_DISABLE_COPY_MOVE(Turn)

    [[nodiscard]] bool hasCome() const { return queues().byPath.value(path).front() == this; }

    const QByteArray path;
};

RepositoryLock::RepositoryLock(QByteArray path, std::shared_ptr<Turn> turn)
    : m_path(std::move(path))
    , m_turn(std::move(turn))
{}

Result<RepositoryLock> RepositoryLock::take(const QByteArray &path, std::stop_token stop,
                                            const std::function<void()> &onWait)
{
    auto turn = std::make_shared<Turn>(path);
    bool hasWaited = false;
    {
        std::unique_lock locker(queues().mutex);
        if (!turn->hasCome()) {
            hasWaited = true;
            if (onWait) {
                locker.unlock();
                onWait();
                locker.lock();
            }
            if (!queues().moved.wait(locker, stop, [&turn] { return turn->hasCome(); })) {
                locker.unlock();
                return canceled();
            }
        }
    }
    RepositoryLock lock(path, std::move(turn));
    const auto taken = lock.takeDirectory(stop, hasWaited ? std::function<void()>() : onWait);
    if (!taken)
        return std::unexpected(taken.error());
    return lock;
}

Result<void> RepositoryLock::takeDirectory(std::stop_token stop,
                                           const std::function<void()> &onWait,
                                           std::optional<std::chrono::milliseconds> patience)
{
    const auto begun = std::chrono::steady_clock::now();
    if (m_directory.isOpen() && isAt(m_directory, m_path))
        return {}; // a second lock would wait for the first
    m_directory.close();
    std::mutex mutex;
    std::condition_variable_any never;
    bool hasWaited = false;
    while (true) {
        Descriptor directory(
                ::open(m_path.constData(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        if (!directory.isOpen()) {
            if (errno == ENOENT)
                return {};
            return storageFailure(errno, "open the repository"_L1, m_path);
        }
        while (::flock(directory.fd(), LOCK_EX | LOCK_NB) != 0) {
            if (errno != EWOULDBLOCK && errno != EINTR)
                return storageFailure(errno, "lock the repository"_L1, m_path);
            if (patience && std::chrono::steady_clock::now() - begun >= *patience)
                return failure(Cause::Git,
                               u"Another program keeps %1 locked: retry when it is done."_s.arg(
                                       QString::fromUtf8(m_path)));
            if (onWait && !std::exchange(hasWaited, true))
                onWait();
            std::unique_lock locker(mutex);
            never.wait_for(locker, stop, std::chrono::milliseconds(20), [] { return false; });
            if (stop.stop_requested())
                return canceled();
        }
        if (isAt(directory, m_path)) { // else it was replaced while we waited
            m_directory = std::move(directory);
            return {};
        }
    }
}

} // namespace sluice
