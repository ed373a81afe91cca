// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "packit/chroottable.h"
#include "packit/packitconfig.h"

#include <QElapsedTimer>
#include <QTest>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

ChrootTable table()
{
    QByteArray many;
    for (int i = 0; i < 300; ++i) {
        many += ", {\"name\": \"many-"_ba + QByteArray::number(i)
              + "\", \"architectures\": [\"x86_64\"]}"_ba;
    }
    return ChrootTable::fromJson(
                   "{\"distributions\": ["
                   "{\"name\": \"fedora-43\", \"branch\": \"f43\", \"architectures\": "
                   "[\"x86_64\", \"aarch64\"]},"
                   "{\"name\": \"fedora-44\", \"architectures\": [\"x86_64\", \"aarch64\"]},"
                   "{\"name\": \"epel-9\", \"architectures\": [\"x86_64\"]}"_ba
                   + many
                   + "],\"aliases\": {\"fedora-stable\": [\"fedora-43\", \"fedora-44\"]},"
                     "\"tests\": {\"epel-9\": \"centos-stream-9\"},"
                     "\"internalTests\": {\"epel-9\": \"rhel-9\"}}"_ba)
            .value();
}

Result<PackitConfig> parsed(const QByteArray &text)
{
    return parsePackitConfig(text, {u".packit.yaml"_s, u"hello"_s}, table());
}

/// The lines of a configuration whose one job is a build, with more keys.
QByteArray buildWith(const QByteArray &lines)
{
    QByteArray text = "jobs:\n- job: copr_build\n  trigger: pull_request\n"_ba;
    for (const QByteArray &line : lines.split('\n'))
        text += "  " + line + '\n';
    return text;
}

QStringList names(const QList<PackitFlag> &flags)
{
    QStringList out;
    for (const PackitFlag &flag : flags)
        out << flag.name;
    return out;
}

/// Aliases of aliases: each line stands for ten times as much as the one before.
QByteArray bomb()
{
    QByteArray text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"_ba;
    for (int i = 1; i < 10; ++i) {
        const QByteArray before = "*a"_ba + QByteArray::number(i - 1);
        const QByteArray name = "a"_ba + QByteArray::number(i);
        text += name + ": &"_ba + name + " ["_ba + QByteArrayList(10, before).join(", "_ba)
              + "]\n"_ba;
    }
    return text;
}

} // namespace

