// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/pulltext.h"

#include "pipeline/boardreader.h"
#include "queue/tasktext.h"

#include <QCoreApplication>
#include <QLocale>

namespace sluice::pulltext {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto kFresh = 5min; ///< an observed repository that goes well is read more often
constexpr auto kFreshSettled = 70min; // they are read again after an hour, or at news

QString tr(const char *text, int n = -1)
{
    return QCoreApplication::translate("sluice::pulltext", text, nullptr, n);
}

/// "6 min", "2 h 10 min": seconds matter below a minute only.
QString spanText(std::chrono::milliseconds span)
{
    if (span < 1min)
        return tr("%1 s").arg(std::max<qint64>(1, span / 1s));
    if (span < 1h)
        return tr("%1 min").arg(span / 1min);
    return span % 1h < 1min ? tr("%1 h").arg(span / 1h) : tasktext::duration(span);
}

QString timeOfDay(const QDateTime &utc)
{
    return QLocale().toString(utc.toLocalTime(), u"HH:mm"_s);
}

/// "14:05", with the day where that is another one.
QString momentText(const QDateTime &utc, const QDateTime &now)
{
    return utc.toLocalTime().date() == now.toLocalTime().date()
                 ? timeOfDay(utc)
                 : QLocale().toString(utc.toLocalTime(), u"yyyy-MM-dd HH:mm"_s);
}

std::optional<QDateTime> staleSince(const RepositoryWatch *watch, const PullRow &pull,
                                    const QDateTime &now)
{
    if (!pull.isObserved() || isOld(pull.state))
        return {};
    const QDateTime readAt = std::max(pull.readAt, watch ? watch->readAt : QDateTime());
    const bool isTroubled = watch && !watch->problem.isEmpty();
    const bool isOpen = std::ranges::any_of(pull.checks, &PullCheck::isOpen);
    if (!isTroubled && readAt.isValid() && now - readAt < (isOpen ? kFresh : kFreshSettled))
        return {};
    return readAt;
}

} // namespace

QString stand(PullStand stand)
{
    QString word = standWord(stand);
    word.front() = word.front().toUpper();
    return word;
}

QString behind(Behind behind)
{
    switch (behind) {
    case Behind::Nobody:
        return tr("nobody");
    case Behind::Author:
        return tr("the author");
    case Behind::Copr:
        return u"Copr"_s;
    case Behind::TestingFarm:
        return u"Testing Farm"_s;
    case Behind::GithubLimit:
        return tr("GitHub's limit");
    case Behind::Github:
        return u"GitHub"_s;
    case Behind::Operator:
        return tr("whoever runs this");
    case Behind::Others:
        return tr("other services");
    }
    Q_UNREACHABLE_RETURN({});
}

QString pulls(int pulls, int runs)
{
    const QString text = tr("%n pull request(s)", pulls);
    return runs == pulls ? text : text + tr(", %n run(s)", runs);
}

QString pullsFailed(int pulls) { return tr("%n pull request(s) failed", pulls); }
QString pullsStuck(int pulls) { return tr("%n pull request(s) stuck", pulls); }
QString checksStuck(int checks) { return tr("%n check(s) stuck", checks); }

QString kind(CheckKind kind)
{
    switch (kind) {
    case CheckKind::Build:
        return tr("Build");
    case CheckKind::Test:
        return tr("Test");
    case CheckKind::Other:
        return tr("Other");
    }
    Q_UNREACHABLE_RETURN({});
}

QString title(const PullCheck &check)
{
    QStringList words;
    if (check.kind != CheckKind::Other)
        words << kind(check.kind);
    words << check.chroot << check.label;
    words.removeAll(QString());
    return words.join(u' ');
}

QString name(const PullCheck &check) { return check.name.isEmpty() ? title(check) : check.name; }

QString state(CheckKind kind, FlagState state)
{
    switch (state) {
    case FlagState::Queued:
        return tr("queued");
    case FlagState::Running:
        return kind == CheckKind::Build ? tr("building")
             : kind == CheckKind::Test  ? tr("testing")
                                        : tr("running");
    case FlagState::Success:
        return kind == CheckKind::Build ? tr("built") : tr("passed");
    case FlagState::Failure:
        return tr("failed");
    case FlagState::Neutral:
        return tr("skipped");
    case FlagState::Error:
        return tr("error");
    case FlagState::Canceled:
        return tr("canceled");
    }
    Q_UNREACHABLE_RETURN({});
}

QString half(CheckKind kind, const CellHalf &half)
{
    QString text = half.isStuck ? tr("stuck") : state(kind, half.state);
    if (half.count > 1)
        text += u" %1/%2"_s.arg(half.inState).arg(half.count);
    return text;
}

QString cell(const QString &chroot, const PullCell &cell)
{
    QStringList words{chroot.isEmpty() ? tr("other checks") : chroot};
    const auto add = [&](CheckKind kind, const CellHalf &half) {
        if (half.count == 0)
            return;
        QString text = pulltext::kind(kind).toLower() + u' ' + state(kind, half.state);
        if (half.count > 1)
            text += u" %1/%2"_s.arg(half.inState).arg(half.count);
        words << text;
        if (half.isStuck)
            words << tr("stuck");
        if (half.isUnsent)
            words << tr("not on GitHub yet");
        if (half.isAsked)
            words << tr("asked for again");
    };
    add(chroot.isEmpty() ? CheckKind::Other : CheckKind::Build, cell.build);
    add(CheckKind::Test, cell.test);
    if (cell.isEmpty())
        words << tr("no check");
    return words.join(u", "_s);
}

