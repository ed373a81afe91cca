// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "distgit/importplanner.h"

#include "distgit/intacthistory.h"
#include "distgit/packagefiles.h"
#include "distgit/repositorydamage.h"

#include <QFile>
#include <QSet>

#include <algorithm>
#include <cerrno>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr QByteArrayView kHeadPrefix = "ref: refs/heads/";

bool isPlainFile(const TreeEntry &entry) { return (entry.mode & 0170000) == 0100000; }

} // namespace

ImportPlanner::ImportPlanner(const PackageContent &content, PackWriter &pack, const QDateTime &now)
    : m_content(content)
    , m_pack(pack)
    , m_now(now)
    , m_path(QFile::encodeName(content.destination.repositoryPath()))
{}

Result<RepositoryChange> ImportPlanner::plan()
{
    const QByteArray gitRoot = QFile::encodeName(m_content.destination.gitRoot);
    const auto kind = kindBelow(gitRoot, m_path.sliced(gitRoot.size() + 1));
    if (!kind)
        return std::unexpected(kind.error());
    if (*kind == PathKind::Other)
        return storageFailure(ENOTDIR, "use as a repository"_L1, m_path);
    m_change.isNewRepository = *kind == PathKind::Missing;
    const auto stood = m_change.isNewRepository ? standInNewRepository() : standInRepository();
    if (!stood)
        return std::unexpected(stood.error());
    if (const auto done = refuseClashes(); !done)
        return std::unexpected(done.error());

    const ObjectId first = m_stands.value(m_content.destination.branches.first().toUtf8());
    std::optional<Base> base = Base();
    if (first != m_newRoot)
        base = readBase(m_repository->commit(first).value_or(Commit()).tree);
    if (!base)
        return failure(
                Cause::Git,
                u"The branch %1 of %2 cannot be read: look at the repository with `git "
                u"fsck`, then retry."_s.arg(m_content.destination.branches.first(), shown(m_path)));
    const auto tree = writeTree(*base);
    if (!tree)
        return std::unexpected(tree.error());
    if (const auto done = moveBranches(*tree); !done)
        return std::unexpected(done.error());
    m_change.isUnchanged = m_change.moves.isEmpty() && m_change.damaged.isEmpty()
                        && !m_change.isNewRepository && hasAllObjects();
    return std::move(m_change);
}

Result<void> ImportPlanner::standInNewRepository()
{
    if (const auto done = writeRoot(); !done)
        return done;
    m_stands.insert(m_defaultBranch, m_newRoot);
    for (const QString &branch : m_content.destination.branches)
        m_stands.insert(branch.toUtf8(), m_newRoot);
    return {};
}

Result<void> ImportPlanner::standInRepository()
{
    const auto mended = mendSkeleton(m_path);
    if (!mended)
        return std::unexpected(mended.error());
    if (!mended->isEmpty())
        m_change.warnings << u"The repository lacked %1, which is made anew."_s.arg(
                mended->join(u", "_s));
    auto branches = readBranches(m_path);
    if (!branches)
        return std::unexpected(branches.error());
    m_branches = std::move(*branches);
    auto repository = Repository::open(m_path);
    if (!repository)
        return std::unexpected(repository.error());
    m_repository = std::move(*repository);
    auto damaged = damagedFiles(m_path);
    if (!damaged)
        return std::unexpected(damaged.error());
    m_change.damaged = std::move(*damaged);
    if (const auto done = findBranches(); !done)
        return done;
    return bearNewBranches();
}

Result<void> ImportPlanner::findBranches()
{
    bool isSound = m_change.damaged.isEmpty();
    for (const auto &[branch, value] : m_branches.asKeyValueRange()) {
        const bool isRequested = m_content.destination.branches.contains(shown(branch));
        if (value.isSymbolic && isRequested)
            return failure(Cause::Git,
                           u"The branch %1 of %2 is a symbolic reference: import into the branch "
                           u"that it names."_s.arg(shown(branch), shown(m_path)));
        if (value.isSymbolic)
            continue;
        m_stands.insert(branch, value.id);
        isSound = isSound && !value.id.isNull() && (!isRequested || isBaseReadable(value.id));
    }
    if (!isSound)
        mendBranches();
    return {};
}

bool ImportPlanner::isBaseReadable(const ObjectId &tip)
{
    const auto commit = m_repository->commit(tip);
    const auto entries = commit ? m_repository->tree(commit->tree) : std::nullopt;
    return entries && std::ranges::all_of(*entries, [this](const TreeEntry &entry) {
               return entry.name != ".gitignore" || m_repository->isReadable(entry.id);
           });
}

