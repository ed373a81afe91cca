// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/commands.h"
#include "ctl/output.h"
#include "ctl/pipelinetext.h"
#include "pipeline/pipelinestore.h"
#include "settings/settings.h"
#include "store/database.h"

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr int kListed = 1000;
constexpr int kMostListed = 1'000'000;

/// What the store holds, to be looked at without any token.
class Stores final
{
public:
    [[nodiscard]] static Result<std::unique_ptr<Stores>> open(const QString &dataDirectory)
    {
        if (auto made = makeDataDirectory(dataDirectory); !made)
            return std::unexpected(made.error());
        auto database = Database::open(dataDirectory + u"/queue.sqlite"_s);
        if (!database)
            return std::unexpected(database.error());
        return std::unique_ptr<Stores>(new Stores(*std::move(database)));
    }

    [[nodiscard]] PipelineStore &pipelines() { return m_pipelines; }
    [[nodiscard]] LedgerStore &ledger() { return m_ledger; }

private:
    explicit Stores(std::unique_ptr<Database> database)
        : m_database(std::move(database))
        , m_pipelines(*m_database, m_clock)
        , m_ledger(*m_database, m_clock)
    {}

    SystemClock m_clock;
    std::unique_ptr<Database> m_database;
    PipelineStore m_pipelines;
    LedgerStore m_ledger;
};

ExitCode listPipelines(const Context &context, const Arguments &arguments)
{
    const auto limit = numberOption(arguments, "--limit"_L1, 1, kMostListed, kListed);
    if (!limit)
        return usageError(limit.error());
    const QString repository = arguments.operands.value(0);
    if (!repository.isEmpty() && repository.count(u'/') != 1) {
        return usageError(
                {.cause = Cause::Invalid,
                 .what = u"\"%1\" is no repository: give OWNER/REPO."_s.arg(repository.left(80))});
    }
    const auto stores = Stores::open(context.dataDirectory);
    if (!stores)
        return stopped(stores.error());
    const auto pipelines = (*stores)->pipelines().pipelines(repository, 0, *limit);
    if (!pipelines)
        return stopped(pipelines.error());
    for (const Pipeline &pipeline : *pipelines) {
        if (!context.output.isOpen())
            break;
        const auto record = readPipeline((*stores)->pipelines(), (*stores)->ledger(), pipeline.id);
        if (!record)
            return stopped(record.error());
        if (!*record)
            continue;
        if (arguments.has("--json"_L1))
            context.output.line(pipelineJson(**record));
        else
            context.output.line(pipelineLine(**record));
    }
    return ExitCode::Succeeded;
}

ExitCode showPipeline(const Context &context, const Arguments &arguments)
{
    const QString &given = arguments.operands.at(0);
    bool isNumber = false;
    const PipelineId id = given.toLongLong(&isNumber);
    if (!isNumber || id <= 0) {
        return usageError({.cause = Cause::Invalid,
                           .what = u"\"%1\" is no pipeline: give a number of `sluicectl pipeline "
                                   u"list`."_s.arg(given.left(80))});
    }
    const auto stores = Stores::open(context.dataDirectory);
    if (!stores)
        return stopped(stores.error());
    const auto record = readPipeline((*stores)->pipelines(), (*stores)->ledger(), id);
    if (!record)
        return stopped(record.error());
    if (!*record) {
        complain(u"There is no pipeline %1; see `sluicectl pipeline list`."_s.arg(id));
        return ExitCode::Failed;
    }
    if (arguments.has("--json"_L1))
        context.output.line(pipelineJson(**record));
    else
        context.output.line(pipelineText(**record));
    return ExitCode::Succeeded;
}

} // namespace

QList<Command> pipelineViewCommands()
{
    return {
            {.name = "pipeline list"_L1,
             .operands = "[OWNER/REPO]"_L1,
             .summary = "Lists pipelines, the newest first. Needs no token.",
             .options = {{"--limit"_L1, "N"_L1, "At most so many (1000)."},
                         {"--json"_L1, {}, "Print JSON, one object per line."}},
             .mostOperands = 1,
             .run = listPipelines},
            {.name = "pipeline show"_L1,
             .operands = "ID"_L1,
             .summary = "Prints a pipeline with its builds, tests and flags, and the calls to "
                        "GitHub that it spent.\nNeeds no token.",
             .options = {{"--json"_L1, {}, "Print JSON, one object."}},
             .leastOperands = 1,
             .mostOperands = 1,
             .run = showPipeline},
    };
}

} // namespace sluice
