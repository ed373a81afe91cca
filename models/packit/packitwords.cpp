// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "packit/packitwords.h"

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

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

} // namespace

std::optional<PackitJobType> packitJobType(const QString &word) { return valueOf(kTypes, word); }

std::optional<PackitTrigger> packitTrigger(const QString &word) { return valueOf(kTriggers, word); }

QString packitJobTypes() { return listOf(kTypes); }

QString packitTriggers() { return listOf(kTriggers); }

} // namespace sluice
