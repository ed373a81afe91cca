// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "packit/packittargets.h"

#include "packit/chroottable.h"
#include "packit/packitflagname.h"

#include <algorithm>
#include <map>
#include <set>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kMostFlags = 5'000;
constexpr auto kDefaultTarget = "fedora-stable"_L1;

PackitTarget readTarget(const YamlEntry &entry, PackitFindings &findings)
{
    static const QStringList known{u"distros"_s,          u"additional_packages"_s,
                                   u"additional_repos"_s, u"additional_modules"_s,
                                   u"with_opts"_s,        u"without_opts"_s};
    PackitTarget target{entry.key, entry.line, {}};
    if (entry.value->kind != YamlNode::Kind::Map) {
        findings.refuse(entry.value->line,
                        u"the target `%1` has no mapping: write `{}` or `{distros: […]}`, or "
                        "use a list of targets."_s.arg(entry.key.left(60)));
        return target;
    }
    for (const YamlEntry &option : entry.value->entries) {
        if (!known.contains(option.key)) {
            findings.refuse(option.line, u"the target `%1` has an unknown key `%2`: use one of "
                                         "%3."_s.arg(entry.key.left(60), option.key.left(60),
                                                     known.join(u", "_s)));
        }
    }
    target.distros = PackitFields({entry.value}, findings).texts(u"distros"_s);
    if (!target.distros.isEmpty() && splitChroot(entry.key).architecture.isEmpty()) {
        findings.warn(entry.line, u"`distros` count only for a target with its architecture: "
                                  "write `%1-x86_64`."_s.arg(entry.key.left(60)));
        target.distros.clear();
    }
    return target;
}

} // namespace

QList<PackitTarget> readPackitTargets(const PackitFields &fields, PackitFindings &findings)
{
    const QString key = u"targets"_s;
    const YamlNode::Pointer node = fields.node(key);
    if (!node)
        return {};
    if (node->kind == YamlNode::Kind::Scalar)
        return {{packitText(*node, key, findings), node->line, {}}};
    QList<PackitTarget> out;
    for (const YamlNode::Pointer &item : node->items)
        out << PackitTarget{packitText(*item, key, findings), item->line, {}};
    for (const YamlEntry &entry : node->entries)
        out << readTarget(entry, findings);
    return out;
}

QList<PackitTargetLines> removablePackitTargets(const QList<PackitDraft> &drafts)
{
    struct Uses
    {
        std::map<int, bool> isForTests; // by line: for tests alone
        std::set<int> needed; // lines of jobs that have no other target
    };
    QHash<QString, Uses> usesByName;
    QStringList names;
    for (const PackitDraft &draft : drafts) {
        const bool isTest = draft.job.type == PackitJobType::Tests;
        const bool isCounted = isTest || draft.job.type == PackitJobType::CoprBuild;
        if (!isCounted || draft.job.trigger != PackitTrigger::PullRequest)
            continue;
        for (const PackitTarget &target : draft.targets) {
            if (!usesByName.contains(target.name))
                names << target.name;
            Uses &uses = usesByName[target.name];
            const auto [use, isNew] = uses.isForTests.try_emplace(target.line, isTest);
            use->second = use->second && isTest;
            if (draft.targets.size() == 1)
                uses.needed.insert(target.line);
        }
    }
    QList<PackitTargetLines> removable;
    for (const QString &name : std::as_const(names)) {
        const Uses &uses = usesByName[name];
        PackitTargetLines all{name, {}};
        PackitTargetLines tests{name, {}};
        for (const auto &[line, isForTests] : uses.isForTests) {
            all.lines << line;
            if (isForTests && !uses.needed.contains(line))
                tests.lines << line;
        }
        if (uses.needed.empty())
            removable << all;
        if (!tests.lines.isEmpty() && tests != all)
            removable << tests;
    }
    return removable;
}

void removeTarget(PackitDraft &draft, const PackitTargetLines &target)
{
    draft.targets.removeIf([&target](const PackitTarget &own) {
        return own.name == target.name && std::ranges::binary_search(target.lines, own.line);
    });
}

PackitTargets::PackitTargets(const QList<PackitDraft> &drafts, const ChrootTable &chroots,
                             PackitFindings &findings)
    : m_drafts(drafts)
    , m_chroots(chroots)
    , m_findings(findings)
{}

