// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/practiceservices.h"

#include <algorithm>
#include <cmath>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr std::chrono::milliseconds kStep = 20min;
constexpr std::chrono::milliseconds kApart = 1ms;
constexpr std::chrono::milliseconds kMostApart = 500ms; // half of a gathering window

// In the order of PracticeServices' sentence.
enum Step {
    Submitted = 1,
    SrpmStarted,
    SrpmFinished,
    RpmStarted,
    RpmFinished,
    TestsSubmitted,
    TestsStarted,
    TestsFinished
};

} // namespace

PracticeServices::PracticeServices(Timers &timers, const BudgetSettings &settings, QObject *parent)
    : QObject(parent)
    , m_timers(timers)
    , m_settings(settings)
    , m_start(timers.now())
{}

QDateTime PracticeServices::timeOf(int step, int position) const
{
    return m_start.addMSecs((kStep * step + std::min(kMostApart, kApart * position)).count());
}

void PracticeServices::tellBuild(int step, int position, const BuildEvent &event)
{
    m_timers.callAt(timeOf(step, position), this, [this, event] { emit buildEvent(event); });
}

void PracticeServices::submit(const BuildRequest &request, QObject *context,
                              std::function<void(Result<qint64>)> done)
{
    using What = BuildEvent::What;
    const qint64 build = ++m_builds;
    const auto failures = [](double share, qsizetype count) {
        return qsizetype(std::lround(share * double(count)));
    };
    const bool isSrpmBad = build <= failures(m_settings.srpmFailures, m_settings.packages);
    m_timers.callAt(timeOf(Submitted, 0), context,
                    [done = std::move(done), build] { done(build); });
    const FlagState srpm = isSrpmBad ? FlagState::Failure : FlagState::Success;
    const qsizetype srpmEvents = m_settings.isSrpmOneEvent ? 1 : request.chroots.size();
    for (int i = 0; i < srpmEvents; ++i) {
        const QString chroot = m_settings.isSrpmOneEvent ? QString() : request.chroots.at(i);
        tellBuild(SrpmStarted, i, {.what = What::SrpmStarted, .buildId = build, .chroot = chroot});
        tellBuild(SrpmFinished, i,
                  {.what = What::SrpmFinished, .buildId = build, .chroot = chroot, .result = srpm});
    }
    if (isSrpmBad)
        return;
    const qsizetype bad = failures(m_settings.rpmFailures, request.chroots.size());
    for (int i = 0; i < request.chroots.size(); ++i) {
        const QString &chroot = request.chroots.at(i);
        const FlagState result = i < bad ? FlagState::Failure : FlagState::Success;
        tellBuild(RpmStarted, i, {.what = What::RpmStarted, .buildId = build, .chroot = chroot});
        tellBuild(
                RpmFinished, i,
                {.what = What::RpmFinished, .buildId = build, .chroot = chroot, .result = result});
    }
}

// A dry run has one push: nothing is replaced.
void PracticeServices::cancel(qint64) {}

void PracticeServices::submit(const TestRequest &, QObject *context,
                              std::function<void(Result<QString>)> done)
{
    const int position = m_requests++;
    const QString request = u"request-%1"_s.arg(position + 1);
    m_timers.callAt(timeOf(TestsSubmitted, position), context,
                    [done = std::move(done), request] { done(request); });
    m_timers.callAt(timeOf(TestsStarted, position), this, [this, request] {
        emit testEvent({.what = TestEvent::What::Started, .request = request});
    });
    m_timers.callAt(timeOf(TestsFinished, position), this, [this, request] {
        emit testEvent({.what = TestEvent::What::Finished, .request = request});
    });
}

void PracticeServices::cancel(const QString &) {}

} // namespace sluice
