// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Fills the queue file of a data directory with a day of calls to GitHub, for pictures.

#include "budget/budgetmodel.h"
#include "budget/ledgerstore.h"
#include "fakes/pullscene.h"
#include "store/database.h"
#include "timers.h"

#include <QCoreApplication>

#include <cmath>
#include <print>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString kOurs = u"token of packit-bot"_s;
const QString kScripts = u"proxy: release-scripts"_s;
constexpr int kMinutes = 23 * 60 + 20; // of calls
constexpr int kLimit = 5000;

/// Calls as several programs made them, minute by minute.
class LedgerDemo final
{
public:
    LedgerDemo(Database &database, HandTimers &clock)
        : m_clock(clock)
        , m_ledger(database, clock)
        , m_scene(database, clock)
        , m_end(clock.now().addSecs(kMinutes * 60))
    {
        applyPolicy(m_policy, BudgetPolicy::Sluice);
        m_policy.base.chroots = int(kChroots.size());
    }

    void fill()
    {
        for (int minute = 0; minute < kMinutes; ++minute) {
            m_clock.turn(1min);
            if (minute % 2 == 0)
                observe(minute);
            if (minute % 95 == 40)
                drive(minute);
            runScripts(minute);
        }
    }

private:
    void add(CallRecord call, int remaining, std::chrono::minutes untilReset)
    {
        call.at = m_clock.now();
        const RateLimit limit{call.resource, kLimit, remaining, m_end + untilReset};
        if (!m_ledger.add(call, limit))
            qFatal("the store refused a call");
    }

    void observe(int minute)
    {
        static const QStringList organisations{u"containers/podman"_s, u"oamg/*"_s,
                                               u"rpm-software-management/*"_s};
        add({.token = kOurs,
             .repository = organisations.at(minute / 2 % 3),
             .kind = CallKind::PullRequest,
             .why = u"read what changed"_s,
             .method = "POST"_ba,
             .path = u"/graphql"_s,
             .status = 200,
             .resource = u"graphql"_s,
             .cost = 1 + minute % 3,
             .duration = std::chrono::milliseconds(180 + minute % 90)},
            4950, 31min);
    }

    void drive(int minute)
    {
        static const QStringList repositories{u"oamg/leapp"_s, u"rpm-software-management/tito"_s,
                                              u"oamg/convert2rhel"_s};
        const int number = 510 + minute / 95 / 2; // some were pushed to again
        const QString repository = repositories.at(minute / 95 / 2 % 3);
        const PipelineId id = m_scene.drive({.repository = repository,
                                             .number = number,
                                             .sha = u"%1e7f3b2"_s.arg(minute),
                                             .title = u"Ask for the reboot once"_s,
                                             .author = u"pirat"_s,
                                             .chroots = kChroots});
        const CallTable calls = evaluate(m_policy).counted;
        for (int step = 0; step < kStepCount; ++step) {
            for (int kind = 0; kind < kKindCount; ++kind) {
                double count = calls.at(PipelineStep(step), CallKind(kind));
                if (PipelineStep(step) == PipelineStep::RpmFinished && minute % 2 == 0)
                    count *= 1.2; // repeated after GitHub's 502
                for (int i = 0; i < int(std::lround(count)); ++i)
                    addOfPipeline(id, repository, PipelineStep(step), CallKind(kind));
            }
        }
        for (int i = 0; i < 3; ++i)
            addOfPipeline(id, repository, {}, CallKind::Other);
        m_scene.end(id, PipelineState::Done);
    }

    void addOfPipeline(PipelineId id, const QString &repository, std::optional<PipelineStep> step,
                       CallKind kind)
    {
        const bool isFlag = kind == CallKind::Status;
        add({.token = kOurs,
             .repository = repository,
             .pipeline = id,
             .step = step,
             .kind = kind,
             .why = isFlag ? u"set rpm-build:fedora-43-x86_64 to success"_s : u"read it"_s,
             .method = isFlag ? "POST"_ba : "GET"_ba,
             .path = isFlag ? u"/repos/%1/statuses/9c1185a"_s.arg(repository)
                            : u"/repos/%1/contents/"_s.arg(repository),
             .status = isFlag ? 201 : 200,
             .resource = u"core"_s,
             .cost = 1,
             .duration = std::chrono::milliseconds(120)},
            4910, 42min);
    }

    /// They began an hour's work just now, and will not come to its end.
    void runScripts(int minute)
    {
        const int left = kMinutes - minute;
        const int calls = left <= 38 ? 84 : minute % 240 < 60 ? 6 : 0;
        for (int i = 0; i < calls; ++i) {
            add({.token = kScripts,
                 .repository
                 = i % 4 == 0 ? u"packit/dist-git-to-source-git"_s : u"packit/packit-service"_s,
                 .kind = i % 3 == 0 ? CallKind::Config : CallKind::Repository,
                 .why = u"release-scripts"_s,
                 .method = "GET"_ba,
                 .path = u"/repos/packit/packit-service"_s,
                 .status = 200,
                 .resource = u"core"_s,
                 .cost = 1,
                 .duration = std::chrono::milliseconds(95)},
                std::max(0, kLimit - 640 - (38 - std::min(38, left)) * 84), 18min);
        }
    }

    const QStringList kChroots{u"centos-stream-10-x86_64"_s, u"fedora-42-x86_64"_s,
                               u"fedora-43-x86_64"_s, u"fedora-rawhide-x86_64"_s};
    HandTimers &m_clock;
    LedgerStore m_ledger;
    PullScene m_scene;
    const QDateTime m_end;
    BudgetSettings m_policy;
};

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    if (QCoreApplication::arguments().size() != 2) {
        std::println(stderr, "usage: fillledger DATA-DIRECTORY");
        return 2;
    }
    const auto database = Database::open(QCoreApplication::arguments().at(1) + u"/queue.sqlite"_s);
    if (!database) {
        std::println(stderr, "fillledger: {}", database.error().what.toStdString());
        return 1;
    }
    HandTimers clock(QDateTime::currentDateTimeUtc().addSecs(-kMinutes * 60));
    Transaction all(**database);
    LedgerDemo(**database, clock).fill();
    if (const auto done = all.commit(); !done) {
        std::println(stderr, "fillledger: {}", done.error().what.toStdString());
        return 1;
    }
    return 0;
}
