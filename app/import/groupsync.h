// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "import/importer.h"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace sluice {

/// Publishes imports in groups, so that one sync covers many: every 100 ms, at 256, or at once when
/// the pool has nothing else to do. On a thread of its own; add() and hurry() from any thread.
class GroupSync final
{
    Q_DISABLE_COPY_MOVE(GroupSync)

public:
    struct Item
    {
        TaskId task = 0;
        ImportOutcome outcome; ///< prepared
        TaskLog log;
        QString logPath;
        std::stop_token stop; ///< stopped before its group's turn: dropped, nothing is published
    };
    struct Done
    {
        TaskId task = 0;
        PackageHeader header;
        StageTimings timings; ///< of the import, and from add() to durable as *sync*
        QList<BranchTip> tips;
        QList<StoredObject> objects;
        Result<void> result;
    };
    /// Called on the sync thread, once per group.
    using Answer = std::function<void(std::vector<Done>)>;

    explicit GroupSync(Answer answer);
    ~GroupSync(); ///< publishes what is there, then ends

    void add(Item item);
    void hurry(); ///< do not wait for more

private:
    struct Waiting
    {
        Item item;
        std::chrono::steady_clock::time_point since;
    };

    void run(const std::stop_token &stop);
    [[nodiscard]] std::vector<Waiting> nextGroup(const std::stop_token &stop);
    [[nodiscard]] static std::vector<Done> publishGroup(std::vector<Waiting> group);

    Answer m_answer;
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::vector<Waiting> m_waiting;
    bool m_isHurried = false;
    std::jthread m_thread; ///< last: it uses all of the above
};

} // namespace sluice
