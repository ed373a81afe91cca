// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "packit/packitconfig.h"

#include "packit/chroottable.h"
#include "packit/packitfields.h"
#include "packit/packitpackages.h"
#include "packit/packittargets.h"
#include "packit/packitwords.h"

#include <QRegularExpression>

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

using Kind = YamlNode::Kind;

constexpr qsizetype kMostJobs = 1'000; ///< jobs times their packages

/// Reads one configuration from top to bottom. Stays on the stack of parsePackitConfig().
class ConfigReader
{
public:
    ConfigReader(const PackitConfigOrigin &origin, const ChrootTable &chroots,
                 PackitTargetLines without = {})
        : m_chroots(chroots)
        , m_without(std::move(without))
        , m_findings(origin.fileName)
        , m_packages(origin.repositoryName, m_findings)
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
        m_packages.read(root);
        if (!m_findings.error())
            readJobs();
        if (m_findings.error())
            return;
        m_config.packages = m_packages.all();
        m_config.specfileLookups = m_packages.specfileLookups();
        m_config.targetLines = removablePackitTargets(m_drafts);
        for (PackitDraft &draft : m_drafts)
            removeTarget(draft, m_without);
        m_config.jobs = PackitTargets(m_drafts, m_chroots, m_findings).jobs();
        const auto isForPullRequests
                = [](const PackitJob &job) { return job.trigger == PackitTrigger::PullRequest; };
        if (std::ranges::none_of(m_config.jobs, isForPullRequests))
            m_findings.warn(0, u"has no job for pull requests: nothing is built for them."_s);
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
        for (const PackitPackage &package : m_packages.all()) {
            const PackitFields fields({m_packages.node(package.name), m_root}, m_findings);
            PackitJob job = inherited(fields, package);
            job.trigger = PackitTrigger::PullRequest;
            for (const auto type : {PackitJobType::CoprBuild, PackitJobType::Tests}) {
                job.type = type;
                addDraft({job, m_root->line, {}, fields.text(u"status_name_template"_s)});
            }
            job.type = PackitJobType::ProposeDownstream;
            job.trigger = PackitTrigger::Release;
            addDraft({job, m_root->line, {}, {}});
        }
    }

    void addDraft(PackitDraft draft)
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
        const auto type = packitJobType(typeName);
        if (!type) {
            return m_findings.warn(node->line,
                                   u"the job type `%1` is unknown, the job is left out: "
                                   "use one of %2."_s.arg(typeName.left(60), packitJobTypes()));
        }
        const QStringList triggers = triggerNames.split(u'|');
        for (const QString &name : triggers) {
            const auto trigger = packitTrigger(name.trimmed());
            if (!trigger) {
                return m_findings.refuse(node->value(u"trigger"_s)->line,
                                         u"the trigger `%1` is unknown: use one of %2."_s.arg(
                                                 name.trimmed().left(60), packitTriggers()));
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
        const auto selected = m_packages.selected(*node);
        for (const auto &[name, special] : selected) {
            if (m_findings.error())
                return;
            const PackitFields fields({special, node, metadata, m_packages.node(name), m_root},
                                      m_findings);
            const PackitFields own({node, metadata}, m_findings);
            PackitJob job = inherited(fields, m_packages.package(name));
            job.type = type;
            job.trigger = trigger;
            job.isSkippingBuild = own.isSet(u"skip_build"_s, false);
            job.isManual = own.isSet(u"manual_trigger"_s, false);
            job.manualLine = lineOf(own, u"manual_trigger"_s);
            job.line = node->line;
            job.labels = own.texts(u"labels"_s);
            addDraft({job, node->line, readPackitTargets(fields, m_findings),
                      fields.text(u"status_name_template"_s)});
        }
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
        if (job.identifier.isEmpty() && m_packages.all().size() > 1)
            job.identifier = package.name;
        job.branch = readBranch(fields);
        if (const YamlNode::Pointer require = fields.map(u"require"_s)) {
            const YamlNode::Pointer label = PackitFields({require}, m_findings).map(u"label"_s);
            const PackitFields labels({label}, m_findings);
            job.labelsPresent = labels.texts(u"present"_s);
            job.labelsAbsent = labels.texts(u"absent"_s);
        }
        job.syncLine = lineOf(fields, u"sync_test_job_statuses_with_builds"_s);
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

    static int lineOf(const PackitFields &fields, const QString &key)
    {
        const YamlNode::Pointer node = fields.node(key);
        return node ? node->line : 0;
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

    const ChrootTable &m_chroots;
    PackitTargetLines m_without;
    PackitFindings m_findings;
    PackitPackages m_packages;
    PackitConfig m_config;
    YamlNode::Pointer m_root;
    QList<PackitDraft> m_drafts;
};

} // namespace

Result<PackitConfig> parsePackitConfig(QByteArrayView text, const PackitConfigOrigin &origin,
                                       const ChrootTable &chroots)
{
    return ConfigReader(origin, chroots).read(text);
}

Result<PackitConfig> parsePackitConfigWithout(const PackitTargetLines &target, QByteArrayView text,
                                              const PackitConfigOrigin &origin,
                                              const ChrootTable &chroots)
{
    return ConfigReader(origin, chroots, target).read(text);
}

} // namespace sluice
