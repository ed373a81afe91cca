// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QStringList>

namespace sluice {

/// What a program that ended said.
struct CtlAnswer
{
    int code = -1; ///< -1: it did not end in time, or by a signal
    QByteArray out;
    QByteArray err;
};

/// `sluicectl` as it was built, as a child process on one data directory. Its environment has no
/// data directory of the user's. The event loop of the caller goes on while it runs, so that
/// servers of the test can answer.
class CtlProcess final
{
    Q_DISABLE_COPY_MOVE(CtlProcess)

public:
    /// With an input, that is all of its standard input; else that is empty.
    CtlProcess(const QString &dataDirectory, const QStringList &arguments,
               const QByteArray &input = {});
    ~CtlProcess(); ///< ends it

    [[nodiscard]] bool isRunning() const { return m_process.state() == QProcess::Running; }
    void send(int signal) const;
    [[nodiscard]] QByteArray errorSoFar();
    [[nodiscard]] CtlAnswer wait(int ms = 30'000);

    [[nodiscard]] static QString program();
    [[nodiscard]] static CtlAnswer run(const QString &dataDirectory, const QStringList &arguments,
                                       int ms = 30'000);

private:
    QProcess m_process;
    QByteArray m_error;
};

} // namespace sluice
