// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/packitconfig.h"

#include "pipeline/chroottable.h"
#include "pipeline/packitfields.h"
#include "pipeline/packitflagname.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

using Kind = YamlNode::Kind;

constexpr qsizetype kMostJobs = 1'000; ///< jobs times their packages
constexpr qsizetype kMostFlags = 5'000;
constexpr auto kDefaultTarget = "fedora-stable"_L1;

template <typename T> using Words = QList<std::pair<QLatin1StringView, T>>;

const Words<PackitJobType> kTypes{{"copr_build"_L1, PackitJobType::CoprBuild},
                                  {"tests"_L1, PackitJobType::Tests},
                                  {"upstream_koji_build"_L1, PackitJobType::UpstreamKojiBuild},
                                  {"vm_image_build"_L1, PackitJobType::VmImageBuild},
                                  {"propose_downstream"_L1, PackitJobType::ProposeDownstream},
                                  {"pull_from_upstream"_L1, PackitJobType::PullFromUpstream},
                                  {"sync_from_downstream"_L1, PackitJobType::SyncFromDownstream},
                                  {"koji_build"_L1, PackitJobType::KojiBuild},
                                  {"koji_build_tag"_L1, PackitJobType::KojiBuildTag},
                                  {"bodhi_update"_L1, PackitJobType::BodhiUpdate}};

const Words<PackitTrigger> kTriggers{{"pull_request"_L1, PackitTrigger::PullRequest},
                                     {"commit"_L1, PackitTrigger::Commit},
                                     {"release"_L1, PackitTrigger::Release},
                                     {"koji_build"_L1, PackitTrigger::KojiBuild},
                                     {"ignore"_L1, PackitTrigger::Ignore}};

template <typename T> std::optional<T> valueOf(const Words<T> &words, const QString &word)
{
    for (const auto &[name, value] : words) {
        if (word == name)
            return value;
    }
    return {};
}

template <typename T> QString listOf(const Words<T> &words)
{
    QStringList names;
    for (const auto &[name, value] : words)
        names << name;
    return names.join(u", "_s);
}

/// A key of `targets`, and where it is tested if the configuration says so.
struct Target
{
    QString name;
    QStringList distros;
};

/// A job while it is read: which targets it asks for is known, what they are is not yet.
struct DraftJob
{
    PackitJob job;
    int line = 0;
    QList<Target> targets;
    QString nameTemplate;
};

/// Reads one configuration from top to bottom. Stays on the stack of parsePackitConfig().
class ConfigReader
{
public:
    ConfigReader(const PackitConfigOrigin &origin, const ChrootTable &chroots)
        : m_origin(origin)
        , m_chroots(chroots)
        , m_findings(origin.fileName)
    {}

    Result<PackitConfig> read(QByteArrayView text)
    {
        const auto root = readYaml(text);
        if (!root) {
            m_findings.refuse(root.error().line, root.error().what, root.error().cause);
            Error error = *m_findings.error();
            error.detail = root.error().detail;
            return std::unexpected(error);
        }
        readRoot(*root);
        if (m_findings.error())
            return std::unexpected(*m_findings.error());
        m_config.warnings = m_findings.warnings();
        return m_config;
    }

private:
    void readRoot(const YamlNode::Pointer &root)
    {
        if (root->kind == Kind::Null)
            return m_findings.refuse(0, u"is empty: add a list of `jobs`, or remove the file."_s);
        if (root->kind != Kind::Map) {
            return m_findings.refuse(
                    root->line, u"the file is not a mapping: begin with `jobs:` and a list."_s);
        }
        m_root = root;
        readPackages();
        if (!m_findings.error())
            readJobs();
        for (DraftJob &draft : m_drafts) {
            if (m_findings.error())
                return;
            addFlags(draft);
            m_config.jobs << draft.job;
        }
        const auto isForPullRequests
                = [](const PackitJob &job) { return job.trigger == PackitTrigger::PullRequest; };
        if (std::ranges::none_of(m_config.jobs, isForPullRequests))
            m_findings.warn(0, u"has no job for pull requests: nothing is built for them."_s);
    }

