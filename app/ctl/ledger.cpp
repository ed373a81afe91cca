// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/commands.h"

#include "budget/ledgercsv.h"
#include "budget/ledgerstore.h"
#include "ctl/ledgerestimate.h"
#include "ctl/ledgertext.h"
#include "ctl/output.h"
#include "store/database.h"

#include <QFileInfo>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr int kPage = 500;

enum class Form { Text, Json, Csv };

Result<Form> formOf(const Arguments &arguments)
{
    const bool isJson = arguments.has("--json"_L1);
    const bool isCsv = arguments.has("--csv"_L1);
    if (isJson && isCsv)
        return failure(Cause::Invalid, u"ledger writes either --json or --csv, not both."_s);
    return isJson ? Form::Json : isCsv ? Form::Csv : Form::Text;
}

/// Programs get an empty answer on standard output, people the sentence.
ExitCode nothing(const Context &context, Form form, const QString &sentence)
{
    if (form == Form::Text)
        context.output.line(sentence);
    else
        complain(sentence);
    return ExitCode::Succeeded;
}

ExitCode nothingYet(const Context &context, Form form)
{
    return nothing(context, form, u"No call to GitHub has been made yet."_s);
}

ExitCode nothingSaid(const Context &context, Form form)
{
    return nothing(context, form,
                   u"GitHub has not said yet what is left: ask it something, with "
                   u"`sluicectl pipeline` or through `sluicectl proxy`, and look again."_s);
}

ExitCode showSums(const Context &context, LedgerStore &ledger, LedgerGroup group,
                  const QDateTime &since, Form form)
{
    const auto sums = ledger.sums(group, since);
    if (!sums)
        return stopped(sums.error());
    if (form == Form::Text) {
        for (const QString &line : sumLines(group, *sums))
            context.output.line(oneLine(line));
        return ExitCode::Succeeded;
    }
    for (const QByteArray &line : form == Form::Json ? sumJson(group, *sums) : sumCsv(group, *sums))
        context.output.line(line);
    return ExitCode::Succeeded;
}

ExitCode showCalls(const Context &context, LedgerStore &ledger, const QDateTime &since, Form form)
{
    if (form == Form::Csv)
        context.output.line(callCsvHead());
    for (qint64 last = 0; context.output.isOpen();) {
        const auto calls = ledger.calls(since, last, kPage);
        if (!calls)
            return stopped(calls.error());
        if (calls->isEmpty())
            break;
        for (const auto &[id, call] : *calls) {
            if (form == Form::Text)
                context.output.line(oneLine(callLine(call)));
            else
                context.output.line(form == Form::Json ? callJson(call) : callCsv(call));
        }
        last = calls->constLast().id;
    }
    return ExitCode::Succeeded;
}

ExitCode showLimits(const Context &context, const Arguments &arguments)
{
    for (const QLatin1StringView other : {"--since"_L1, "--by"_L1, "--csv"_L1}) {
        if (arguments.has(other)) {
            return usageError(
                    {.cause = Cause::Invalid,
                     .what = u"ledger --limits takes --json alone; leave %1 out."_s.arg(other)});
        }
    }
    const Form form = arguments.has("--json"_L1) ? Form::Json : Form::Text;
    const QString file = context.dataDirectory + u"/queue.sqlite"_s;
    if (!QFileInfo::exists(file))
        return nothingSaid(context, form);
    const SystemClock clock;
    const auto database = Database::open(file);
    if (!database)
        return stopped(database.error());
    const auto limits = LedgerStore(**database, clock).limits();
    if (!limits)
        return stopped(limits.error());
    if (limits->isEmpty())
        return nothingSaid(context, form);
    if (form == Form::Json) {
        for (const LedgerLimit &known : *limits)
            context.output.line(limitJson(known, clock.now()));
        return ExitCode::Succeeded;
    }
    for (const QString &line : limitLines(*limits, clock.now()))
        context.output.line(oneLine(line));
    return ExitCode::Succeeded;
}

ExitCode showLedger(const Context &context, const Arguments &arguments)
{
    for (const QLatin1StringView other : {"--limits"_L1, "--since"_L1, "--by"_L1, "--csv"_L1}) {
        if (arguments.has("--estimated"_L1) && arguments.has(other)) {
            return usageError(
                    {.cause = Cause::Invalid,
                     .what = u"ledger --estimated takes --json alone; leave %1 out."_s.arg(other)});
        }
    }
    if (arguments.has("--estimated"_L1))
        return showEstimates(context, arguments);
    if (!arguments.operands.isEmpty()) {
        return usageError({.cause = Cause::Invalid,
                           .what = u"ledger takes a repository with --estimated alone."_s});
    }
    if (arguments.has("--limits"_L1))
        return showLimits(context, arguments);
    const SystemClock clock;
    const auto form = formOf(arguments);
    if (!form)
        return usageError(form.error());
    QDateTime since;
    if (arguments.has("--since"_L1)) {
        const auto given = ledgerSince(arguments.value("--since"_L1), clock.now());
        if (!given)
            return usageError(given.error());
        since = *given;
    }
    std::optional<LedgerGroup> group;
    if (arguments.has("--by"_L1)) {
        const auto given = ledgerGroup(arguments.value("--by"_L1));
        if (!given)
            return usageError(given.error());
        group = *given;
    }
    // To look is no reason to make a queue.
    const QString file = context.dataDirectory + u"/queue.sqlite"_s;
    if (!QFileInfo::exists(file))
        return nothingYet(context, *form);
    const auto database = Database::open(file);
    if (!database)
        return stopped(database.error());
    LedgerStore ledger(**database, clock);
    const auto any = ledger.calls(since, 0, 1);
    if (!any)
        return stopped(any.error());
    if (any->isEmpty() && since.isNull())
        return nothingYet(context, *form);
    return group ? showSums(context, ledger, *group, since, *form)
                 : showCalls(context, ledger, since, *form);
}

} // namespace

QList<Command> ledgerCommands()
{
    return {
            {.name = "ledger"_L1,
             .operands = "[OWNER/REPO[#N]]"_L1,
             .summary = "Shows the calls to GitHub of the last 30 days: where each one went.\nOne "
                        "line per call, the oldest first, or sums with --by.",
             .options
             = {{"--since"_L1, "WHEN"_L1,
                 "Only since then: 24h, 7d, 2026-11-23, 2026-11-23T14:00Z."},
                {"--by"_L1, "GROUP"_L1, "Sums by kind, step, repository or hour."},
                {"--limits"_L1, {}, "What is left of each limit instead, and when it runs out."},
                {"--estimated"_L1,
                 {},
                 "What other Apps have probably spent on pull requests that are observed; of one, "
                 "counted now."},
                {"--json"_L1, {}, "One JSON object per call, group or limit and line."},
                {"--csv"_L1, {}, "CSV with a head."}},
             .mostOperands = 1,
             .run = showLedger},
    };
}

} // namespace sluice
