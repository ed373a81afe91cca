// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/pipelineasker.h"

#include "ctl/newtasks.h"
#include "ctl/output.h"
#include "ctl/pipelinetext.h"
#include "import/poollock.h"

#include <QFileInfo>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr auto kLookForEnd = std::chrono::seconds(1);

QString storeOf(const QString &dataDirectory) { return dataDirectory + u"/queue.sqlite"_s; }

} // namespace

bool PipelineAsker::isNeeded(const QString &dataDirectory)
{
    const QString lock = u"pipelines.lock"_s;
    return QFileInfo::exists(dataDirectory + u'/' + lock)
        && !PoolLock(dataDirectory, lock).tryTake();
}

PipelineAsker::PipelineAsker(const QString &dataDirectory, Database &database, Output &output,
                             bool isJson)
    : m_dataDirectory(dataDirectory)
    , m_output(output)
    , m_isJson(isJson)
    , m_async(storeOf(dataDirectory))
    , m_desk(m_async, m_clock, userName())
    , m_pipelines(database, m_clock)
    , m_ledger(database, m_clock)
{
    connect(&m_signals, &StopSignals::stopAsked, this, [this] {
        stopWith(u"stopping: pipeline %1 goes on in the program that runs it"_s.arg(m_id));
    });
    connect(&m_async, &AsyncDatabase::failed, this,
            [this](const Error &error) { stopWith(error.what); });
    connect(&m_look, &QTimer::timeout, this, &PipelineAsker::look);
}

ExitCode PipelineAsker::retry(PipelineId id, const QString &chroot)
{
    m_id = id;
    const auto found = m_pipelines.pipeline(id);
    if (!found)
        return stopped(found.error());
    if (!*found) {
        complain(u"There is no pipeline %1; see `sluicectl pipeline list`."_s.arg(id));
        return ExitCode::Failed;
    }
    m_desk.ask({.kind = chroot.isEmpty() ? WishKind::RetryFailed : WishKind::RetryChroot,
                .subject = id,
                .argument = chroot,
                .who = {},
                .at = {}},
               this, [this](const Result<QString> &answer) { take(answer); });
    const auto code = static_cast<ExitCode>(m_loop.exec());
    m_output.flush();
    return code;
}

void PipelineAsker::take(const Result<QString> &answer)
{
    if (!answer) {
        complain(answer.error().what);
        return end(ExitCode::Failed);
    }
    if (!m_isJson)
        m_output.line(*answer);
    m_output.flush();
    m_look.start(kLookForEnd);
}

void PipelineAsker::look()
{
    const auto found = readPipeline(m_pipelines, m_ledger, m_id);
    if (!found)
        return stopWith(found.error().what);
    if (!*found)
        return stopWith(u"Pipeline %1 is not kept any more."_s.arg(m_id));
    const PipelineRecord &record = **found;
    if (record.isOver()) {
        if (m_isJson)
            m_output.line(pipelineJson(record));
        else
            m_output.line(pipelineLine(record));
        end(record.isGood() ? ExitCode::Succeeded : ExitCode::Failed);
    } else if (!isNeeded(m_dataDirectory)) {
        stopWith(u"The program that ran pipeline %1 has ended: `sluicectl pipeline watch` goes on "
                 u"with it."_s.arg(m_id));
    }
}

void PipelineAsker::end(ExitCode code) { m_loop.exit(static_cast<int>(code)); }

void PipelineAsker::stopWith(const QString &sentence)
{
    complain(oneLine(sentence));
    end(ExitCode::Stopped);
}

} // namespace sluice