    void readPackages()
    {
        const PackitFields top({m_root}, m_findings);
        const YamlNode::Pointer packages = top.map(u"packages"_s);
        if (!packages)
            return addPackage(top, top.text(u"downstream_package_name"_s), nullptr);
        for (const YamlEntry &entry : packages->entries) {
            if (entry.value->kind != Kind::Map && entry.value->kind != Kind::Null) {
                return m_findings.refuse(entry.value->line,
                                         u"the package `%1` is not a mapping: write `name: value` "
                                         "lines below it."_s.arg(entry.key.left(60)));
            }
            addPackage(PackitFields({entry.value}, m_findings), entry.key, entry.value);
        }
        if (m_config.packages.isEmpty())
            m_findings.refuse(packages->line,
                              u"`packages` names none: add one or remove the key."_s);
    }

    void addPackage(const PackitFields &fields, const QString &name, const YamlNode::Pointer &node)
    {
        PackitPackage package{.name = name.isEmpty() ? m_origin.repositoryName : name};
        const QString downstream = fields.text(u"downstream_package_name"_s);
        package.downstreamName = downstream.isEmpty() ? package.name : downstream;
        package.specfilePath = fields.text(u"specfile_path"_s);
        if (package.specfilePath.isEmpty() && !downstream.isEmpty())
            package.specfilePath = downstream + u".spec"_s;
        if (package.specfilePath.isEmpty())
            ++m_config.specfileLookups;
        package.paths = fields.texts(u"paths"_s);
        m_nodeOfPackage.insert(package.name, node);
        m_indexOfPackage.insert(package.name, m_config.packages.size());
        m_config.packages << package;
    }

    void readJobs()
    {
        const YamlNode::Pointer jobs = m_root->value(u"jobs"_s);
        if (!jobs)
            return addDefaultJobs();
        if (jobs->kind != Kind::List) {
            return m_findings.refuse(jobs->line,
                                     u"`jobs` is not a list: write each job behind a `- job: `."_s);
        }
        for (const YamlNode::Pointer &job : jobs->items) {
            if (m_findings.error())
                return;
            if (job->kind == Kind::Map)
                readJob(job);
            else
                m_findings.refuse(job->line, u"a job is not a mapping: begin it with `- job: `."_s);
        }
    }

    /// Builds and tests on what is stable, and a proposal for each release.
    void addDefaultJobs()
    {
        const QList<Target> targets{{kDefaultTarget, {}}};
        for (const PackitPackage &package : std::as_const(m_config.packages)) {
            const PackitFields fields({m_nodeOfPackage.value(package.name), m_root}, m_findings);
            PackitJob job = inherited(fields, package);
            job.trigger = PackitTrigger::PullRequest;
            for (const auto type : {PackitJobType::CoprBuild, PackitJobType::Tests}) {
                job.type = type;
                addDraft({job, m_root->line, targets, fields.text(u"status_name_template"_s)});
            }
            job.type = PackitJobType::ProposeDownstream;
            job.trigger = PackitTrigger::Release;
            addDraft({job, m_root->line, {}, {}});
        }
    }

    void addDraft(DraftJob draft)
    {
        if (m_drafts.size() >= kMostJobs) {
            return m_findings.refuse(draft.line,
                                     u"there are more than %1 jobs, each counted for each of its "
                                     "packages: use fewer."_s.arg(kMostJobs),
                                     Cause::TooLarge);
        }
        m_drafts << std::move(draft);
    }