void ImportPlanner::mendBranches()
{
    if (!m_change.damaged.isEmpty())
        m_change.warnings << u"%1 damaged files are removed from the repository's objects; the "
                             u"first is %2."_s.arg(QString::number(m_change.damaged.size()),
                                                   shown(m_change.damaged.first()));
    IntactHistory history(*m_repository,
                          [this](const ObjectId &id) { return m_pack.contains(id); });
    QList<ObjectId> intact;
    QList<QByteArray> lost;
    for (const auto &[branch, tip] : m_stands.asKeyValueRange()) {
        if (!tip.isNull() && history.isWhole(tip))
            intact << tip;
        else
            lost << branch;
    }
    for (const QByteArray &branch : std::as_const(lost)) {
        const ObjectId stand = history.fallback(m_stands.value(branch), intact);
        m_stands.remove(branch);
        if (!stand.isNull())
            m_stands.insert(branch, stand);
        m_change.warnings << u"The branch %1 was damaged and goes on from %2."_s.arg(
                shown(branch), stand.isNull() ? u"a new root commit"_s : stand.text());
    }
}

Result<void> ImportPlanner::bearNewBranches()
{
    const auto head = readSmallFile(m_path + "/HEAD", 1024);
    const QByteArray content = head ? head->value_or(QByteArray()).trimmed() : QByteArray();
    if (content.startsWith(kHeadPrefix) && m_stands.contains(content.sliced(kHeadPrefix.size())))
        m_defaultBranch = content.sliced(kHeadPrefix.size());
    ObjectId root;
    const auto bear = [&](const QByteArray &branch) -> Result<void> {
        if (m_stands.contains(branch))
            return {};
        if (root.isNull())
            root = m_repository->rootOf(m_stands.value(m_defaultBranch));
        if (root.isNull()) {
            if (const auto done = writeRoot(); !done)
                return done;
            root = m_newRoot;
        }
        m_stands.insert(branch, root);
        return {};
    };
    QList<QByteArray> needed{m_defaultBranch};
    for (const QString &branch : m_content.destination.branches)
        needed << branch.toUtf8();
    for (const auto &[branch, value] : m_branches.asKeyValueRange()) {
        if (!value.isSymbolic)
            needed << branch;
    }
    for (const QByteArray &branch : std::as_const(needed)) {
        if (const auto done = bear(branch); !done)
            return done;
    }
    return {};
}

Result<void> ImportPlanner::refuseClashes() const
{
    const QList<QByteArray> all = m_stands.keys() + m_branches.keys();
    for (const QString &branch : m_content.destination.branches) {
        const QByteArray other = clashingBranch(branch.toUtf8(), all);
        if (!other.isEmpty())
            return failure(
                    Cause::Invalid,
                    u"The branch %1 cannot be made beside %2 in %3, because git keeps them "
                    u"as a file and a directory: import into another branch, or delete %2 "
                    u"there and retry."_s.arg(branch, shown(other), m_content.destination.package),
                    {}, Who::Us);
    }
    return {};
}

Result<void> ImportPlanner::writeRoot()
{
    const auto empty = m_pack.write(ObjectKind::Blob, {});
    if (!empty)
        return std::unexpected(empty.error());
    const auto tree = m_pack.write(
            ObjectKind::Tree,
            treeBytes({{.name = ".gitignore", .mode = TreeEntry::kFile, .id = *empty}}));
    if (!tree)
        return std::unexpected(tree.error());
    const Destination &destination = m_content.destination;
    const auto root
            = m_pack.write(ObjectKind::Commit,
                           commitBytes(*tree, {}, destination.authorName, destination.authorEmail,
                                       m_now, "Initial setup of the repo\n"));
    if (!root)
        return std::unexpected(root.error());
    m_newRoot = *root;
    m_newRootTree = *tree;
    return {};
}

