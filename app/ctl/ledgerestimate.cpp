// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/ledgerestimate.h"

#include "budget/othersledger.h"
#include "ctl/otherstext.h"
#include "ctl/output.h"
#include "github/accountstore.h"
#include "pipeline/observedstore.h"
#include "pipeline/wishstore.h"
#include "settings/settingstext.h"
#include "store/database.h"

#include <QFileInfo>
#include <QThread>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int kLooks = 60;
constexpr auto kLook = 250ms;

/// Has an observer count, whichever process that is, and waits for its answer.
Result<void> count(Database &database, const Clock &clock, const QString &repository, int number)
{
    const auto heads = ObservedStore(database, clock).heads(repository, number);
    if (!heads)
        return std::unexpected(heads.error());
    if (heads->isEmpty()) {
        const auto observed = AccountStore(database, clock).observed();
        if (observed
            && std::ranges::any_of(*observed, [&repository](const ObservedRepository &one) {
                   return one.repository.compare(repository, Qt::CaseInsensitive) == 0;
               })) {
            return failure(Cause::NotFound,
                           u"%1 is observed, but no open pull request %2 was seen there: check the "
                           u"number."_s.arg(repository)
                                   .arg(number));
        }
        return failure(Cause::NotFound,
                       u"%1#%2 is not observed: name its repository with `sluicectl account "
                       u"observe`, and run `sluicectl pipeline observe`."_s.arg(repository)
                               .arg(number));
    }
    WishStore wishes(database, clock);
    bool isTaken = false;
    const auto id = wishes.add({.kind = WishKind::EstimateSpending,
                                .subject = heads->first().id,
                                .who = qEnvironmentVariable("USER")});
    for (int i = 0; id && i < kLooks; ++i) {
        const auto wish = wishes.wish(*id);
        if (!wish)
            return std::unexpected(wish.error());
        if (*wish && (*wish)->isDone) {
            if ((*wish)->problem.isEmpty())
                return {};
            return failure(Cause::Upstream, (*wish)->problem);
        }
        isTaken = *wish && (*wish)->isTaken;
        QThread::sleep(kLook);
    }
    if (!id)
        return std::unexpected(id.error());
    return isTaken
                 ? failure(Cause::Upstream,
                           u"GitHub has not answered yet: ask again in a minute."_s)
                 : failure(Cause::NotFound,
                           u"Nobody counts: run `sluicectl pipeline observe`, which then does it."_s);
}

} // namespace

ExitCode showEstimates(const Context &context, const Arguments &arguments)
{
    const QString given = arguments.operands.value(0);
    const QString repository = given.section(u'#', 0, 0);
    const int number = given.section(u'#', 1).toInt();
    if (!given.isEmpty() && (!isRepositoryName(repository) || given.contains(u'#') != (number > 0)))
        return usageError(
                {.cause = Cause::Invalid,
                 .what = u"\"%1\" is neither OWNER/REPO nor OWNER/REPO#N."_s.arg(given.left(80))});
    const QString file = context.dataDirectory + u"/queue.sqlite"_s;
    const SystemClock clock;
    QList<OthersSpending> all;
    if (QFileInfo::exists(file)) {
        const auto database = Database::open(file);
        if (!database)
            return stopped(database.error());
        if (number > 0) {
            if (const auto done = count(**database, clock, repository, number); !done) {
                complain(oneLine(done.error().what));
                return ExitCode::Failed;
            }
        }
        const auto known = OthersLedger(**database, clock).spendings(repository);
        if (!known)
            return stopped(known.error());
        all = *known;
    }
    if (number > 0)
        all.removeIf([number](const OthersSpending &one) { return one.number != number; });
    const bool isJson = arguments.has("--json"_L1);
    for (const OthersSpending &one : std::as_const(all)) {
        if (isJson)
            context.output.line(othersJson(one));
        else
            context.output.line(oneLine(othersLine(one)));
    }
    if (all.isEmpty()) {
        complain(number > 0 ? u"No App has left check runs on %1."_s.arg(given)
                            : u"Nothing has been estimated: name a pull request that is observed, "
                              u"as OWNER/REPO#N."_s);
    }
    return ExitCode::Succeeded;
}

} // namespace sluice