    void readJob(const YamlNode::Pointer &node)
    {
        const YamlNode::Pointer metadata = PackitFields({node}, m_findings).map(u"metadata"_s);
        const PackitFields own({node, metadata}, m_findings);
        if (metadata)
            checkMetadata(*node, *metadata);
        const QString typeName = needed(own, *node, u"job"_s);
        const QString triggerNames = needed(own, *node, u"trigger"_s);
        if (m_findings.error())
            return;
        const auto type = valueOf(kTypes, typeName);
        if (!type) {
            return m_findings.warn(node->line,
                                   u"the job type `%1` is unknown, the job is left out: "
                                   "use one of %2."_s.arg(typeName.left(60), listOf(kTypes)));
        }
        const QStringList triggers = triggerNames.split(u'|');
        for (const QString &name : triggers) {
            const auto trigger = valueOf(kTriggers, name.trimmed());
            if (!trigger) {
                return m_findings.refuse(node->value(u"trigger"_s)->line,
                                         u"the trigger `%1` is unknown: use one of %2."_s.arg(
                                                 name.trimmed().left(60), listOf(kTriggers)));
            }
            addJob(node, metadata, *type, *trigger);
        }
    }

    void checkMetadata(const YamlNode &job, const YamlNode &metadata)
    {
        for (const YamlEntry &entry : metadata.entries) {
            if (job.value(entry.key)) {
                return m_findings.refuse(entry.line,
                                         u"`%1` stands in `metadata` and beside it: keep the one "
                                         "beside it."_s.arg(entry.key.left(60)));
            }
        }
        m_findings.warn(job.value(u"metadata"_s)->line,
                        u"`metadata` is no longer needed: write its keys into the job itself."_s);
    }

    QString needed(const PackitFields &fields, const YamlNode &node, const QString &key)
    {
        if (!fields.node(key))
            m_findings.refuse(node.line, u"a job has no `%1`: add it."_s.arg(key));
        return fields.text(key);
    }

    void addJob(const YamlNode::Pointer &node, const YamlNode::Pointer &metadata,
                PackitJobType type, PackitTrigger trigger)
    {
        const auto selected = selectedPackages(*node);
        for (const auto &[name, special] : selected) {
            if (m_findings.error())
                return;
            const PackitFields fields(
                    {special, node, metadata, m_nodeOfPackage.value(name), m_root}, m_findings);
            const PackitFields own({node, metadata}, m_findings);
            PackitJob job = inherited(fields, m_config.packages.at(m_indexOfPackage.value(name)));
            job.type = type;
            job.trigger = trigger;
            job.isSkippingBuild = own.isSet(u"skip_build"_s, false);
            job.isManual = own.isSet(u"manual_trigger"_s, false);
            job.labels = own.texts(u"labels"_s);
            addDraft(
                    {job, node->line, readTargets(fields), fields.text(u"status_name_template"_s)});
        }
    }

    /// The packages that a job is for, with what it says about each of them.
    QList<std::pair<QString, YamlNode::Pointer>> selectedPackages(const YamlNode &job)
    {
        QList<std::pair<QString, YamlNode::Pointer>> out;
        const YamlNode::Pointer selection = job.value(u"packages"_s);
        if (!selection || selection->kind == Kind::Null) {
            for (const PackitPackage &package : std::as_const(m_config.packages))
                out << std::pair(package.name, nullptr);
        } else if (selection->kind == Kind::List) {
            for (const YamlNode::Pointer &item : selection->items)
                out << std::pair(packitText(*item, u"packages"_s, m_findings), nullptr);
        } else if (selection->kind == Kind::Map) {
            for (const YamlEntry &entry : selection->entries)
                out << std::pair(entry.key, entry.value->kind == Kind::Map ? entry.value : nullptr);
        } else {
            m_findings.refuse(selection->line,
                              u"`packages` of a job is neither a list nor a mapping: name them "
                              "behind `- `."_s);
        }
        for (const auto &[name, special] : std::as_const(out)) {
            if (!m_indexOfPackage.contains(name)) {
                m_findings.refuse(
                        selection->line,
                        u"the package `%1` is not among the `packages` at the top: add it "
                        "there."_s.arg(name.left(60)));
            }
        }
        return out;
    }

