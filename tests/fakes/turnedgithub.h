// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "fakes/pipelineharness.h"

namespace sluice {

/// A GitHub in turned time with the repository "fedora/hello", to which maria may write, and the
/// token "person" of its owner.
struct TurnedGithub
{
    explicit TurnedGithub(const FakeFiles &files = {})
        : repository(&github.state().addRepository(QStringLiteral("fedora/hello"), files))
    {
        github.state().addToken(QByteArrayLiteral("person"), QStringLiteral("fedora"));
        repository->permissions.insert(QStringLiteral("maria"), QStringLiteral("write"));
        options.baseUrl = QUrl(QStringLiteral("http://github.test"));
    }

    /// Maria opens a pull request, or pushes to the first one.
    void push()
    {
        const FakeFiles change{{QStringLiteral("a"), QByteArray::number(++pushes)}};
        if (repository->pulls.isEmpty())
            addPull();
        else
            github.state().push(*repository, pull(), change, timers.now());
    }
    void addPull()
    {
        const FakeFiles change{{QStringLiteral("a"), QByteArray::number(++pushes)}};
        github.state().addPull(*repository, QStringLiteral("maria"), change, timers.now());
    }
    [[nodiscard]] FakePull &pull() const { return repository->pulls.first(); }

    HandTimers timers;
    FakeGithub github{timers};
    DirectTransport transport{github, timers};
    PersonalToken tokens{QStringLiteral("pipelines"), QByteArrayLiteral("person")};
    GithubOptions options;
    FakeRepository *repository;
    int pushes = 0;
};

} // namespace sluice
