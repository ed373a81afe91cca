// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/settingstable.h"

#include "settings/settingkinds.h"
#include "settings/settingstext.h"

namespace sluice {
using namespace Qt::StringLiterals;
using namespace settingkinds;

namespace {

constexpr int kMostInt = 1'000'000'000;
constexpr int kDaySeconds = 24 * 3600;

SettingRow formatSetting()
{
    return {"import.format"_L1,
            "How dist-git is written: as Copr does, or as Fedora does.",
            "",
            u"copr or fedora"_s,
            [](const QString &written, Settings &settings) {
                const auto format = formatFromName(written);
                settings.format = format.value_or(settings.format);
                return format.has_value();
            },
            [](const Settings &settings) { return formatName(settings.format); },
            {formatName(Format::Copr), formatName(Format::Fedora)}};
}

std::vector<SettingRow> generalRows()
{
    return {
            directory("git.root"_L1, "Where the dist-git repositories are.", &Settings::gitRoot),
            text("git.author-name"_L1, "Author and committer of imports.",
                 u"a name without < and >"_s, &Settings::authorName, isAuthorName),
            text("git.author-email"_L1, "Address of the author of imports.",
                 u"one address, such as builds@example.org"_s, &Settings::authorEmail,
                 isAuthorEmail),
            directory("lookaside.root"_L1, "Where the lookaside cache is.",
                      &Settings::lookasideRoot),
            directory("logs.root"_L1, "Where each task's log is written.", &Settings::logsRoot),
            formatSetting(),
            number("import.threads"_L1, "How many packages are imported at once.", "",
                   member(&Settings::threads), 0, 64, u" (0: one per processor core)"_s),
            number("limits.per-owner"_L1, "How many tasks of one owner may run at once.", "",
                   member(&Settings::limits, &ShareLimits::perOwner), 0, kMostInt,
                   u" (0: no limit)"_s),
            number("limits.per-sandbox"_L1,
                   "How many tasks of one project (or of what Copr calls a sandbox) may run at "
                   "once.",
                   "", member(&Settings::limits, &ShareLimits::perSandbox), 0, kMostInt,
                   u" (0: no limit)"_s),
            bytes("kept.bytes"_L1, "The most that fetched sources of failed tasks may take up.",
                  member(&Settings::keptBytes), 0),
            time("kept.days"_L1, "How long the fetched source of a failed task is kept.", "days",
                 &Settings::keptDays, 0, 36500),
    };
}

std::vector<SettingRow> capRows()
{
    const auto cap = [](auto value) { return member(&Settings::caps, value); };
    return {
            bytes("caps.package-bytes"_L1, "The largest source package, compressed.",
                  cap(&Caps::packageBytes)),
            bytes("caps.unpacked-bytes"_L1,
                  "The most that all files of a package may hold together.",
                  cap(&Caps::unpackedBytes)),
            bytes("caps.file-bytes"_L1, "The largest file of a package.", cap(&Caps::fileBytes)),
            bytes("caps.text-bytes"_L1, "The largest file that goes into git.",
                  cap(&Caps::textBytes)),
            number("caps.ratio"_L1,
                   "How many times its compressed size a package may unpack to, above 64 MiB.", "",
                   cap(&Caps::ratio), 1, kMostInt),
            number("caps.files"_L1, "How many files a package may have.", "files",
                   cap(&Caps::files), 1, kMostInt),
            number("caps.name-length"_L1, "The longest file name in a package.", "bytes",
                   cap(&Caps::nameLength), 1, 255),
            number("caps.seconds"_L1, "How long one import may take, without its fetch.", "seconds",
                   cap(&Caps::seconds), 1, 30 * kDaySeconds),
            number("caps.fetch-seconds"_L1, "How long one download may take.", "seconds",
                   cap(&Caps::fetchSeconds), 1, 30 * kDaySeconds),
            number("caps.stall-seconds"_L1, "How long a server may send nothing.", "seconds",
                   cap(&Caps::stallSeconds), 1, kDaySeconds),
            bytes("caps.memory-bytes"_L1, "What the decompressors of all threads may use together.",
                  cap(&Caps::memoryBytes), 1LL << 20),
    };
}

std::vector<SettingRow> networkRows(const QString &url)
{
    return {
            list("url.allowed-hosts"_L1,
                 "Hosts that may be fetched from although their address is not public.",
                 u"hosts, host:port, addresses or networks such as 10.0.0.0/8, with commas between"_s,
                 &Settings::allowedHosts, isHostEntry),
            list("url.trusted-certificates"_L1,
                 "PEM files with certificates that are trusted beside the system's own.",
                 u"absolute paths, with commas between"_s, &Settings::trustedCertificates,
                 isAbsolutePath),
            text("frontend.url"_L1, "The Copr frontend that tasks come from.", url,
                 &Settings::frontend, isBaseUrl),
            text("frontend.password-file"_L1, "A file that holds the frontend's password.",
                 u"an absolute path"_s, &Settings::frontendPasswordFile, isAbsolutePath),
            time("frontend.poll-seconds"_L1, "How often the frontend is asked for tasks.",
                 "seconds", &Settings::frontendPoll, 1, kDaySeconds),
            time("frontend.report-hold-seconds"_L1,
                 "How long a permanent failure is held back, so that it can be put right, before "
                 "it "
                 "is reported.",
                 "seconds", &Settings::reportHold, 0, 30 * kDaySeconds),
            text("frontend.api"_L1,
                 "Base URL of Copr's public API, asked before a late success is reported.", url,
                 &Settings::coprApi, isBaseUrl),
    };
}

std::vector<SettingRow> githubRows(const QString &url)
{
    const auto pipeline = [](auto value) { return member(&Settings::pipeline, value); };
    constexpr qint64 kMostId = 1LL << 53; // whole in JSON, too
    return {
            text("github.url"_L1, "Base URL of GitHub's API.", url,
                 pipeline(&PipelineSettings::github), isBaseUrl),
            text("github.account"_L1,
                 "As whom pull requests are driven: names the token in the "
                 "keyring and in the ledger.",
                 u"up to 40 letters, digits, dots, dashes and underscores"_s,
                 pipeline(&PipelineSettings::githubAccount), isAccountName),
            text("github.token-file"_L1,
                 "A file that holds a GitHub token; without it SLUICE_GITHUB_TOKEN, then the "
                 "keyring is looked at.",
                 u"an absolute path"_s, pipeline(&PipelineSettings::githubTokenFile),
                 isAbsolutePath),
            number("github.app-id"_L1, "The GitHub App that pipelines run as.", "",
                   pipeline(&PipelineSettings::githubApp), 0, kMostId,
                   u" (0: none, a token is used)"_s),
            text("github.app-key-file"_L1, "A PEM file with the App's private key.",
                 u"an absolute path"_s, pipeline(&PipelineSettings::githubAppKeyFile),
                 isAbsolutePath),
            number("github.installation"_L1, "The App's installation in the organisation.", "",
                   pipeline(&PipelineSettings::githubInstallation), 0, kMostId, u" (0: none)"_s),
            time("github.write-spacing"_L1, "The pause between two writes to GitHub.",
                 "milliseconds", pipeline(&PipelineSettings::githubWriteSpacing), 0, 60'000),
    };
}

std::vector<SettingRow> pipelineRows(const QString &url)
{
    const auto pipeline = [](auto value) { return member(&Settings::pipeline, value); };
    return {
            choice("pipeline.policy"_L1, "How pipelines behave.",
                   {u"notebook"_s, u"packit-today"_s, u"sluice"_s, u"sluice-lean"_s},
                   pipeline(&PipelineSettings::policy)),
            choice("pipeline.flags"_L1,
                   "How results are shown on GitHub; only an App may write check runs.",
                   {u"statuses"_s, u"check-runs"_s}, pipeline(&PipelineSettings::flags)),
            choice("pipeline.summary-flag"_L1,
                   "One flag for all builds of a pull request and one for all tests, instead of "
                   "one per chroot.",
                   {u"on"_s, u"off"_s}, pipeline(&PipelineSettings::summaryFlag)),
            text("pipeline.flag-prefix"_L1,
                 "Stands before the name of every flag, so that another service can look after the "
                 "same pull requests.",
                 u"up to 20 letters, digits and ._-/"_s, pipeline(&PipelineSettings::flagPrefix),
                 isFlagPrefix),
            list("pipeline.repositories"_L1, "Whose pull requests are built and tested from here.",
                 u"names such as owner/name, with commas between"_s,
                 pipeline(&PipelineSettings::repositories), isRepositoryName),
            time("pipeline.poll-seconds"_L1, "How often GitHub is asked for pull requests.",
                 "seconds", pipeline(&PipelineSettings::poll), 1, kDaySeconds),
            time("pipeline.watch-seconds"_L1, "How often builds and tests are asked about.",
                 "seconds", pipeline(&PipelineSettings::watch), 1, 3600),
            text("copr.api"_L1, "Base URL of the Copr that builds pull requests.", url,
                 pipeline(&PipelineSettings::copr), isBaseUrl),
            text("copr.login-file"_L1, "A file with a login of Copr, as its own client keeps it.",
                 u"an absolute path"_s, pipeline(&PipelineSettings::coprLoginFile), isAbsolutePath),
            text("copr.owner"_L1,
                 "Whose the projects for pull requests are; without it the login's user.",
                 u"a name, or @ and a group's name"_s, pipeline(&PipelineSettings::coprOwner),
                 isCoprOwner),
            text("testing-farm.url"_L1, "Base URL of Testing Farm's API.", url,
                 pipeline(&PipelineSettings::testingFarm), isBaseUrl),
            text("testing-farm.token-file"_L1, "A file that holds a token of Testing Farm.",
                 u"an absolute path"_s, pipeline(&PipelineSettings::testingFarmTokenFile),
                 isAbsolutePath),
            number("webhook.port"_L1, "The port on 127.0.0.1 where GitHub's webhooks come in.", "",
                   pipeline(&PipelineSettings::webhookPort), 0, 65535, u" (0: none)"_s),
            text("webhook.secret-file"_L1, "A file that holds the secret of the webhooks.",
                 u"an absolute path"_s, pipeline(&PipelineSettings::webhookSecretFile),
                 isAbsolutePath),
            time("webhook.stored-seconds"_L1,
                 "How often an App asks for the webhooks that GitHub stored; 0: never.", "seconds",
                 pipeline(&PipelineSettings::webhookStored), 0, kDaySeconds),
    };
}

std::vector<SettingRow> allRows()
{
    std::vector<SettingRow> rows = generalRows();
    std::ranges::move(capRows(), std::back_inserter(rows));
    const QString url = u"an http or https URL without user, password, query and fragment"_s;
    std::ranges::move(networkRows(url), std::back_inserter(rows));
    std::ranges::move(githubRows(url), std::back_inserter(rows));
    std::ranges::move(pipelineRows(url), std::back_inserter(rows));
    return rows;
}

int editDistance(QStringView a, QStringView b)
{
    std::vector<int> row(static_cast<size_t>(b.size()) + 1);
    for (size_t i = 0; i < row.size(); ++i)
        row[i] = static_cast<int>(i);
    for (qsizetype i = 0; i < a.size(); ++i) {
        int diagonal = std::exchange(row[0], static_cast<int>(i) + 1);
        for (size_t j = 1; j < row.size(); ++j) {
            const int replaced = diagonal + (a[i] == b[static_cast<qsizetype>(j) - 1] ? 0 : 1);
            diagonal = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, replaced}));
        }
    }
    return row.back();
}

} // namespace

std::span<const SettingRow> settingRows()
{
    static const std::vector<SettingRow> rows = allRows();
    return rows;
}

const SettingRow *settingRow(QStringView key)
{
    const auto rows = settingRows();
    const auto found
            = std::ranges::find_if(rows, [key](const auto &row) { return row.key == key; });
    return found == rows.end() ? nullptr : &*found;
}

QLatin1StringView nearestSetting(QStringView key)
{
    const QString wanted = key.left(100).toString().toLower(); // a hostile key costs no time
    QLatin1StringView nearest;
    int least = 3; // further away it is another word
    for (const SettingRow &row : settingRows()) {
        const int distance = editDistance(wanted, QString(row.key));
        if (distance < least && 2 * distance < wanted.size()) {
            least = distance;
            nearest = row.key;
        }
    }
    return nearest;
}

} // namespace sluice