    /// What every job takes from itself, its package and the top of the file.
    PackitJob inherited(const PackitFields &fields, const PackitPackage &package)
    {
        PackitJob job;
        job.package = package.name;
        job.identifier = fields.text(u"identifier"_s);
        if (job.identifier.contains(u':')) {
            m_findings.warn(
                    fields.node(u"identifier"_s)->line,
                    u"the `identifier` holds a colon, which separates the parts of a flag's "
                    "name: use `-`."_s);
        }
        if (job.identifier.isEmpty() && m_config.packages.size() > 1)
            job.identifier = package.name;
        job.branch = readBranch(fields);
        if (const YamlNode::Pointer require = fields.map(u"require"_s)) {
            const YamlNode::Pointer label = PackitFields({require}, m_findings).map(u"label"_s);
            const PackitFields labels({label}, m_findings);
            job.labelsPresent = labels.texts(u"present"_s);
            job.labelsAbsent = labels.texts(u"absent"_s);
        }
        job.isSyncingTestFlags = fields.isSet(u"sync_test_job_statuses_with_builds"_s, true);
        job.isUsingInternalFarm = fields.isSet(u"use_internal_tf"_s, false);
        job.isNetworkEnabled = fields.isSet(u"enable_net"_s, false);
        job.specfilePath = fields.text(u"specfile_path"_s);
        if (job.specfilePath.isEmpty())
            job.specfilePath = package.specfilePath;
        job.coprOwner = fields.text(u"owner"_s);
        job.coprProject = fields.text(u"project"_s);
        job.fmfUrl = fields.text(u"fmf_url"_s);
        job.fmfRef = fields.text(u"fmf_ref"_s);
        job.fmfPath = fields.text(u"fmf_path"_s);
        job.tmtPlan = fields.text(u"tmt_plan"_s);
        job.additionalRepos = fields.texts(u"additional_repos"_s);
        return job;
    }

    QString readBranch(const PackitFields &fields)
    {
        const QString branch = fields.text(u"branch"_s);
        if (const QRegularExpression expression(branch); !expression.isValid()) {
            m_findings.refuse(fields.node(u"branch"_s)->line,
                              u"`branch` is not a regular expression (%1): correct it."_s.arg(
                                      expression.errorString()));
        }
        return branch;
    }

    QList<Target> readTargets(const PackitFields &fields)
    {
        const QString key = u"targets"_s;
        const YamlNode::Pointer node = fields.node(key);
        if (!node)
            return {};
        if (node->kind == Kind::Scalar)
            return {{packitText(*node, key, m_findings), {}}};
        QList<Target> out;
        for (const YamlNode::Pointer &item : node->items)
            out << Target{packitText(*item, key, m_findings), {}};
        for (const YamlEntry &entry : node->entries)
            out << readTarget(entry);
        return out;
    }

    Target readTarget(const YamlEntry &entry)
    {
        static const QStringList known{u"distros"_s,          u"additional_packages"_s,
                                       u"additional_repos"_s, u"additional_modules"_s,
                                       u"with_opts"_s,        u"without_opts"_s};
        Target target{entry.key, {}};
        if (entry.value->kind != Kind::Map) {
            m_findings.refuse(entry.value->line,
                              u"the target `%1` has no mapping: write `{}` or `{distros: […]}`, or "
                              "use a list of targets."_s.arg(entry.key.left(60)));
            return target;
        }
        for (const YamlEntry &option : entry.value->entries) {
            if (!known.contains(option.key)) {
                m_findings.refuse(
                        option.line,
                        u"the target `%1` has an unknown key `%2`: use one of "
                        "%3."_s.arg(entry.key.left(60), option.key.left(60), known.join(u", "_s)));
            }
        }
        target.distros = PackitFields({entry.value}, m_findings).texts(u"distros"_s);
        if (!target.distros.isEmpty() && splitChroot(entry.key).architecture.isEmpty()) {
            m_findings.warn(entry.line, u"`distros` count only for a target with its architecture: "
                                        "write `%1-x86_64`."_s.arg(entry.key.left(60)));
            target.distros.clear();
        }
        return target;
    }

