// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "import/groupsync.h"

namespace sluice {
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr auto kLongestWait = 100ms;
constexpr size_t kLargestGroup = 256;

void logEnd(const GroupSync::Done &done, const PreparedImport &import, GroupSync::Item &item)
{
    for (const QString &warning : import.warnings())
        item.log.line(u"warning: "_s + warning);
    if (!done.result)
        item.log.line(u"failed: "_s + done.result.error().what);
    for (const BranchTip &tip : done.tips) {
        if (done.result)
            item.log.line(u"branch "_s + tip.branch + u" is at "_s + tip.commit);
    }
    item.log.flush(item.logPath);
}

} // namespace

GroupSync::GroupSync(Answer answer)
    : m_answer(std::move(answer))
    , m_thread([this](const std::stop_token &stop) { run(stop); })
{}

GroupSync::~GroupSync() = default; // jthread asks it to stop and joins

void GroupSync::add(Item item)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_waiting.push_back({std::move(item), std::chrono::steady_clock::now()});
    }
    m_wake.notify_one();
}

void GroupSync::hurry()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_isHurried = true;
    }
    m_wake.notify_one();
}

void GroupSync::run(const std::stop_token &stop)
{
    while (true) {
        std::vector<Waiting> group = nextGroup(stop);
        if (group.empty())
            return;
        m_answer(publishGroup(std::move(group)));
    }
}

std::vector<GroupSync::Waiting> GroupSync::nextGroup(const std::stop_token &stop)
{
    std::unique_lock lock(m_mutex);
    m_wake.wait(lock, stop, [this] { return !m_waiting.empty(); });
    if (m_waiting.empty())
        return {}; // stopped, and nothing is left
    m_wake.wait_until(lock, stop, m_waiting.front().since + kLongestWait,
                      [this] { return m_isHurried || m_waiting.size() >= kLargestGroup; });
    m_isHurried = false;
    const size_t size = std::min(m_waiting.size(), kLargestGroup);
    std::vector<Waiting> group(std::make_move_iterator(m_waiting.begin()),
                               std::make_move_iterator(m_waiting.begin() + std::ptrdiff_t(size)));
    m_waiting.erase(m_waiting.begin(), m_waiting.begin() + std::ptrdiff_t(size));
    return group;
}

std::vector<GroupSync::Done> GroupSync::publishGroup(std::vector<Waiting> group)
{
    std::vector<Done> done;
    std::vector<PreparedImport> prepared;
    std::vector<size_t> positions; // of the published ones in the group
    for (Waiting &waiting : group) {
        const ImportOutcome &outcome = waiting.item.outcome;
        done.push_back(
                {.task = waiting.item.task, .header = outcome.header, .timings = outcome.timings});
        if (waiting.item.stop.stop_requested()) {
            done.back().result = failure(Cause::Canceled, u"The import was stopped."_s);
            waiting.item.log.line(u"stopped before it was published"_s);
            waiting.item.log.flush(waiting.item.logPath);
            continue;
        }
        positions.push_back(done.size() - 1);
        prepared.push_back(std::move(*waiting.item.outcome.prepared));
    }
    const std::vector<Result<void>> results = publish(prepared);
    const auto end = std::chrono::steady_clock::now();
    for (size_t i = 0; i < positions.size(); ++i) {
        Done &entry = done[positions[i]];
        Waiting &waiting = group[positions[i]];
        entry.result = results[i];
        entry.tips
                = prepared[i].tips(); // only now: a conflict is planned again while it is published
        entry.objects = prepared[i].objects();
        entry.timings.add(Stage::Sync,
                          std::chrono::duration<double, std::milli>(end - waiting.since).count());
        logEnd(entry, prepared[i], waiting.item);
    }
    return done;
}

} // namespace sluice
