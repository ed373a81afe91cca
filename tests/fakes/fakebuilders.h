// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "fakes/fakecopr.h"
#include "fakes/faketestingfarm.h"

namespace sluice {

/// A Copr and a Testing Farm on 127.0.0.1 whose builds and tests go a step further on every step().
/// The thread that made it.
class FakeBuilders final
{
    Q_DISABLE_COPY_MOVE(FakeBuilders)

public:
    /// On any free ports where none are given.
    explicit FakeBuilders(quint16 coprPort = 0, quint16 farmPort = 0);

    void step();

    FakeCopr copr;
    FakeTestingFarm farm;
    QString rpmResult = QStringLiteral("succeeded"); ///< of chroots
    QString testResult = QStringLiteral("passed");
    QSet<QString> firstFailing; ///< chroots whose first build in each project fails

private:
    [[nodiscard]] QString resultOf(const QString &project, const QString &chroot);
    void stepBuild(qint64 id);
    void stepTest(FakeFarmRequest &request) const;

    QSet<QString> m_failed; ///< "owner/project chroot"
};

} // namespace sluice