    /// Targets as written, or what a job without any stands for.
    QList<Target> targetsOf(const DraftJob &draft) const
    {
        if (!draft.targets.isEmpty())
            return draft.targets;
        if (draft.job.type == PackitJobType::Tests && !draft.job.isSkippingBuild) {
            if (const DraftJob *build = buildFor(draft.job)) {
                QList<Target> targets = targetsOf(*build);
                for (Target &target : targets)
                    target.distros.clear();
                return targets;
            }
        }
        return {{kDefaultTarget, {}}};
    }

    /// The build whose packages a test installs: on the same branch if there is one.
    const DraftJob *buildFor(const PackitJob &test) const
    {
        const DraftJob *found = nullptr;
        for (const DraftJob &draft : m_drafts) {
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

    void addFlags(DraftJob &draft)
    {
        const bool isBuild = draft.job.type == PackitJobType::CoprBuild;
        const bool isTest = draft.job.type == PackitJobType::Tests;
        if (draft.job.trigger != PackitTrigger::PullRequest || (!isBuild && !isTest))
            return;
        if (isTest && !draft.job.isSkippingBuild && !buildFor(draft.job)) {
            m_findings.warn(draft.line,
                            u"tests of `%1` have no build to test: add a job copr_build "
                            "for pull requests, or skip_build."_s.arg(draft.job.package));
        }
        QSet<QString> done;
        const QList<Target> targets = targetsOf(draft);
        for (const Target &target : targets) {
            for (const QString &chroot : m_chroots.expanded(target.name))
                addFlagsOf(draft, target, chroot, done);
        }
    }

    void addFlagsOf(DraftJob &draft, const Target &target, const QString &chroot,
                    QSet<QString> &done)
    {
        const bool isKnown = m_chroots.isChroot(chroot);
        for (const QString &place : placesOf(draft.job, target, chroot, isKnown)) {
            if (done.contains(place))
                continue;
            done.insert(place);
            if (++m_flags > kMostFlags) {
                return m_findings.refuse(
                        draft.line,
                        u"more than %1 builds and tests are asked for: name fewer targets."_s.arg(
                                kMostFlags),
                        Cause::TooLarge);
            }
            const PackitFlag flag{place, draft.job.isSkippingBuild ? QString() : chroot,
                                  nameOf(draft, place)};
            (isKnown ? draft.job.flags : draft.job.unsupported) << flag;
        }
    }

    /// The chroot itself for a build; where it is tested for a test.
    QStringList placesOf(const PackitJob &job, const Target &target, const QString &chroot,
                         bool isKnown) const
    {
        if (job.type == PackitJobType::CoprBuild || !isKnown)
            return {chroot};
        QStringList places;
        for (const QString &distro : target.distros)
            places << distro + u'-' + splitChroot(chroot).architecture;
        return places.isEmpty() ? QStringList{m_chroots.testTarget(chroot, job.isUsingInternalFarm)}
                                : places;
    }

    QString nameOf(const DraftJob &draft, const QString &place)
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

    PackitConfigOrigin m_origin;
    const ChrootTable &m_chroots;
    PackitFindings m_findings;
    PackitConfig m_config;
    YamlNode::Pointer m_root;
    QHash<QString, YamlNode::Pointer> m_nodeOfPackage;
    QHash<QString, qsizetype> m_indexOfPackage;
    QList<DraftJob> m_drafts;
    QSet<QString> m_badTemplates;
    qsizetype m_flags = 0;
};

} // namespace

Result<PackitConfig> parsePackitConfig(QByteArrayView text, const PackitConfigOrigin &origin,
                                       const ChrootTable &chroots)
{
    return ConfigReader(origin, chroots).read(text);
}

} // namespace sluice
