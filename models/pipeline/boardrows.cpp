// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/boardrows.h"

#include "pipeline/checkname.h"
#include "store/database.h"

namespace sluice::boardrows {
using namespace Qt::StringLiterals;

namespace {

// The time since when a flag shows the kind of state that it shows: descriptions change in between.
#define SLUICE_RUN_COLUMNS \
    "SELECT r.pipeline, r.id, r.flag, r.job, r.job_name, r.chroot, r.target, r.progress, r.state," \
    " r.detail, r.url, r.build_id, r.changed_at, f.name, f.wanted, f.sent, f.wanted_state," \
    " f.wanted_description, f.wanted_url, f.writes, f.problem," \
    " CASE WHEN f.wanted_state < 2 THEN (SELECT min(c.at) FROM flag_change c WHERE c.flag = f.id" \
    " AND c.count > coalesce((SELECT max(o.count) FROM flag_change o WHERE o.flag = f.id" \
    " AND o.state <> f.wanted_state), 0)) ELSE f.wanted_at END, p.created_at "

#define SLUICE_CHECK_COLUMNS \
    "SELECT c.pull, c.id, c.name, c.state, c.description, c.url, c.kind," \
    " CASE WHEN c.state < 2 THEN coalesce((SELECT min(h.at) FROM observed_change h" \
    " WHERE h.observed = c.id AND h.id > coalesce((SELECT max(o.id) FROM observed_change o" \
    " WHERE o.observed = c.id AND o.state <> c.state), 0)), c.since) ELSE c.since END " \
    "FROM observed_check c "

/// What of one run people see: in a flag that several share, its own part.
FlagState stateOf(RunProgress progress, JobKind job, FlagState ended)
{
    if (progress == RunProgress::Ended)
        return ended;
    const RunProgress begun
            = job == JobKind::Build ? RunProgress::Submitted : RunProgress::TestsSubmitting;
    return progress < begun ? FlagState::Queued : FlagState::Running;
}

/// What the configuration calls the job, and where it is tested when that is elsewhere. The job's
/// own name is its place, followed by its identifier where it has one: "1:full".
QString labelOf(const Rows &row)
{
    const QString identifier = row.text(4).section(u':', 1);
    const QString target = row.text(6);
    QStringList words{identifier.isEmpty() ? parseCheckName(row.text(13)).identifier : identifier};
    if (target != row.text(5))
        words << target;
    words.removeAll(QString());
    return words.join(u' ');
}

PullCheck drivenCheck(const Rows &row)
{
    const auto job = JobKind(row.number(3));
    const bool isTold = !row.isNull(2);
    PullCheck check{.id = row.number(1),
                    .flag = row.number(2),
                    .kind = job == JobKind::Build ? CheckKind::Build : CheckKind::Test,
                    .name = row.text(13),
                    .chroot = row.text(5),
                    .label = labelOf(row),
                    .state = stateOf(RunProgress(row.number(7)), job, FlagState(row.number(8))),
                    .description = row.text(9),
                    .url = row.text(10),
                    .since = row.time(12),
                    .writes = int(row.number(19)),
                    .isUnsent = isTold && row.number(14) > row.number(15) && row.text(20).isEmpty(),
                    .problem = row.text(20)};
    if (!row.isNull(11))
        check.buildId = row.number(11);
    if (isTold && FlagState(row.number(16)) == check.state) {
        check.since = row.isNull(21) ? row.time(22) : row.time(21);
        if (!row.text(17).isEmpty())
            check.description = row.text(17);
        if (!row.text(18).isEmpty())
            check.url = row.text(18);
    }
    return check;
}

PullCheck observedCheck(const Rows &row)
{
    const CheckName name = parseCheckName(row.text(2));
    return {.id = row.number(1),
            .kind = name.kind,
            .name = row.text(2),
            .chroot = name.chroot,
            .label = name.kind == CheckKind::Other ? row.text(2) : name.identifier,
            .state = FlagState(row.number(3)),
            .description = row.text(4),
            .url = row.text(5),
            .since = row.time(7),
            .problem = {},
            .buildId = {},
            .isCheckRun = FlagKind(row.number(6)) == FlagKind::CheckRun};
}

QString listOf(const QList<qint64> &ids)
{
    QString list = u"["_s;
    for (const qint64 id : ids)
        list += (list.size() > 1 ? u","_s : QString()) + QString::number(id);
    return list + u']';
}

/// One copy of each name, however many checks have it.
class SharedTexts final
{
public:
    void share(PullCheck &check)
    {
        for (QString *text : {&check.name, &check.chroot, &check.label, &check.description})
            *text = *m_texts.insert(*text);
    }

private:
    QSet<QString> m_texts;
};

QList<PullRow> inOrder(QHash<qint64, PullRow> &pulls, const QList<qint64> &ids)
{
    QList<PullRow> ordered;
    ordered.reserve(ids.size());
    for (const qint64 id : ids) {
        if (const auto found = pulls.find(id); found != pulls.end())
            ordered << std::move(*found);
    }
    return ordered;
}

void addChecks(QHash<qint64, PullRow> &pulls, Rows row, PullCheck (*checkFrom)(const Rows &))
{
    SharedTexts texts;
    while (row.next()) {
        PullCheck check = checkFrom(row);
        texts.share(check);
        if (const auto pull = pulls.find(row.number(0)); pull != pulls.end())
            pull->checks << std::move(check);
    }
}

QList<BoardUpdate::Changed> changedFrom(Rows row, PullSource source,
                                        PullCheck (*checkFrom)(const Rows &))
{
    QList<BoardUpdate::Changed> found;
    while (row.next())
        found << BoardUpdate::Changed{{source, row.number(0)}, checkFrom(row)};
    return found;
}

} // namespace

QList<PullRow> drivenPulls(Database &database, const QList<qint64> &ids)
{
    if (ids.isEmpty())
        return {};
    const QString list = listOf(ids);
    QHash<qint64, PullRow> pulls;
    {
        Rows row = database.rows(
                "SELECT id, repository, number, title, author, head_sha, state, problem, "
                "created_at, changed_at FROM pipeline WHERE id IN (SELECT value FROM "
                "json_each(?))",
                list);
        while (row.next()) {
            pulls.insert(row.number(0), PullRow{.key = {PullSource::Driven, row.number(0)},
                                                .repository = row.text(1),
                                                .number = int(row.number(2)),
                                                .title = row.text(3),
                                                .author = row.text(4),
                                                .headSha = row.text(5),
                                                .state = PipelineState(row.number(6)),
                                                .problem = row.text(7),
                                                .createdAt = row.time(8),
                                                .changedAt = row.time(9),
                                                .readAt = {},
                                                .checks = {}});
        }
    }
    addChecks(pulls,
              database.rows(SLUICE_RUN_COLUMNS
                            "FROM pipeline p JOIN chroot_run r ON r.pipeline = p.id LEFT JOIN "
                            "flag f ON f.id = r.flag WHERE p.id IN (SELECT value FROM "
                            "json_each(?)) ORDER BY r.id",
                            list),
              drivenCheck);
    return inOrder(pulls, ids);
}

QList<PullRow> observedPulls(Database &database, const QList<qint64> &ids)
{
    if (ids.isEmpty())
        return {};
    const QString list = listOf(ids);
    QHash<qint64, PullRow> pulls;
    {
        Rows row = database.rows(
                "SELECT id, repository, number, title, author, head_sha, state, problem, "
                "created_at, changed_at, read_at FROM observed_pull WHERE id IN (SELECT value "
                "FROM json_each(?))",
                list);
        while (row.next()) {
            pulls.insert(row.number(0), PullRow{.key = {PullSource::Observed, row.number(0)},
                                                .repository = row.text(1),
                                                .number = int(row.number(2)),
                                                .title = row.text(3),
                                                .author = row.text(4),
                                                .headSha = row.text(5),
                                                .state = PipelineState(row.number(6)),
                                                .problem = row.text(7),
                                                .createdAt = row.time(8),
                                                .changedAt = row.time(9),
                                                .readAt = row.time(10),
                                                .checks = {}});
        }
    }
    addChecks(pulls,
              database.rows(SLUICE_CHECK_COLUMNS "WHERE c.pull IN (SELECT value FROM "
                                                 "json_each(?)) ORDER BY c.id",
                            list),
              observedCheck);
    return inOrder(pulls, ids);
}

QList<BoardUpdate::Changed> drivenChecksSince(Database &database, BoardPlace since)
{
    return changedFrom(database.rows(SLUICE_RUN_COLUMNS
                                     "FROM flag f JOIN chroot_run r ON r.pipeline = f.pipeline "
                                     "AND r.flag = f.id JOIN pipeline p ON p.id = r.pipeline "
                                     "WHERE f.rev > ?",
                                     since.rev),
                       PullSource::Driven, drivenCheck)
         + changedFrom(database.rows(SLUICE_RUN_COLUMNS
                                     "FROM pipeline p JOIN chroot_run r ON r.pipeline = p.id "
                                     "LEFT JOIN flag f ON f.id = r.flag WHERE p.state IN (0, 1) "
                                     "AND r.changed_at >= ?",
                                     since.runsAt),
                       PullSource::Driven, drivenCheck);
}

QList<BoardUpdate::Changed> observedChecksSince(Database &database, BoardPlace since)
{
    return changedFrom(database.rows(SLUICE_CHECK_COLUMNS "WHERE c.rev > ?", since.rev),
                       PullSource::Observed, observedCheck);
}

} // namespace sluice::boardrows
