// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "fakes/github/fakegithubstate.h"

namespace sluice {

/// A pull request that a search found. Holds while the state is not changed.
struct FakeFoundPull
{
    const FakeRepository *repository = nullptr;
    const FakePull *pull = nullptr;
};

/// By "org:", "repo:", "user:", "author:", "is:", "state:", "type:" and words of the title.
[[nodiscard]] QList<FakeFoundPull> fakeSearch(FakeGithubState &state, const FakeToken &token,
                                              const QString &query);

} // namespace sluice
