// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "import/beguntasks.h"

#include <QFile>
#include <QLoggingCategory>

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace sluice {

Q_LOGGING_CATEGORY(lcBegunTasks, "sluice.import.begun", QtInfoMsg)

BegunTasks::BegunTasks(const QString &file)
    : m_file(::open(QFile::encodeName(file).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0644))
{
    if (!m_file.isOpen())
        qCWarning(lcBegunTasks).noquote() << "cannot open" << file << std::strerror(errno);
    std::array<TaskId, 64> tasks{};
    for (off_t at = 0;; at += off_t(sizeof tasks)) {
        const ssize_t bytes = ::pread(m_file.fd(), tasks.data(), sizeof tasks, at);
        for (ssize_t i = 0; i < bytes / ssize_t(sizeof(TaskId)); ++i)
            m_left << tasks[size_t(i)];
        if (bytes < ssize_t(sizeof tasks))
            break;
    }
    m_left.remove(0);
}

void BegunTasks::clear()
{
    m_left.clear();
    if (::ftruncate(m_file.fd(), 0) != 0 && m_file.isOpen())
        qCWarning(lcBegunTasks) << "cannot empty the list of tasks that had begun";
}

int BegunTasks::takeSlot() { return m_free.isEmpty() ? m_slots++ : m_free.takeLast(); }

void BegunTasks::freeSlot(int slot)
{
    mark(slot, 0);
    m_free << slot;
}

void BegunTasks::mark(int slot, TaskId task) const
{
    // On a full disk it is not written; then this task's interruption is not counted.
    const ssize_t written
            = ::pwrite(m_file.fd(), &task, sizeof task, off_t(slot) * off_t(sizeof task));
    Q_UNUSED(written);
}

} // namespace sluice