QList<PackitJob> PackitTargets::jobs()
{
    QList<PackitJob> out;
    for (const PackitDraft &draft : m_drafts) {
        out << draft.job;
        addFlags(out.last(), draft);
        if (m_findings.error())
            break;
    }
    return out;
}

/// Targets as written, or what a job without any stands for.
QList<PackitTarget> PackitTargets::targetsOf(const PackitDraft &draft) const
{
    if (!draft.targets.isEmpty())
        return draft.targets;
    if (draft.job.type == PackitJobType::Tests && !draft.job.isSkippingBuild) {
        if (const PackitDraft *build = buildFor(draft.job)) {
            QList<PackitTarget> targets = targetsOf(*build);
            for (PackitTarget &target : targets)
                target.distros.clear();
            return targets;
        }
    }
    return {{kDefaultTarget, 0, {}}};
}

/// The build whose packages a test installs: on the same branch if there is one.
const PackitDraft *PackitTargets::buildFor(const PackitJob &test) const
{
    const PackitDraft *found = nullptr;
    for (const PackitDraft &draft : m_drafts) {
        if (draft.job.type != PackitJobType::CoprBuild || draft.job.trigger != test.trigger
            || draft.job.package != test.package)
            continue;
        if (draft.job.branch == test.branch)
            return &draft;
        if (!found)
            found = &draft;
    }
    return found;
}

void PackitTargets::addFlags(PackitJob &job, const PackitDraft &draft)
{
    const bool isBuild = draft.job.type == PackitJobType::CoprBuild;
    const bool isTest = draft.job.type == PackitJobType::Tests;
    if (draft.job.trigger != PackitTrigger::PullRequest || (!isBuild && !isTest))
        return;
    if (isTest && !draft.job.isSkippingBuild && !buildFor(draft.job)) {
        m_findings.warn(draft.line, u"tests of `%1` have no build to test: add a job copr_build "
                                    "for pull requests, or skip_build."_s.arg(draft.job.package));
    }
    m_done.clear();
    const QList<PackitTarget> targets = targetsOf(draft);
    for (const PackitTarget &target : targets) {
        for (const QString &chroot : m_chroots.expanded(target.name))
            addFlagsOf(job, draft, target, chroot);
    }
}

void PackitTargets::addFlagsOf(PackitJob &job, const PackitDraft &draft, const PackitTarget &target,
                               const QString &chroot)
{
    const bool isKnown = m_chroots.isChroot(chroot);
    for (const QString &place : placesOf(draft.job, target, chroot, isKnown)) {
        if (m_done.contains(place))
            continue;
        m_done.insert(place);
        if (++m_flags > kMostFlags) {
            return m_findings.refuse(
                    draft.line,
                    u"more than %1 builds and tests are asked for: name fewer targets."_s.arg(
                            kMostFlags),
                    Cause::TooLarge);
        }
        const PackitFlag flag{place, draft.job.isSkippingBuild ? QString() : chroot,
                              nameOf(draft, place)};
        (isKnown ? job.flags : job.unsupported) << flag;
    }
}

/// The chroot itself for a build; where it is tested for a test.
QStringList PackitTargets::placesOf(const PackitJob &job, const PackitTarget &target,
                                    const QString &chroot, bool isKnown) const
{
    if (job.type == PackitJobType::CoprBuild || !isKnown)
        return {chroot};
    QStringList places;
    for (const QString &distro : target.distros)
        places << distro + u'-' + splitChroot(chroot).architecture;
    return places.isEmpty() ? QStringList{m_chroots.testTarget(chroot, job.isUsingInternalFarm)}
                            : places;
}

QString PackitTargets::nameOf(const PackitDraft &draft, const QString &place)
{
    const bool isTest = draft.job.type == PackitJobType::Tests;
    const PackitFlagParts parts{.jobName = isTest ? u"testing-farm"_s : u"rpm-build"_s,
                                .chroot = place,
                                .event = {},
                                .identifier = draft.job.identifier,
                                .package = draft.job.package};
    if (draft.nameTemplate.isEmpty())
        return packitFlagName(parts);
    const auto name = packitFlagName(parts, draft.nameTemplate);
    if (!name && !m_badTemplates.contains(draft.nameTemplate)) {
        m_badTemplates.insert(draft.nameTemplate);
        m_findings.warn(draft.line, u"`status_name_template` cannot be filled in, flags keep "
                                    "their usual names: use {job_name}, {chroot}, {event}, "
                                    "{identifier} and {package} alone."_s);
    }
    return name.value_or(packitFlagName(parts));
}

} // namespace sluice
