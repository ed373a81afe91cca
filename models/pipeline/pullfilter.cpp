// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/pullfilter.h"

#include "filterline.h"

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

/// A pattern with * for anything, in any case.
bool matches(QStringView pattern, QStringView text)
{
    const auto parts = pattern.split(u'*');
    if (parts.size() == 1)
        return text.compare(pattern, Qt::CaseInsensitive) == 0;
    if (!text.startsWith(parts.first(), Qt::CaseInsensitive))
        return false;
    qsizetype at = parts.first().size();
    for (qsizetype i = 1; i + 1 < parts.size(); ++i) {
        const qsizetype found = text.indexOf(parts[i], at, Qt::CaseInsensitive);
        if (found < 0)
            return false;
        at = found + parts[i].size();
    }
    return text.size() - at >= parts.last().size()
        && text.endsWith(parts.last(), Qt::CaseInsensitive);
}

bool matchesAny(const QStringList &patterns, QStringView text)
{
    return patterns.isEmpty() || std::ranges::any_of(patterns, [text](const QString &pattern) {
               return matches(pattern, text);
           });
}

/// A pull request whose builds failed may run tests all the same: it is in both states.
bool isIn(const QString &state, const PullRow &pull, const PullSummary &summary,
          const PullFilter &filter)
{
    if (standWord(summary.stand) == state && filter.chroots.isEmpty())
        return true;
    if (isOld(pull.state))
        return false;
    return std::ranges::any_of(pull.checks, [&](const PullCheck &check) {
        if (!filter.takesChroot(check.chroot))
            return false;
        return (state == "failed"_L1 && isBad(check.state))
            || (state == "running"_L1 && check.state == FlagState::Running)
            || (state == "queued"_L1 && check.state == FlagState::Queued)
            || (state == "canceled"_L1 && check.state == FlagState::Canceled)
            || (state == "passed"_L1 && check.state == FlagState::Success
                && !filter.chroots.isEmpty())
            || (state == "skipped"_L1 && check.state == FlagState::Neutral);
    });
}

bool hasWord(const PullRow &pull, const QString &word)
{
    return pull.label().contains(word, Qt::CaseInsensitive)
        || pull.title.contains(word, Qt::CaseInsensitive)
        || pull.author.contains(word, Qt::CaseInsensitive)
        || pull.headSha.startsWith(word, Qt::CaseInsensitive);
}

QString standWords()
{
    QStringList words;
    for (int i = 0; i < kPullStandCount; ++i)
        words << standWord(PullStand(i));
    return words.join(u", "_s);
}

QStringList behindWords()
{
    QStringList words;
    for (int i = 0; i <= int(Behind::Others); ++i)
        words << behindWord(Behind(i));
    return words;
}

Result<void> addStates(PullFilter &filter, const QString &value)
{
    for (const QString &part : filterAlternatives(value.toLower())) {
        if (part == "stuck"_L1)
            return failure(Cause::Invalid, u"What is stuck is found by \"stuck:\" alone."_s);
        if (!standFromWord(part))
            return failure(Cause::Invalid,
                           u"There is no state \"%1\": use %2."_s.arg(part, standWords()));
        filter.states << part;
    }
    return {};
}

Result<void> addBehind(PullFilter &filter, const QString &value)
{
    for (const QString &part : filterAlternatives(value.toLower())) {
        if (!behindWords().contains(part))
            return failure(Cause::Invalid, u"Nobody is called \"%1\" here: use %2."_s.arg(
                                                   part, behindWords().join(u", "_s)));
        filter.behind << part;
    }
    return {};
}

Result<void> addPair(PullFilter &filter, const FilterWord &word)
{
    const QString key = word.key();
    const QString value = word.value();
    if (key == "stuck"_L1) {
        filter.isStuck = true;
        if (!value.isEmpty())
            filter.words << value;
        return {};
    }
    QStringList *patterns = key == "repo"_L1   ? &filter.repositories
                          : key == "author"_L1 ? &filter.authors
                          : key == "chroot"_L1 ? &filter.chroots
                                               : nullptr;
    if (!patterns && key != "state"_L1 && key != "behind"_L1)
        return failure(Cause::Invalid,
                       u"There is no filter \"%1:\": use state, repo, author, chroot, behind or "
                       u"stuck, or put the word in quotes."_s.arg(key));
    if (value.isEmpty())
        return failure(Cause::Invalid,
                       key == "state"_L1 ? u"Which state? Use %1."_s.arg(standWords())
                                         : u"Write what to look for after \"%1:\"."_s.arg(key));
    if (patterns) {
        *patterns << filterAlternatives(value);
        return {};
    }
    return key == "state"_L1 ? addStates(filter, value) : addBehind(filter, value);
}

} // namespace

bool PullFilter::takes(const PullRow &pull, const PullSummary &summary) const
{
    if (*this == PullFilter())
        return true;
    if (!matchesAny(repositories, pull.repository) || !matchesAny(authors, pull.author))
        return false;
    if (isStuck && summary.stuck == 0)
        return false;
    if (!behind.isEmpty() && !behind.contains(behindWord(summary.behind)))
        return false;
    if (!chroots.isEmpty() && std::ranges::none_of(pull.checks, [this](const PullCheck &check) {
            return takesChroot(check.chroot);
        }))
        return false;
    if (!states.isEmpty() && std::ranges::none_of(states, [&](const QString &state) {
            return isIn(state, pull, summary, *this);
        }))
        return false;
    return std::ranges::all_of(words, [&pull](const QString &word) { return hasWord(pull, word); });
}

bool PullFilter::takesChroot(const QString &chroot) const
{
    return chroots.isEmpty() || (!chroot.isEmpty() && matchesAny(chroots, chroot));
}

Result<PullFilter> parsePullFilter(QStringView line)
{
    const auto found = filterWords(line);
    if (!found)
        return std::unexpected(found.error());
    PullFilter filter;
    for (const FilterWord &word : *found) {
        if (word.isPair()) {
            if (const auto added = addPair(filter, word); !added)
                return std::unexpected(added.error());
        } else if (!word.text.isEmpty()) {
            filter.words << word.text;
        }
    }
    return filter;
}

} // namespace sluice
