// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "queue/taskquery.h"

#include "filterline.h"

#include <array>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

QString stateWords()
{
    QStringList words;
    for (int i = 0; i < kStateCount; ++i)
        words += stateName(static_cast<State>(i));
    return words.join(u", "_s) + u", running or importing"_s;
}

QString causeWords()
{
    QStringList words;
    for (int i = 0; i <= static_cast<int>(Cause::Storage); ++i)
        words += causeName(static_cast<Cause>(i)).replace(u' ', u'-');
    return words.join(u", "_s);
}

Result<void> addStates(TaskQuery &query, const QString &value)
{
    for (const QString &word : filterAlternatives(value)) {
        const QList<State> states = statesFromWord(word.toLower());
        if (states.isEmpty())
            return failure(Cause::Invalid,
                           u"There is no state \"%1\": use %2."_s.arg(word, stateWords()));
        for (const State state : states) {
            if (!query.states.contains(state))
                query.states += state;
        }
    }
    return {};
}

Result<void> addCauses(TaskQuery &query, const QString &value)
{
    for (const QString &part : filterAlternatives(value)) {
        const QString word = part.toLower().replace(u'-', u' ');
        if (!causeFromName(word))
            return failure(Cause::Invalid,
                           u"There is no cause \"%1\": use %2."_s.arg(part, causeWords()));
        query.causes += word;
    }
    return {};
}

Result<void> addBuilds(TaskQuery &query, const QString &value)
{
    for (const QString &part : filterAlternatives(value)) {
        bool isNumber = false;
        query.builds += part.toLongLong(&isNumber);
        if (!isNumber)
            return failure(Cause::Invalid, u"\"%1\" is not a build id: use a number."_s.arg(part));
    }
    return {};
}

Result<void> addPair(TaskQuery &query, const QString &key, const QString &value)
{
    static constexpr std::array kKeys{"state"_L1,  "owner"_L1, "project"_L1, "package"_L1,
                                      "branch"_L1, "cause"_L1, "build"_L1};
    if (!std::ranges::contains(kKeys, key))
        return failure(Cause::Invalid,
                       u"There is no filter \"%1:\": use state, owner, project, package, branch, "
                       "cause or build, or put the word in quotes."_s.arg(key));
    if (key == "state"_L1 && value.isEmpty())
        return failure(Cause::Invalid, u"Which state? Use %1."_s.arg(stateWords()));
    if (value.isEmpty())
        return failure(Cause::Invalid, u"Write what to look for after \"%1:\"."_s.arg(key));
    if (key == "state"_L1)
        return addStates(query, value);
    if (key == "cause"_L1)
        return addCauses(query, value);
    if (key == "build"_L1)
        return addBuilds(query, value);
    QStringList &list = key == "owner"_L1   ? query.owners
                      : key == "project"_L1 ? query.projects
                      : key == "package"_L1 ? query.packages
                                            : query.branches;
    list += value;
    return {};
}

} // namespace

QList<State> statesFromWord(QStringView word)
{
    if (const auto state = stateFromName(word))
        return {*state};
    if (word == "running"_L1)
        return {State::Fetching, State::Committing, State::Reporting};
    if (word == "importing"_L1)
        return {State::Queued, State::Fetching, State::Committing, State::Reporting};
    return {};
}

Result<TaskQuery> parseTaskFilter(QStringView line)
{
    const auto found = filterWords(line);
    if (!found)
        return std::unexpected(found.error());
    TaskQuery query;
    for (const FilterWord &word : *found) {
        if (!word.isPair()) {
            if (!word.text.isEmpty())
                query.words += word.text;
            continue;
        }
        const auto added = addPair(query, word.key(), word.value());
        if (!added)
            return std::unexpected(added.error());
    }
    return query;
}

QString withStateFilter(QStringView line, QStringView stateWord)
{
    QStringList kept;
    if (!stateWord.isEmpty())
        kept += u"state:"_s + stateWord;
    const auto found = filterWords(line);
    if (!found)
        return kept.join(u' ');
    for (const FilterWord &word : *found) {
        if (!word.isPair() || word.key() != "state"_L1)
            kept += line.sliced(word.from, word.to - word.from).toString();
    }
    return kept.join(u' ');
}

} // namespace sluice
