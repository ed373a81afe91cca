// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/secretinput.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <optional>

#include <fcntl.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kLongestLine = 64 * 1024;

std::atomic<int> writeEnd{-1}; // a signal handler is given nothing else

extern "C" void tellSignal(int number)
{
    const int before = errno;
    const char byte = char(number);
    [[maybe_unused]] const ssize_t count = ::write(writeEnd, &byte, 1);
    errno = before;
}

/// Catches the signals that end or stop a program, in whichever thread, and raises the first of
/// them again when it goes. One at a time.
class CaughtSignals final
{
    Q_DISABLE_COPY_MOVE(CaughtSignals)

public:
    CaughtSignals()
    {
        [[maybe_unused]] const int done = ::pipe2(m_ends.data(), O_CLOEXEC | O_NONBLOCK);
        writeEnd = m_ends.back();
        struct sigaction catching{};
        catching.sa_handler = tellSignal;
        for (size_t i = 0; i < kSignals.size(); ++i) {
            ::sigaction(kSignals.at(i), nullptr, &m_before.at(i));
            if (m_before.at(i).sa_handler != SIG_IGN) // nohup
                ::sigaction(kSignals.at(i), &catching, nullptr);
        }
    }
    ~CaughtSignals()
    {
        for (size_t i = 0; i < kSignals.size(); ++i)
            ::sigaction(kSignals.at(i), &m_before.at(i), nullptr);
        char byte = 0;
        const bool isCaught = ::read(descriptor(), &byte, 1) == 1;
        writeEnd = -1;
        for (const int end : m_ends)
            ::close(end);
        if (isCaught)
            ::raise(byte);
    }
    [[nodiscard]] int descriptor() const { return m_ends.front(); } ///< readable after one

private:
    static constexpr std::array kSignals{SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};

    std::array<int, 2> m_ends{-1, -1};
    std::array<struct sigaction, kSignals.size()> m_before{};
};

/// A terminal that does not show what is typed. Nothing where standard input is none.
class SilentTerminal final
{
    Q_DISABLE_COPY_MOVE(SilentTerminal)

public:
    explicit SilentTerminal(const QByteArray &prompt)
    {
        termios before{};
        if (::tcgetattr(STDIN_FILENO, &before) != 0)
            return;
        m_before = before;
        termios silent = before;
        silent.c_lflag &= ~tcflag_t(ECHO);
        silent.c_lflag |= ICANON | ECHONL;
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
        [[maybe_unused]] const ssize_t count
                = ::write(STDERR_FILENO, prompt.constData(), size_t(prompt.size()));
    }
    ~SilentTerminal()
    {
        if (m_before)
            ::tcsetattr(STDIN_FILENO, TCSANOW, &*m_before);
    }

private:
    std::optional<termios> m_before;
};

} // namespace

Result<QByteArray> readSecretLine(const QByteArray &prompt)
{
    const CaughtSignals caught; // raised again when the terminal is as it was
    const SilentTerminal terminal(prompt);
    std::array<pollfd, 2> sources{{{STDIN_FILENO, POLLIN, 0}, {caught.descriptor(), POLLIN, 0}}};
    QByteArray line;
    while (line.size() < kLongestLine) {
        const int ready = ::poll(sources.data(), sources.size(), -1);
        if (ready < 0 && errno == EINTR)
            continue;
        if (ready < 0 || sources.back().revents != 0)
            return failure(Cause::Canceled, u"Interrupted; nothing has changed."_s);
        char c = 0;
        const ssize_t count = ::read(STDIN_FILENO, &c, 1); // the rest of the input is not ours
        if (count < 0)
            return failure(Cause::Canceled, u"Standard input cannot be read."_s,
                           qt_error_string(errno));
        if (count == 0 || c == '\n')
            break;
        line += c;
    }
    if (line.endsWith('\r'))
        line.chop(1);
    return line;
}

} // namespace sluice
