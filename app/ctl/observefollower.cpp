// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/observefollower.h"

#include "ctl/output.h"
#include "ctl/pipelinetext.h"

namespace sluice {
using namespace Qt::StringLiterals;

ObserveFollower::ObserveFollower(ObserveService &service, Output &output)
    : m_service(service)
    , m_output(output)
{
    connect(&m_signals, &StopSignals::stopAsked, &m_service, &ObserveService::stop);
    connect(&m_signals, &StopSignals::hurryAsked, this, [this] { m_loop.quit(); });
    connect(&m_service, &ObserveService::stopped, &m_loop, &QEventLoop::quit);
    connect(&m_service, &ObserveService::changed, this, &ObserveFollower::onChanged);
    connect(&m_service, &ObserveService::problem, this,
            [](const QString &subject, const Error &error) {
                complain(oneLine(u"%1: %2"_s.arg(subject, error.what)));
            });
    connect(&m_service, &ObserveService::wellAgain, this,
            [](const QString &subject) { complain(oneLine(u"%1: all is well"_s.arg(subject))); });
    connect(&m_service, &ObserveService::renamed, this, [](const QString &from, const QString &to) {
        complain(oneLine(u"%1 is called %2 now"_s.arg(from, to)));
    });
    connect(&m_service, &ObserveService::wishDone, this, [this](const QString &sentence) {
        m_output.line(oneLine(sentence));
        m_output.flush();
    });
}

ExitCode ObserveFollower::run()
{
    m_service.start();
    m_loop.exec();
    m_output.flush();
    return ExitCode::Succeeded;
}

void ObserveFollower::onChanged(qint64 id)
{
    const auto pull = m_service.store().pull(id);
    const auto checks = m_service.store().checks(id);
    if (!pull || !*pull || !checks)
        return;
    if (!m_shown.contains(id))
        m_output.line(oneLine(u"%1 at %2: %3 flag(s), %4"_s.arg(
                (*pull)->label(), (*pull)->headSha, QString::number(checks->size()),
                pipelineStateName((*pull)->state))));
    for (const ObservedCheck &check : *checks) {
        FlagValue &shown = m_shown[id][check.writer + u'\n' + check.name];
        if (std::exchange(shown, check.value) != check.value)
            m_output.line(
                    oneLine(u"%1  %2"_s.arg((*pull)->label(), flagLine(check.name, check.value))));
    }
    m_output.flush();
}

} // namespace sluice