std::optional<ImportPlanner::Base> ImportPlanner::readBase(const ObjectId &tree)
{
    QSet<QByteArray> replaced{".gitignore", "sources"};
    for (const TreeEntry &entry : m_content.text)
        replaced << entry.name;
    for (const StagedFile &file : m_content.lookaside)
        replaced << file.name;

    const auto entries = m_repository->tree(tree);
    if (!entries)
        return {};
    Base base;
    bool isReadable = true;
    for (const TreeEntry &entry : *entries) {
        if (entry.name == ".gitignore" && isPlainFile(entry)) {
            const auto content = m_repository->blob(entry.id);
            if (!content)
                return {};
            base.gitignore = *content;
        } else if (!replaced.contains(entry.name)) {
            if (const auto stays = kept(entry, entry.name, 0, isReadable))
                base.kept << *stays;
        } else if (entry.isTree()) {
            m_change.warnings << u"The directory %1 of the branch gives way to the package's file "
                                 u"of that name."_s.arg(shown(entry.name));
        }
    }
    return isReadable ? std::optional(base) : std::nullopt;
}

std::optional<TreeEntry> ImportPlanner::kept(const TreeEntry &entry, const QByteArray &path,
                                             int depth, bool &isReadable)
{
    // `tests/*` and `.fmf/*` match everything below, for fnmatch's star does not stop at a slash.
    if (!entry.isTree() || isKeptFile(path + "/x"))
        return isKeptFile(entry.isTree() ? path + "/x" : path) ? std::optional(entry)
                                                               : std::nullopt;
    const auto entries = m_repository->tree(entry.id);
    if (!entries || depth > kDeepestTree) {
        isReadable = false;
        return {};
    }
    QList<TreeEntry> remaining;
    for (const TreeEntry &below : *entries) {
        if (const auto stays = kept(below, path + '/' + below.name, depth + 1, isReadable))
            remaining << *stays;
    }
    if (remaining.isEmpty())
        return {};
    if (remaining == *entries)
        return entry;
    const auto tree = m_pack.write(ObjectKind::Tree, treeBytes(remaining));
    if (!tree) {
        isReadable = false;
        return {};
    }
    return TreeEntry{.name = entry.name, .mode = TreeEntry::kTree, .id = *tree};
}

Result<ObjectId> ImportPlanner::writeTree(const Base &base)
{
    QList<QByteArray> names;
    for (const StagedFile &file : m_content.lookaside)
        names << file.name;
    QList<TreeEntry> entries = m_content.text + base.kept;
    const std::initializer_list<std::pair<QByteArray, QByteArray>> own{
            {".gitignore", withIgnored(base.gitignore, names)},
            {"sources", sourcesFile(m_content.lookaside, m_content.destination.format)}};
    for (const auto &[name, bytes] : own) {
        const auto blob = m_pack.write(ObjectKind::Blob, bytes);
        if (!blob)
            return blob;
        entries << TreeEntry{.name = name, .mode = TreeEntry::kFile, .id = *blob};
    }
    return m_pack.write(ObjectKind::Tree, treeBytes(entries));
}

Result<void> ImportPlanner::moveBranches(const ObjectId &tree)
{
    const Destination &destination = m_content.destination;
    QList<BranchStand> stands;
    for (const QString &branch : destination.branches) {
        const ObjectId tip = m_stands.value(branch.toUtf8());
        stands << BranchStand{.tip = tip,
                              .tree = tip == m_newRoot
                                            ? m_newRootTree
                                            : m_repository->commit(tip).value_or(Commit()).tree};
    }
    const BranchPlan plan
            = planBranches(stands, tree, [this](const ObjectId &a, const ObjectId &b) {
                  return m_repository && m_repository->isAncestor(a, b);
              });
    QList<ObjectId> commits;
    for (const ObjectId &parent : plan.newParents) {
        const auto commit = m_pack.write(
                ObjectKind::Commit,
                commitBytes(tree, parent, destination.authorName, destination.authorEmail, m_now,
                            "automatic import of " + destination.package.toUtf8() + '\n'));
        if (!commit)
            return std::unexpected(commit.error());
        commits << *commit;
    }
    for (qsizetype i = 0; i < plan.goals.size(); ++i) {
        const BranchPlan::Goal &goal = plan.goals.at(i);
        m_change.tips << (goal.newCommit < 0 ? goal.existing : commits.at(goal.newCommit));
        m_stands.insert(destination.branches.at(i).toUtf8(), m_change.tips.last());
    }
    for (const auto &[branch, tip] : m_stands.asKeyValueRange()) {
        const ObjectId before = m_branches.value(branch).id;
        if (before != tip)
            m_change.moves << BranchMove{.branch = branch, .from = before, .to = tip};
    }
    return {};
}

bool ImportPlanner::hasAllObjects() const
{
    return std::ranges::all_of(m_pack.ids(),
                               [this](const ObjectId &id) { return m_repository->isReadable(id); });
}

} // namespace sluice