QString usual(const UsualDurations &durations, const PullRow &pull, const PullCheck &check)
{
    const auto found = durations.of(pull.repository, check);
    if (!found.median) {
        return tr("no check like it was seen to end yet; Packit aims at %1")
                .arg(spanText(durations.limit(pull.repository, check)));
    }
    const QString median = spanText(*found.median);
    return found.isOfKind ? tr("usually %1 for checks of this kind").arg(median)
                          : tr("usually %1").arg(median);
}

QString whyStuck(const UsualDurations &durations, const PullRow &pull, const PullCheck &check)
{
    const auto found = durations.of(pull.repository, check);
    if (found.median && found.isOfKind) {
        return tr("Stuck: longer than three times the %1 in which 19 of 20 checks of this kind "
                  "end.")
                .arg(spanText(found.slow));
    }
    if (found.median)
        return tr("Stuck: longer than three times the usual.");
    return tr("Stuck: longer than the %1 that Packit aims at.")
            .arg(spanText(durations.limit(pull.repository, check)));
}

QString since(const UsualDurations &durations, const PullRow &pull, const PullCheck &check,
              const QDateTime &now)
{
    const auto span = std::max<std::chrono::milliseconds>(0ms, now - check.since);
    const QString word = state(check.kind, check.state);
    if (!check.since.isValid())
        return word;
    if (!check.isOpen())
        return span < 1min ? tr("%1 just now").arg(word)
                           : tr("%1 %2 ago").arg(word, tasktext::age(check.since, now));
    return tr("%1 for %2, %3").arg(word, tasktext::duration(span), usual(durations, pull, check));
}

QString asked(const PullAsk &ask)
{
    const QString at = timeOfDay(ask.at);
    switch (ask.kind) {
    case WishKind::RetryChroot:
        return tr("asked to retry %1 at %2, waiting").arg(ask.argument, at);
    case WishKind::RetryFailed:
        return tr("asked to retry what failed at %1, waiting").arg(at);
    case WishKind::Cancel:
        return tr("asked to cancel at %1, waiting").arg(at);
    case WishKind::ResendFlags:
        return tr("asked to send the flags again at %1, waiting").arg(at);
    case WishKind::AskRebuildFailed:
        return tr("asked for a rebuild at %1, waiting").arg(at);
    case WishKind::AskRetestFailed:
        return tr("asked for new tests at %1, waiting").arg(at);
    case WishKind::RerequestCheck:
        return tr("asked to run %1 again at %2, waiting").arg(ask.argument, at);
    default:
        return {};
    }
}

QString askedShortly(const PullAsk &ask)
{
    const QString at = timeOfDay(ask.at);
    switch (ask.kind) {
    case WishKind::RetryChroot:
    case WishKind::RetryFailed:
        return tr("retry asked %1").arg(at);
    case WishKind::Cancel:
        return tr("cancel asked %1").arg(at);
    case WishKind::ResendFlags:
        return tr("flags asked %1").arg(at);
    case WishKind::AskRebuildFailed:
        return tr("rebuild asked %1").arg(at);
    case WishKind::AskRetestFailed:
        return tr("tests asked %1").arg(at);
    case WishKind::RerequestCheck:
        return tr("re-run asked %1").arg(at);
    default:
        return {};
    }
}

QString staleness(const RepositoryWatch *watch, const PullRow &pull, const QDateTime &now)
{
    const auto since = staleSince(watch, pull, now);
    if (!since)
        return {};
    return since->isValid() ? tr("as of %1 ago").arg(spanText(now - *since)) : tr("never read");
}

QString note(const RepositoryWatch *watch, const PullRow &pull, const QDateTime &now)
{
    if (!pull.isObserved())
        return {};
    const auto since = staleSince(watch, pull, now);
    if (!since)
        return tr("observed");
    if (!since->isValid())
        return tr("observed, never read");
    return now - *since < std::chrono::minutes(1)
                 ? tr("observed just now")
                 : tr("observed %1 ago").arg(tasktext::age(*since, now));
}

QString trouble(const WatchTrouble &trouble, const QDateTime &now)
{
    const QString age = trouble.readAt.isValid()
                              ? tr("Flags as of %1.").arg(momentText(trouble.readAt, now))
                              : tr("Nothing has been read yet.");
    if (trouble.resumesAt.isValid() && trouble.resumesAt > now) {
        return tr("The account %1 has used up what GitHub allows it. %2 It goes on at %3.")
                .arg(trouble.account, age, momentText(trouble.resumesAt, now));
    }
    return tr("The account %1 cannot watch now: %2 %3 It tries again by itself, at the latest "
              "after "
              "ten minutes.")
            .arg(trouble.account, trouble.problem, age);
}

} // namespace sluice::pulltext
