// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/pullscene.h"

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Turn = std::function<void(std::chrono::minutes)>;

const QStringList kChroots{u"centos-stream-10-x86_64"_s, u"fedora-42-x86_64"_s,
                           u"fedora-43-aarch64"_s,       u"fedora-43-x86_64"_s,
                           u"fedora-rawhide-x86_64"_s,   u"opensuse-tumbleweed-x86_64"_s};
const QString kSubmitted = u"SRPM build in Copr was submitted..."_s;
const QString kBuilding = u"RPM build is in progress..."_s;
const QString kBuilt = u"RPMs were built successfully."_s;
const QString kBuildFailed = u"RPMs failed to be built."_s;
const QString kTesting = u"Tests are running ..."_s;
const QString kPassed = u"Tests passed ..."_s;
const QString kTestsFailed = u"Tests failed ..."_s;

FlagValue value(FlagState state, const QString &text)
{
    return {state, text, u"https://copr.fedorainfracloud.org/coprs/build/9000001"_s};
}

/// As Packit sets it: its pages stand for builds and tests alike.
FlagValue seen(FlagState state, const QString &text)
{
    return {state, text, u"https://dashboard.packit.dev/jobs/9000001"_s};
}

void build(PullScene &scene, PipelineId id, const QStringList &chroots, FlagState end,
           const Turn &turn)
{
    for (const QString &chroot : chroots)
        scene.bring(id, chroot, JobKind::Build, RunProgress::Submitted,
                    value(FlagState::Running, kSubmitted));
    turn(2min);
    for (const QString &chroot : chroots)
        scene.bring(id, chroot, JobKind::Build, RunProgress::RpmRunning,
                    value(FlagState::Running, kBuilding));
    turn(4min);
    for (const QString &chroot : chroots)
        scene.bring(id, chroot, JobKind::Build, RunProgress::Ended,
                    value(end, end == FlagState::Success ? kBuilt : kBuildFailed));
    scene.send(id);
}

void test(PullScene &scene, PipelineId id, const QStringList &chroots, FlagState end,
          const Turn &turn)
{
    for (const QString &chroot : chroots)
        scene.bring(id, chroot, JobKind::Test, RunProgress::TestsRunning,
                    value(FlagState::Running, kTesting));
    scene.send(id);
    turn(7min);
    for (const QString &chroot : chroots)
        scene.bring(id, chroot, JobKind::Test, RunProgress::Ended,
                    value(end, end == FlagState::Success ? kPassed : kTestsFailed));
    scene.send(id);
}

void driveAll(PullScene &scene, const Turn &turn)
{
    const auto pull = [](const QString &repository, int number, const QString &title,
                         const QString &author, const QString &sha = u"5f2a91c"_s) {
        return PullScene::Pull{.repository = repository,
                               .number = number,
                               .sha = sha,
                               .title = title,
                               .author = author,
                               .chroots = kChroots};
    };
    const auto healthy
            = scene.drive(pull(u"rpm-software-management/tito"_s, 512,
                               u"Write the changelog in the order of the tags"_s, u"jonas"_s));
    build(scene, healthy, kChroots, FlagState::Success, turn);
    test(scene, healthy, kChroots, FlagState::Success, turn);
    scene.end(healthy, PipelineState::Done);
    const auto old = scene.drive(pull(u"oamg/leapp"_s, 1180, u"Read repositories in parallel"_s,
                                      u"pirat"_s, u"0badc0de"_s));
    build(scene, old, kChroots.first(3), FlagState::Success, turn);
    scene.end(old, PipelineState::Superseded);
    const auto failed = scene.drive(pull(u"oamg/leapp"_s, 1180, u"Read repositories in parallel"_s,
                                         u"pirat"_s, u"77aa01f"_s));
    build(scene, failed, kChroots.sliced(1), FlagState::Success, turn);
    build(scene, failed, kChroots.first(1), FlagState::Failure, turn);
    test(scene, failed, kChroots.sliced(1, 2), FlagState::Failure, turn);
    test(scene, failed, kChroots.sliced(3), FlagState::Success, turn);
    scene.bring(failed, kChroots.first(), JobKind::Test, RunProgress::Ended,
                value(FlagState::Neutral, u"RPMs failed to be built."_s));
    scene.send(failed);
    const auto stuck = scene.drive(pull(
            u"oamg/leapp"_s, 1187, u"Ask for the reboot once, not for each phase"_s, u"pirat"_s));
    build(scene, stuck, kChroots, FlagState::Success, turn);
    test(scene, stuck, kChroots.sliced(2), FlagState::Success, turn);
    for (const QString &chroot : kChroots.first(2))
        scene.bring(stuck, chroot, JobKind::Test, RunProgress::TestsSubmitting,
                    value(FlagState::Running, u"Build succeeded. Submitting the tests ..."_s));
    scene.send(stuck);
    const auto refused = scene.drive({.repository = u"rpm-software-management/tito"_s,
                                      .number = 514,
                                      .sha = u"e01"_s,
                                      .title = u"Add a configuration for packit"_s,
                                      .author = u"newcomer"_s,
                                      .chroots = {}});
    scene.end(refused, PipelineState::Refused,
              u".packit.yaml, line 7: \"job\" is missing; add it and push again."_s);
}

void observeAll(PullScene &scene, const Turn &turn)
{
    scene.observe(u"containers/podman"_s);
    const auto observed = scene.observedPull({.repository = u"containers/podman"_s,
                                              .number = 24501,
                                              .sha = u"c0ffee1"_s,
                                              .title = u"Do not lose the exit code of a pod"_s,
                                              .author = u"danube"_s});
    for (const QString &chroot : kChroots) {
        scene.show(observed, u"rpm-build:"_s + chroot, seen(FlagState::Queued, {}));
        scene.show(observed, u"testing-farm:%1:unit"_s.arg(chroot), seen(FlagState::Queued, {}));
        scene.show(observed, u"testing-farm:%1:full"_s.arg(chroot), seen(FlagState::Queued, {}));
    }
    scene.show(observed, u"DCO"_s, seen(FlagState::Success, u"All commits are signed"_s));
    turn(6min);
    for (const QString &chroot : kChroots)
        scene.show(observed, u"rpm-build:"_s + chroot, seen(FlagState::Success, kBuilt));
    for (const QString &chroot : kChroots.first(4)) {
        scene.show(observed, u"testing-farm:%1:unit"_s.arg(chroot),
                   seen(FlagState::Success, kPassed));
        scene.show(observed, u"testing-farm:%1:full"_s.arg(chroot),
                   seen(FlagState::Failure, kTestsFailed));
    }
}

} // namespace

void fillDemo(PullScene &scene, const Turn &turn)
{
    driveAll(scene, turn);
    observeAll(scene, turn);
    turn(90min); // so long nothing moves
    scene.observe(u"containers/podman"_s);
    const auto running = scene.drive({.repository = u"rpm-software-management/tito"_s,
                                      .number = 515,
                                      .sha = u"ab12cd3"_s,
                                      .title = u"Say which tag is missing"_s,
                                      .author = u"jonas"_s,
                                      .chroots = kChroots});
    build(scene, running, kChroots.first(2), FlagState::Success, turn);
    for (const QString &chroot : kChroots.sliced(2))
        scene.bring(running, chroot, JobKind::Build, RunProgress::RpmRunning,
                    value(FlagState::Running, kBuilding));
    for (const QString &chroot : kChroots.first(2))
        scene.bring(running, chroot, JobKind::Test, RunProgress::TestsRunning,
                    value(FlagState::Running, kTesting));
}

} // namespace sluice
