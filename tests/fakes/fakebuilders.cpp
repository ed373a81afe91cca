// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/fakebuilders.h"

namespace sluice {
using namespace Qt::StringLiterals;

FakeBuilders::FakeBuilders(quint16 coprPort, quint16 farmPort)
    : copr(coprPort)
    , farm(farmPort)
{}

void FakeBuilders::step()
{
    const QList<qint64> builds = copr.builds.keys();
    for (const qint64 build : builds)
        stepBuild(build);
    for (FakeFarmRequest &request : farm.requests)
        stepTest(request);
}

void FakeBuilders::stepBuild(qint64 id)
{
    FakeCoprBuild &build = copr.builds[id];
    if (build.isCanceled)
        return;
    if (build.source == "pending"_L1) {
        build.source = u"running"_s;
        return;
    }
    if (build.source == "running"_L1)
        return copr.importSource(id);
    for (auto it = build.chroots.begin(); it != build.chroots.end(); ++it) {
        if (*it == "pending"_L1)
            *it = u"running"_s;
        else if (*it == "running"_L1)
            *it = resultOf(build.owner + u'/' + build.project, it.key());
    }
}

QString FakeBuilders::resultOf(const QString &project, const QString &chroot)
{
    const QString first = project + u' ' + chroot;
    if (!firstFailing.contains(chroot) || m_failed.contains(first))
        return rpmResult;
    m_failed.insert(first);
    return u"failed"_s;
}

void FakeBuilders::stepTest(FakeFarmRequest &request) const
{
    if (request.state == "new"_L1) {
        request.state = u"running"_s;
    } else if (request.state == "running"_L1) {
        request.state = u"complete"_s;
        request.overall = testResult;
    } else if (request.state == "cancel-requested"_L1) {
        request.state = u"canceled"_s;
    }
}

} // namespace sluice
