// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/practice.h"

#include "packit/packitconfig.h"
#include "pipeline/pullreader.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cmath>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

const QString kRepository = u"practice/hello"_s;
const QString kWriter = u"maria"_s;
const QString kStranger = u"otto"_s;

QJsonObject job(const QString &what, const QString &identifier)
{
    QJsonObject made{{u"job"_s, what}, {u"trigger"_s, u"pull_request"_s}};
    if (!identifier.isEmpty())
        made.insert(u"identifier"_s, identifier);
    return made;
}

QString identifierOf(const QString &prefix, int position, int count)
{
    return count == 1 ? QString() : prefix + QString::number(position + 1);
}

/// A list, or where a chroot is tested on several distributions a mapping.
QJsonValue testTargets(const BudgetSettings &s)
{
    if (s.testTargets == 1)
        return QJsonArray::fromStringList(practiceChroots(s.base.chroots));
    QJsonArray distributions;
    for (int i = 0; i < int(s.testTargets); ++i)
        distributions << u"distribution-%1"_s.arg(i + 1);
    QJsonObject mapping;
    for (const QString &chroot : practiceChroots(s.base.chroots))
        mapping.insert(chroot, QJsonObject{{u"distros"_s, distributions}});
    return mapping;
}

QByteArray configuration(const BudgetSettings &s, bool isSpecfileNamed)
{
    QJsonArray jobs;
    for (int i = 0; s.base.chroots > 0 && i < s.packages; ++i) {
        QJsonObject build = job(u"copr_build"_s, identifierOf(u"package-"_s, i, s.packages));
        build.insert(u"targets"_s, QJsonArray::fromStringList(practiceChroots(s.base.chroots)));
        jobs << build;
    }
    const bool hasTests = s.base.hasTests && s.base.chroots > 0;
    for (int i = 0; hasTests && i < s.testJobs; ++i) {
        QJsonObject tests = job(u"tests"_s, identifierOf(u"tests-"_s, i, s.testJobs));
        tests.insert(u"targets"_s, testTargets(s));
        tests.insert(u"manual_trigger"_s, s.areTestsManual);
        jobs << tests;
    }
    QJsonObject config{{u"upstream_package_name"_s, u"hello"_s}, {u"jobs"_s, jobs}};
    if (isSpecfileNamed)
        config.insert(u"specfile_path"_s, u"hello.spec"_s);
    return QJsonDocument(config).toJson();
}

std::unexpected<Error> impossible(const QString &what)
{
    return failure(Cause::Invalid, what, {}, Who::Us);
}

} // namespace

QStringList practiceChroots(int count)
{
    static const QStringList architectures{u"x86_64"_s, u"aarch64"_s, u"ppc64le"_s, u"s390x"_s};
    QStringList chroots;
    for (int i = 0; i < count; ++i)
        chroots << u"fedora-%1-%2"_s.arg(44 + i / 4).arg(architectures.at(i % 4));
    return chroots;
}

Result<PracticeRepository> practiceRepository(const BudgetSettings &settings, ConfigLookup lookup)
{
    const int load = settings.base.configLoad + settings.specfileCalls;
    if (settings.testTargets < 1 || settings.testTargets != std::floor(settings.testTargets)) {
        return impossible(u"--test-targets %1 cannot be run: a run tests every chroot alike, on "
                          u"a whole number of targets."_s.arg(settings.testTargets));
    }
    if (settings.stillTests > 0) {
        return impossible(u"--still-tests %1 cannot be run: the flags of all tests follow the "
                          u"build in a run, or none."_s.arg(settings.stillTests));
    }
    switch (lookup) {
    case ConfigLookup::OneQuery:
        return PracticeRepository{u".packit.yaml"_s, configuration(settings, true)};
    case ConfigLookup::Listing:
        if (settings.base.configLoad != 2 || settings.specfileCalls > 1) {
            return impossible(u"A listing and a read find any configuration: --load-packit-yaml %1 "
                              u"with --specfile-calls %2 cannot be run, only 2 with 0 or 1."_s
                                      .arg(settings.base.configLoad)
                                      .arg(settings.specfileCalls));
        }
        return PracticeRepository{u".packit.yaml"_s,
                                  configuration(settings, settings.specfileCalls == 0)};
    case ConfigLookup::NameByName: {
        const QStringList names = notebookConfigNames();
        if (load < 1 || load > names.size() + 1) {
            return impossible(u"--load-packit-yaml %1 cannot be run: trying %2 names and looking "
                              u"for the spec file takes 1 to %3 calls."_s.arg(load)
                                      .arg(names.size())
                                      .arg(names.size() + 1));
        }
        const bool isSpecfileNamed = load == 1;
        return PracticeRepository{names.at(isSpecfileNamed ? 0 : load - 2),
                                  configuration(settings, isSpecfileNamed)};
    }
    }
    Q_UNREACHABLE_RETURN({});
}

Pipeline setUpPractice(FakeGithub &github, const PracticeRepository &made,
                       const BudgetSettings &settings, const QDateTime &now)
{
    FakeGithubState &state = github.state();
    FakeRepository &repository
            = state.addRepository(kRepository, {{made.configName, made.config},
                                                {u"hello.spec"_s, "Name: hello\n"_ba},
                                                {u".fmf/version"_s, "1\n"_ba}});
    repository.permissions.insert(kWriter, u"write"_s);
    const bool isExternal = settings.externalShare >= 0.5;
    const FakePull &pull = state.addPull(repository, isExternal ? kStranger : kWriter,
                                         {{u"hello.c"_s, "int main() {}\n"_ba}}, now);
    state.addToken(practiceToken(FlagKind::CommitStatus), repository.owner);
    state.addToken(practiceToken(FlagKind::CheckRun), repository.owner,
                   FakeToken::Kind::Installation);
    return {.repository = repository.fullName(),
            .number = pull.number,
            .headSha = pull.headSha,
            .baseRef = pull.baseRef,
            .title = pull.title,
            .author = pull.author,
            .sender = pull.author};
}

QByteArray practiceToken(FlagKind kind)
{
    return kind == FlagKind::CheckRun ? "practice-installation"_ba : "practice-personal"_ba;
}

} // namespace sluice
