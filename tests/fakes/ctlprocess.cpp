// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/ctlprocess.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QTimer>

#include <csignal>

namespace sluice {
using namespace Qt::StringLiterals;

CtlProcess::CtlProcess(const QString &dataDirectory, const QStringList &arguments,
                       const QByteArray &input)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"XDG_DATA_HOME"_s, dataDirectory + u"/xdg"_s);
    m_process.setProcessEnvironment(environment);
    if (input.isEmpty())
        m_process.setStandardInputFile(QProcess::nullDevice());
    const QStringList where
            = dataDirectory.isEmpty() ? QStringList() : QStringList{u"--data-dir"_s, dataDirectory};
    m_process.start(program(), where + arguments);
    m_process.waitForStarted();
    if (!input.isEmpty()) {
        m_process.write(input);
        m_process.closeWriteChannel();
    }
}

CtlProcess::~CtlProcess()
{
    m_process.kill();
    m_process.waitForFinished();
}

void CtlProcess::send(int signal) const
{
    if (const auto process = static_cast<pid_t>(m_process.processId()); process > 0)
        ::kill(process, signal); // once it has ended there is none, and 0 means everybody
}

QByteArray CtlProcess::errorSoFar()
{
    m_error += m_process.readAllStandardError();
    return m_error;
}

CtlAnswer CtlProcess::wait(int ms)
{
    if (m_process.state() != QProcess::NotRunning) {
        QEventLoop loop;
        QObject::connect(&m_process, &QProcess::finished, &loop, [&loop] { loop.quit(); });
        QTimer::singleShot(ms, &loop, [&loop] { loop.quit(); });
        loop.exec();
    }
    const bool hasEnded = m_process.state() == QProcess::NotRunning
                       && m_process.exitStatus() == QProcess::NormalExit;
    return {hasEnded ? m_process.exitCode() : -1, m_process.readAllStandardOutput(), errorSoFar()};
}

QString CtlProcess::program()
{
    const QString directory = qEnvironmentVariable(
            "SLUICE_BIN", QCoreApplication::applicationDirPath() + u"/../bin"_s);
    return directory + u"/sluicectl"_s;
}

CtlAnswer CtlProcess::run(const QString &dataDirectory, const QStringList &arguments, int ms)
{
    return CtlProcess(dataDirectory, arguments).wait(ms);
}

} // namespace sluice
