// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/github/fakesearch.h"

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

bool fits(const FakeRepository &repository, const FakePull &pull, const QString &term)
{
    const QString key = term.section(u':', 0, 0);
    const QString value = term.section(u':', 1);
    if (key == "repo"_L1)
        return repository.fullName().compare(value, Qt::CaseInsensitive) == 0;
    if (key == "org"_L1 || key == "user"_L1)
        return repository.owner.compare(value, Qt::CaseInsensitive) == 0;
    if (key == "author"_L1)
        return pull.author.compare(value, Qt::CaseInsensitive) == 0;
    if (key == "is"_L1 || key == "state"_L1 || key == "type"_L1)
        return value == "pr"_L1 || value == "pull-request"_L1 || value == pull.state;
    return pull.title.contains(term, Qt::CaseInsensitive);
}

} // namespace

QList<FakeFoundPull> fakeSearch(FakeGithubState &state, const FakeToken &token,
                                const QString &query)
{
    QList<FakeFoundPull> found;
    const QStringList terms = query.split(u' ', Qt::SkipEmptyParts);
    for (FakeRepository *repository : state.repositories()) {
        if (!repository->isReadableBy(token))
            continue;
        for (const FakePull &pull : std::as_const(repository->pulls)) {
            const auto isFitting
                    = [&](const QString &term) { return fits(*repository, pull, term); };
            if (std::ranges::all_of(terms, isFitting))
                found << FakeFoundPull{repository, &pull};
        }
    }
    return found;
}

} // namespace sluice