class TestPackitConfig : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"."_s)); }

    void theFirstNameCounts()
    {
        QCOMPARE(findPackitConfig({u"src"_s}).name, QString());
        QCOMPARE(findPackitConfig({u"packit.yml"_s, u"src"_s}).name, u"packit.yml"_s);
        QCOMPARE(findPackitConfig({u"packit.yml"_s}).warning, QString());
        const auto two = findPackitConfig({u"packit.yaml"_s, u".packit.yaml"_s, u"README"_s});
        QCOMPARE(two.name, u".packit.yaml"_s);
        QCOMPARE(two.warning, u".packit.yaml is read and packit.yaml is not: keep one of them."_s);
    }

    void jobsGetTheirChroots()
    {
        const auto config = parsed("specfile_path: hello.spec\n"
                                   "jobs:\n"
                                   "- job: copr_build\n"
                                   "  trigger: pull_request\n"
                                   "  targets: [fedora-stable-aarch64, f43, epel-9, fedora-43]\n"
                                   "- job: tests\n"
                                   "  trigger: pull_request\n"
                                   "  identifier: full\n"
                                   "- job: propose_downstream\n"
                                   "  trigger: release\n"_ba);
        QVERIFY2(config, qUtf8Printable(config.error_or(Error{}).what));
        QCOMPARE(config->warnings, QStringList());
        QCOMPARE(config->specfileLookups, 0);
        QCOMPARE(config->jobs.size(), 3);
        const PackitJob build = config->builds(u"main"_s).value(0);
        QCOMPARE(names(build.flags),
                 (QStringList{u"rpm-build:fedora-43-aarch64"_s, u"rpm-build:fedora-44-aarch64"_s,
                              u"rpm-build:fedora-43-x86_64"_s, u"rpm-build:epel-9-x86_64"_s}));
        const PackitJob test = config->tests(u"main"_s).value(0);
        QCOMPARE(names(test.flags), (QStringList{u"testing-farm:fedora-43-aarch64:full"_s,
                                                 u"testing-farm:fedora-44-aarch64:full"_s,
                                                 u"testing-farm:fedora-43-x86_64:full"_s,
                                                 u"testing-farm:centos-stream-9-x86_64:full"_s}));
        QCOMPARE(test.flags.constLast().chroot, u"epel-9-x86_64"_s);
        QVERIFY(test.isSyncingTestFlags);
    }

    void withoutJobsThereAreTheUsualOnes()
    {
        const auto config = parsed("downstream_package_name: hi\n"_ba);
        QVERIFY(config);
        QCOMPARE(config->packages, (QList<PackitPackage>{{u"hi"_s, u"hi"_s, u"hi.spec"_s, {}}}));
        QCOMPARE(names(config->builds(u"x"_s).value(0).flags),
                 (QStringList{u"rpm-build:fedora-43-x86_64"_s, u"rpm-build:fedora-44-x86_64"_s}));
        QCOMPARE(names(config->tests(u"x"_s).value(0).flags),
                 (QStringList{u"testing-farm:fedora-43-x86_64"_s,
                              u"testing-farm:fedora-44-x86_64"_s}));
        QCOMPARE(config->jobs.value(2).trigger, PackitTrigger::Release);
        QCOMPARE(parsed("upstream_package_name: hi\n"_ba)->specfileLookups, 1);
    }

    void metadataIsReadLikeTheJobItself()
    {
        const QByteArray keys = "targets: [fedora-43]\nowner: \"@group\"\nproject: p\n"_ba;
        QByteArray deeper = "metadata:\n"_ba;
        for (const QByteArray &line : keys.trimmed().split('\n'))
            deeper += "  " + line + '\n';
        const auto flat = parsed(buildWith(keys));
        const auto nested = parsed(buildWith(deeper));
        QVERIFY(flat);
        QVERIFY2(nested, qUtf8Printable(nested.error_or(Error{}).what));
        QCOMPARE(nested->jobs, flat->jobs);
        QCOMPARE(flat->jobs.constFirst().coprOwner, u"@group"_s);
        QCOMPARE(
                nested->warnings,
                QStringList{u".packit.yaml, line 5: `metadata` is no longer needed: write its keys "
                            "into the job itself."_s});
        QCOMPARE(parsed(buildWith("owner: a\nmetadata: {owner: b}"_ba)).error().what,
                 u".packit.yaml, line 5: `owner` stands in `metadata` and beside it: keep the one "
                 "beside it."_s);
    }

    void targetsSayWhereToTest()
    {
        const auto config = parsed("jobs:\n"
                                   "- job: tests\n"
                                   "  trigger: pull_request\n"
                                   "  skip_build: true\n"
                                   "  manual_trigger: yes\n"
                                   "  fmf_url: https://example.org/tests\n"
                                   "  tf_extra_params: {environments: [{a: 1}]}\n"
                                   "  targets:\n"
                                   "    epel-9-x86_64:\n"
                                   "      distros: [centos-9, rhel-9]\n"
                                   "    fedora-43: {additional_packages: [a]}\n"
                                   "    fedora-44: {distros: [x]}\n"_ba);
        QVERIFY2(config, qUtf8Printable(config.error_or(Error{}).what));
        const PackitJob test = config->tests(u"main"_s).value(0);
        QVERIFY(test.isSkippingBuild && test.isManual);
        QCOMPARE(test.fmfUrl, u"https://example.org/tests"_s);
        QCOMPARE(names(test.flags),
                 (QStringList{u"testing-farm:centos-9-x86_64"_s, u"testing-farm:rhel-9-x86_64"_s,
                              u"testing-farm:fedora-43-x86_64"_s,
                              u"testing-farm:fedora-44-x86_64"_s}));
        QCOMPARE(test.flags.constFirst().chroot, QString());
        QCOMPARE(config->warnings.size(), 1); // of fedora-44
    }

    void testsOfTheHouseRunOnItsOwnSystems()
    {
        const auto config = parsed("jobs:\n- job: tests\n  trigger: pull_request\n"
                                   "  skip_build: true\n  use_internal_tf: true\n"
                                   "  targets: epel-9\n"_ba);
        QCOMPARE(names(config->jobs.value(0).flags), QStringList{u"testing-farm:rhel-9-x86_64"_s});
    }

    void packagesOfOneRepositoryAreToldApart()
    {
        const auto config = parsed("branch: main\n"
                                   "packages:\n"
                                   "  one: {specfile_path: one/one.spec, paths: [one]}\n"
                                   "  two: {downstream_package_name: zwei}\n"
                                   "  three:\n"
                                   "jobs:\n"
                                   "- &build\n"
                                   "  job: copr_build\n"
                                   "  trigger: pull_request\n"
                                   "  targets: [fedora-43]\n"
                                   "  packages: [one, two]\n"
                                   "- <<: *build\n"
                                   "  packages: {three: {identifier: tri}}\n"
                                   "  branch: dev-.*\n"_ba);
        QVERIFY2(config, qUtf8Printable(config.error_or(Error{}).what));
        QCOMPARE(config->specfileLookups, 1);
        QCOMPARE(config->packages.value(1).specfilePath, u"zwei.spec"_s);
        QCOMPARE(config->jobs.size(), 3);
        QCOMPARE(config->builds(u"main"_s).size(), 2);
        QCOMPARE(config->builds(u"dev-x"_s).size(), 1);
        QCOMPARE(config->builds(u"a/dev-x"_s).size(), 0);
        QCOMPARE(names(config->jobs.value(0).flags),
                 QStringList{u"rpm-build:fedora-43-x86_64:one"_s});
        QCOMPARE(names(config->jobs.value(2).flags),
                 QStringList{u"rpm-build:fedora-43-x86_64:tri"_s});
        QCOMPARE(config->jobs.value(0).specfilePath, u"one/one.spec"_s);
    }

    void mergedKeysCountInTheirOrder()
    {
        const auto config = parsed("_:\n"
                                   "- &a {identifier: a, branch: a, owner: a}\n"
                                   "- &b {identifier: b, branch: b, project: b}\n"
                                   "jobs:\n"
                                   "- <<: *a\n" // of two merges the later counts
                                   "  <<: *b\n"
                                   "  job: copr_build\n"
                                   "  trigger: pull_request\n"
                                   "- <<: [*a, *b]\n" // of one with two the first
                                   "  branch: own\n" // and what is written out always
                                   "  job: copr_build\n"
                                   "  trigger: pull_request\n"_ba);
        QVERIFY2(config, qUtf8Printable(config.error_or(Error{}).what));
        const PackitJob two = config->jobs.value(0);
        QCOMPARE((QStringList{two.identifier, two.branch, two.coprOwner, two.coprProject}),
                 (QStringList{u"b"_s, u"b"_s, u"a"_s, u"b"_s}));
        const PackitJob one = config->jobs.value(1);
        QCOMPARE((QStringList{one.identifier, one.branch, one.coprOwner, one.coprProject}),
                 (QStringList{u"a"_s, u"own"_s, u"a"_s, u"b"_s}));
    }

    void oneJobCanHaveTwoTriggers()
    {
        const auto config = parsed("jobs:\n- job: copr_build\n  trigger: commit | pull_request\n"
                                   "  targets: [fedora-43]\n"_ba);
        QCOMPARE(config->jobs.size(), 2);
        QCOMPARE(config->jobs.value(0).trigger, PackitTrigger::Commit);
        QCOMPARE(config->builds({}).size(), 1);
    }

    void labelsDecide()
    {
        const auto config = parsed(buildWith("require: {label: {present: [a, b], absent: [c]}}\n"
                                             "targets: [fedora-43]"_ba));
        const PackitJob job = config->jobs.value(0);
        QVERIFY(job.isForLabels({u"b"_s}));
        QVERIFY(!job.isForLabels({}));
        QVERIFY(!job.isForLabels({u"a"_s, u"c"_s}));
        QVERIFY(PackitJob().isForLabels({}));
    }

    void templatesNameFlags_data()
    {
        QTest::addColumn<QByteArray>("nameTemplate");
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("warnings");
        QTest::newRow("all") << "'{job_name}/{chroot}/{event}/{identifier}/{package}'"_ba
                             << u"rpm-build/fedora-43-x86_64/None/i/hello"_s << 0;
        QTest::newRow("braces") << "'{{x}} {chroot}'"_ba << u"{x} fedora-43-x86_64"_s << 0;
        const QString usual = u"rpm-build:fedora-43-x86_64:i"_s;
        QTest::newRow("unknown field") << "'{sha}'"_ba << usual << 1;
        QTest::newRow("open") << "'{chroot'"_ba << usual << 1;
        QTest::newRow("closed") << "'chroot}'"_ba << usual << 1;
        QTest::newRow("attribute") << "'{chroot.__class__}'"_ba << usual << 1;
        QTest::newRow("blank") << "' '"_ba << usual << 1;
    }
    void templatesNameFlags()
    {
        QFETCH(QByteArray, nameTemplate);
        const auto config = parsed(buildWith("targets: [fedora-43]\nidentifier: i\n"
                                             "status_name_template: "_ba
                                             + nameTemplate));
        QVERIFY2(config, qUtf8Printable(config.error_or(Error{}).what));
        QTEST(names(config->jobs.value(0).flags).value(0), "name");
        QTEST(int(config->warnings.size()), "warnings");
    }

    void unknownTargetsAreSetApart()
    {
        const auto config = parsed(buildWith("targets: [fedora-43, plan9, fedora-43-vax]"_ba));
        const PackitJob job = config->jobs.value(0);
        QCOMPARE(names(job.flags), QStringList{u"rpm-build:fedora-43-x86_64"_s});
        QCOMPARE(job.unsupported,
                 (QList<PackitFlag>{
                         {u"plan9-x86_64"_s, u"plan9-x86_64"_s, u"rpm-build:plan9-x86_64"_s},
                         {u"fedora-43-vax-x86_64"_s, u"fedora-43-vax-x86_64"_s,
                          u"rpm-build:fedora-43-vax-x86_64"_s}}));
    }

    void anUnknownJobIsLeftOutWithAWarning()
    {
        const auto config = parsed("jobs:\n- job: brew_coffee\n  trigger: pull_request\n"_ba);
        QVERIFY(config);
        QVERIFY(config->jobs.isEmpty());
        QVERIFY2(config->warnings.value(0).startsWith(
                         u".packit.yaml, line 2: the job type `brew_coffee` is unknown"_s),
                 qUtf8Printable(config->warnings.value(0)));
    }

    void noJobForPullRequestsIsAWarning()
    {
        const QString warning = u".packit.yaml has no job for pull requests: nothing is built for "
                                "them."_s;
        QCOMPARE(parsed("jobs: []\n"_ba)->warnings, QStringList{warning});
        QCOMPARE(parsed("jobs:\n- job: copr_build\n  trigger: release\n"_ba)->warnings,
                 QStringList{warning});
    }

    void testsWithoutABuildAreAWarning()
    {
        const auto config = parsed("jobs:\n- job: tests\n  trigger: pull_request\n"_ba);
        QCOMPARE(config->warnings.size(), 1);
        QVERIFY(config->warnings.constFirst().contains(u"have no build to test"_s));
    }

    void threeHundredChroots()
    {
        QByteArray targets = "targets:\n"_ba;
        for (int i = 0; i < 300; ++i)
            targets += "- many-"_ba + QByteArray::number(i) + '\n';
        const auto config = parsed(buildWith(targets));
        QVERIFY2(config, qUtf8Printable(config.error_or(Error{}).what));
        QCOMPARE(config->jobs.value(0).flags.size(), 300);
        QCOMPARE(config->jobs.value(0).flags.constLast().name, u"rpm-build:many-299-x86_64"_s);
    }

    void wrongTypesAreNamed_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("what");
        const auto add = [](const char *name, const QByteArray &text, const QString &what) {
            QTest::newRow(name) << text << u".packit.yaml, line "_s + what;
        };
        add("top", "- a\n"_ba, u"1: the file is not a mapping: begin with `jobs:` and a list."_s);
        add("top text", "hello\n"_ba,
            u"1: the file is not a mapping: begin with `jobs:` and a list."_s);
        add("jobs", "x: 1\njobs: {a: b}\n"_ba,
            u"2: `jobs` is not a list: write each job behind a `- job: `."_s);
        add("jobs null", "jobs:\n"_ba,
            u"1: `jobs` is not a list: write each job behind a `- job: `."_s);
        add("job", "jobs:\n- copr_build\n"_ba,
            u"2: a job is not a mapping: begin it with `- job: `."_s);
        add("no type", "jobs:\n- trigger: commit\n"_ba, u"2: a job has no `job`: add it."_s);
        add("no trigger", "jobs:\n- job: tests\n"_ba, u"2: a job has no `trigger`: add it."_s);
        add("trigger", "jobs:\n- job: tests\n  trigger: monday\n"_ba,
            u"3: the trigger `monday` is unknown: use one of pull_request, commit, release, "
            "koji_build, ignore."_s);
        add("packages", "packages: [a]\n"_ba,
            u"1: `packages` is not a mapping: write `name: value` lines below it."_s);
        add("no packages", "packages: {}\n"_ba,
            u"1: `packages` names none: add one or remove the key."_s);
        add("package", "packages:\n  a: b\n"_ba,
            u"2: the package `a` is not a mapping: write `name: value` lines below it."_s);
        add("paths", "paths: a\n"_ba,
            u"1: `paths` is not a list: write each of its texts behind a `- `."_s);
        add("downstream name", "downstream_package_name: [a]\n"_ba,
            u"1: `downstream_package_name` does not hold a text: write one word or quote it."_s);
        const auto build = [&](const char *key, const QByteArray &value, const QString &what) {
            add(key, buildWith(QByteArray(key) + ": "_ba + value), u"4: "_s + what);
        };
        for (const char *key :
             {"identifier", "branch", "owner", "project", "specfile_path", "fmf_url", "fmf_ref",
              "fmf_path", "tmt_plan", "status_name_template"}) {
            build(key, "1.10"_ba,
                  u"`1.10` in `%1` is not a text to YAML: put it in quotes."_s.arg(
                          QLatin1StringView(key)));
        }
        for (const char *key : {"skip_build", "manual_trigger", "use_internal_tf", "enable_net",
                                "sync_test_job_statuses_with_builds"}) {
            build(key, "maybe"_ba,
                  u"`%1` is neither true nor false: write one of the two."_s.arg(
                          QLatin1StringView(key)));
        }
        for (const char *key : {"labels", "additional_repos"}) {
            build(key, "one"_ba,
                  u"`%1` is not a list: write each of its texts behind a `- `."_s.arg(
                          QLatin1StringView(key)));
        }
        build("metadata", "7"_ba,
              u"`metadata` is not a mapping: write `name: value` lines below it."_s);
        build("require", "label"_ba,
              u"`require` is not a mapping: write `name: value` lines below it."_s);
        build("targets", "43"_ba, u"`43` in `targets` is not a text to YAML: put it in quotes."_s);
        add("package unknown", buildWith("packages: [other]"_ba),
            u"4: the package `other` is not among the `packages` at the top: add it there."_s);
        add("packages of a job", buildWith("packages: 7"_ba),
            u"4: `packages` of a job is neither a list nor a mapping: name them behind `- `."_s);
        add("target's value", buildWith("targets:\n  fedora-43: x86_64"_ba),
            u"5: the target `fedora-43` has no mapping: write `{}` or `{distros: […]}`, or use a "
            "list of targets."_s);
        add("target's key", buildWith("targets: {fedora-43: {arch: [a]}}"_ba),
            u"4: the target `fedora-43` has an unknown key `arch`: use one of distros, "
            "additional_packages, additional_repos, additional_modules, with_opts, without_opts."_s);
        add("targets in a list", buildWith("targets: [[a]]"_ba),
            u"4: `targets` does not hold a text: write one word or quote it."_s);
        add("label", buildWith("require: {label: x}"_ba),
            u"4: `label` is not a mapping: write `name: value` lines below it."_s);
        add("present", buildWith("require: {label: {present: x}}"_ba),
            u"4: `present` is not a list: write each of its texts behind a `- `."_s);
        add("merge", "jobs:\n- <<: word\n"_ba, u"2: `<<` takes a mapping: name one with `*`."_s);
        add("key", "? [a]\n: b\n"_ba, u"1: a key is not a word: write `name: value`."_s);
    }
    void wrongTypesAreNamed()
    {
        QFETCH(QByteArray, text);
        const auto config = parsed(text);
        QVERIFY(!config);
        QTEST(config.error().what, "what");
        QCOMPARE(config.error().cause, Cause::Invalid);
        QCOMPARE(config.error().who, Who::Packager);
    }

    void hostileTextsAreRefusedSoon_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<Cause>("cause");
        QTest::addColumn<QString>("what");
        QTest::newRow("empty")
                << ""_ba << Cause::Invalid
                << u".packit.yaml is empty: add a list of `jobs`, or remove the file."_s;
        QTest::newRow("comment") << "# nothing\n\n"_ba << Cause::Invalid
                                 << u".packit.yaml is empty: add a list of `jobs`, or remove the "
                                    "file."_s;
        QTest::newRow("5 MB")
                << QByteArray(5'000'000, '#') << Cause::TooLarge
                << u".packit.yaml has 5000000 bytes, more than the 524288 that are read: shorten "
                   "it."_s;
        QTest::newRow("Latin-1") << "jobs: [] # caf\xe9\n"_ba << Cause::Invalid
                                 << u".packit.yaml is not UTF-8 text: save it as UTF-8."_s;
        QTest::newRow("UTF-16") << QByteArray("j\0o\0b\0s\0:\0", 10) << Cause::Invalid
                                << u".packit.yaml is not UTF-8 text: save it as UTF-8."_s;
        QTest::newRow("tab")
                << "jobs:\n- job: tests\n\ttrigger: commit\n"_ba << Cause::Invalid
                << u".packit.yaml, line 3: a tab is used to indent, which YAML does not "
                   "allow: use spaces."_s;
        QTest::newRow("tab first") << "jobs:\n\t- job: tests\n"_ba << Cause::Invalid
                                   << u".packit.yaml, line 2: a tab is used to indent, which YAML "
                                      "does not allow: use spaces."_s;
        QTest::newRow("bomb") << bomb() << Cause::TooLarge
                              << u".packit.yaml, line 5: there are more than 50000 values, each "
                                 "alias counted as what it stands for: use fewer."_s;
        QTest::newRow("wide") << "jobs: ["_ba + QByteArray("a,").repeated(60'000) + "a]\n"_ba
                              << Cause::TooLarge
                              << u".packit.yaml, line 1: there are more than 50000 values, each "
                                 "alias counted as what it stands for: use fewer."_s;
        QTest::newRow("merges") << "a: &a {}\njobs:\n"_ba + "  <<: *a\n"_ba.repeated(24'000)
                                           + "  x: y\n"_ba
                                << Cause::Invalid
                                << u".packit.yaml, line 3: `jobs` is not a list: write each job "
                                   "behind a `- job: `."_s;
        QTest::newRow("deep") << "jobs: "_ba + QByteArray(100, '[') + QByteArray(100, ']')
                              << Cause::TooLarge
                              << u".packit.yaml, line 1: lists and mappings are nested deeper than "
                                 "40 levels: flatten them."_s;
        QTest::newRow("abyss")
                << QByteArray(400'000, '[') << Cause::TooLarge
                << u".packit.yaml, line 1: lists and mappings are nested deeper than "
                   "40 levels: flatten them."_s;
        QTest::newRow("itself") << "jobs: &a [*a]\n"_ba << Cause::Invalid
                                << u".packit.yaml, line 1: an alias leads to what it is part of: "
                                   "write it out."_s;
        QTest::newRow("two documents") << "jobs: []\n---\njobs: []\n"_ba << Cause::Invalid
                                       << u".packit.yaml, line 3: a second document begins there: "
                                          "keep one and remove the `---`."_s;
        QTest::newRow("flags") << []() -> QByteArray {
            QByteArray text = "targets: ["_ba;
            for (int i = 0; i < 2600; ++i)
                text += "t"_ba + QByteArray::number(i) + ',';
            text += "]\njobs:\n"_ba;
            return text + "- {job: copr_build, trigger: pull_request}\n"_ba.repeated(2);
        }() << Cause::TooLarge
            << u".packit.yaml, line 4: more than 5000 builds and tests are asked for: name fewer "
               "targets."_s;
        QTest::newRow("jobs") << "jobs:\n"_ba
                                         + "- {job: tests, trigger: commit}\n"_ba.repeated(1001)
                              << Cause::TooLarge
                              << u".packit.yaml, line 1002: there are more than 1000 jobs, each "
                                 "counted for each of its packages: use fewer."_s;
        QTest::newRow("branch") << buildWith("branch: '('"_ba) << Cause::Invalid
                                << u".packit.yaml, line 4: `branch` is not a regular expression "
                                   "(missing closing parenthesis): correct it."_s;
    }
    void hostileTextsAreRefusedSoon()
    {
        QFETCH(QByteArray, text);
        QElapsedTimer timer;
        timer.start();
        const auto config = parsed(text);
        QVERIFY2(timer.elapsed() < 10'000, qPrintable(QString::number(timer.elapsed())));
        QVERIFY(!config);
        QTEST(config.error().what, "what");
        QTEST(config.error().cause, "cause");
    }

    void brokenYamlNamesItsLine()
    {
        const auto config = parsed("jobs:\n- job: [a\n- b: c\n"_ba);
        QVERIFY(!config);
        QVERIFY2(config.error().what.startsWith(
                         u".packit.yaml, line 3: the YAML is broken there ("_s),
                 qUtf8Printable(config.error().what));
        QVERIFY(!config.error().detail.isEmpty());
    }

    void anExpressionThatBacktracksForEverEnds()
    {
        const auto config = parsed(buildWith("branch: (a+)+$\ntargets: [fedora-43]"_ba));
        QElapsedTimer timer;
        timer.start();
        QVERIFY(!config->jobs.value(0).isForBranch(QString(60, u'a') + u'b'));
        QVERIFY(timer.elapsed() < 10'000);
    }
};

} // namespace sluice

QTEST_GUILESS_MAIN(sluice::TestPackitConfig)
#include "tst_packitconfig.moc"
