// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/pullarrangement.h"

#include "pipeline/pulltext.h"

namespace sluice {

namespace {

qint64 lineId(PullKey key) { return key.id * 2 + int(key.source); }

/// The same for the same group, and unlike the lines' of pull requests.
qint64 headId(const QString &group) { return -1 - qint64(qHash(group) & 0x3fff'ffff'ffff'ffffULL); }

int worst(const PullCell &cell)
{
    const auto rank = [](const CellHalf &half) {
        return half.count == 0 ? -1 : severity(half.state) * 2 + (half.isStuck ? 5 : 0);
    };
    return std::max(rank(cell.build), rank(cell.test));
}

/// Below 0: a comes first.
int compare(const ArrangedPull &a, const ArrangedPull &b, const PullOrder &order)
{
    const auto sign = [](auto left, auto right) { return left < right ? -1 : int(right < left); };
    switch (order.sort) {
    case PullOrder::Sort::Pull:
        if (const int by = a.pull->repository.compare(b.pull->repository, Qt::CaseInsensitive))
            return by;
        return sign(a.pull->number, b.pull->number);
    case PullOrder::Sort::Author:
        return a.pull->author.compare(b.pull->author, Qt::CaseInsensitive);
    case PullOrder::Sort::Stand:
        return sign(std::pair(-a.summary->stuck, int(a.summary->stand)),
                    std::pair(-b.summary->stuck, int(b.summary->stand)));
    case PullOrder::Sort::Age:
        return sign(b.pull->createdAt, a.pull->createdAt);
    case PullOrder::Sort::Behind:
        return pulltext::behind(a.summary->behind)
                .compare(pulltext::behind(b.summary->behind), Qt::CaseInsensitive);
    case PullOrder::Sort::Cell:
        return sign(worst(b.summary->cell(order.chroot)), worst(a.summary->cell(order.chroot)));
    }
    Q_UNREACHABLE_RETURN(0);
}

QString groupOf(const ArrangedPull &arranged, PullGrouping grouping)
{
    switch (grouping) {
    case PullGrouping::None:
        return {};
    case PullGrouping::Repository:
        return arranged.pull->repository;
    case PullGrouping::State:
        return pulltext::stand(arranged.summary->stand);
    case PullGrouping::Author:
        return arranged.pull->author;
    }
    Q_UNREACHABLE_RETURN({});
}

/// States from the worst on, names by the alphabet.
bool isGroupBefore(const ArrangedPull &a, const ArrangedPull &b, PullGrouping grouping)
{
    return grouping == PullGrouping::State
                 ? a.summary->stand < b.summary->stand
                 : groupOf(a, grouping).compare(groupOf(b, grouping), Qt::CaseInsensitive) < 0;
}

QList<int> usedChroots(const QList<ArrangedPull> &shown, const PullOrder &order,
                       const ChrootNumbers &chroots)
{
    QList<bool> isUsed(chroots.count());
    for (const ArrangedPull &arranged : shown) {
        for (qsizetype i = 0; i < arranged.summary->cells.size(); ++i)
            isUsed[i] = isUsed[i] || !arranged.summary->cells.at(i).isEmpty();
    }
    QList<int> used;
    for (int i = 0; i < chroots.count(); ++i) {
        if (isUsed.at(i) && order.filter.takesChroot(chroots.name(i)))
            used << i;
    }
    std::ranges::sort(used, [&](int a, int b) {
        return a != 0 && (b == 0 || chroots.name(a) < chroots.name(b));
    });
    return used;
}

/// Which pull request it is, whatever its head commit.
struct PullName
{
    QString repository;
    int number = 0;
    PullSource source = PullSource::Driven;

    explicit PullName(const PullRow &pull)
        : repository(pull.repository.toLower())
        , number(pull.number)
        , source(pull.key.source)
    {}
    bool operator==(const PullName &) const = default;
    friend size_t qHash(const PullName &name, size_t seed)
    {
        return qHashMulti(seed, name.repository, name.number, int(name.source));
    }
};

QList<PullLine> linesOf(const QList<ArrangedPull> &shown, const PullOrder &order)
{
    const PullGrouping grouping = order.grouping;
    QList<PullLine> lines;
    QSet<PullName> ofGroup;
    qsizetype head = -1;
    for (const ArrangedPull &arranged : shown) {
        const QString group = groupOf(arranged, grouping);
        if (grouping != PullGrouping::None
            && (head < 0 || lines.at(head).group.compare(group, Qt::CaseInsensitive) != 0)) {
            head = lines.size();
            lines << PullLine{.id = headId(group.toLower()), .key = {}, .group = group};
            lines.last().isFolded = order.folded.contains(group.toLower());
            ofGroup.clear();
        }
        if (head >= 0) {
            PullLine &line = lines[head];
            ofGroup.insert(PullName(*arranged.pull));
            line.pulls = int(ofGroup.size());
            ++line.runs;
            const bool hasFailed = arranged.summary->stand == PullStand::Failed;
            line.failed += hasFailed && !arranged.isOld ? 1 : 0; // one run of each is not old
            line.stuck += arranged.summary->stuck > 0 && !arranged.isOld ? 1 : 0;
            line.checksStuck += arranged.isOld ? 0 : arranged.summary->stuck;
            if (line.isFolded)
                continue;
        }
        lines << PullLine{.id = lineId(arranged.pull->key),
                          .key = arranged.pull->key,
                          .isOld = arranged.isOld,
                          .group = {}};
    }
    return lines;
}

} // namespace

PullLines arrange(const QList<ArrangedPull> &pulls, const PullOrder &order,
                  const ChrootNumbers &chroots)
{
    PullLines arranged;
    QList<ArrangedPull> shown;
    shown.reserve(pulls.size());
    for (const ArrangedPull &pull : pulls) {
        if (!order.filter.takes(*pull.pull, *pull.summary))
            continue;
        // Who looks for closed ones by name need not ask for old ones as well.
        const bool isNamed = isOld(pull.pull->state)
                          && order.filter.namesState(standWord(pull.summary->stand));
        if (pull.isOld && !order.isWithOld && !isNamed)
            ++arranged.hidden;
        else
            shown << pull;
    }
    std::ranges::sort(shown, [&order](const ArrangedPull &a, const ArrangedPull &b) {
        if (order.grouping != PullGrouping::None) {
            if (isGroupBefore(a, b, order.grouping))
                return true;
            if (isGroupBefore(b, a, order.grouping))
                return false;
        }
        const int by = compare(a, b, order);
        return by != 0 ? (order.isDescending ? by > 0 : by < 0)
                       : lineId(a.pull->key) > lineId(b.pull->key);
    });
    QSet<PullName> names;
    for (const ArrangedPull &pull : std::as_const(shown))
        names.insert(PullName(*pull.pull));
    arranged.pulls = int(names.size());
    arranged.runs = int(shown.size());
    arranged.lines = linesOf(shown, order);
    arranged.chroots = usedChroots(shown, order, chroots);
    return arranged;
}

} // namespace sluice
