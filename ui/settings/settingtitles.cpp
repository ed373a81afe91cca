// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/settingtitles.h"

#include <QCoreApplication>

#include <array>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

struct Title
{
    QLatin1StringView key;
    const char *text;
};

constexpr std::array kTitles{
        Title{"git.root"_L1, QT_TRANSLATE_NOOP("sluice::SettingsDialog", "Git repositories")},
        Title{"git.author-name"_L1, QT_TRANSLATE_NOOP("sluice::SettingsDialog", "Author name")},
        Title{"git.author-email"_L1, QT_TRANSLATE_NOOP("sluice::SettingsDialog", "Author address")},
        Title{"lookaside.root"_L1, QT_TRANSLATE_NOOP("sluice::SettingsDialog", "Lookaside cache")},
        Title{"logs.root"_L1, QT_TRANSLATE_NOOP("sluice::SettingsDialog", "Logs")},
        Title{"import.format"_L1, QT_TRANSLATE_NOOP("sluice::SettingsDialog", "Format")},
        Title{"import.threads"_L1, QT_TRANSLATE_NOOP("sluice::SettingsDialog", "Threads at start")},
        Title{"limits.per-owner"_L1,
              QT_TRANSLATE_NOOP("sluice::SettingsDialog", "At once per owner")},
        Title{"limits.per-sandbox"_L1,
              QT_TRANSLATE_NOOP("sluice::SettingsDialog", "At once per project")},
        Title{"kept.bytes"_L1, QT_TRANSLATE_NOOP("sluice::SettingsDialog", "Kept sources, size")},
        Title{"kept.days"_L1, QT_TRANSLATE_NOOP("sluice::SettingsDialog", "Kept sources, time")},
        Title{"caps.package-bytes"_L1, QT_TRANSLATE_NOOP("sluice::SettingsDialog", "Package size")},
        Title{"caps.unpacked-bytes"_L1,
              QT_TRANSLATE_NOOP("sluice::SettingsDialog", "Unpacked size")},
        Title{"caps.file-bytes"_L1, QT_TRANSLATE_NOOP("sluice::SettingsDialog", "File size")},
        Title{"caps.text-bytes"_L1, QT_TRANSLATE_NOOP("sluice::SettingsDialog", "Text file size")},
        Title{"caps.ratio"_L1, QT_TRANSLATE_NOOP("sluice::SettingsDialog", "Compression ratio")},
        Title{"caps.files"_L1, QT_TRANSLATE_NOOP("sluice::SettingsDialog", "Number of files")},
        Title{"caps.name-length"_L1,
              QT_TRANSLATE_NOOP("sluice::SettingsDialog", "File name length")},
        Title{"caps.seconds"_L1, QT_TRANSLATE_NOOP("sluice::SettingsDialog", "Import time")},
        Title{"caps.fetch-seconds"_L1,
              QT_TRANSLATE_NOOP("sluice::SettingsDialog", "Download time")},
        Title{"caps.stall-seconds"_L1,
              QT_TRANSLATE_NOOP("sluice::SettingsDialog", "Silence of a server")},
        Title{"caps.memory-bytes"_L1, QT_TRANSLATE_NOOP("sluice::SettingsDialog", "Memory")},
        Title{"url.allowed-hosts"_L1, QT_TRANSLATE_NOOP("sluice::SettingsDialog", "Allowed hosts")},
        Title{"url.trusted-certificates"_L1,
              QT_TRANSLATE_NOOP("sluice::SettingsDialog", "Trusted certificates")},
        Title{"frontend.url"_L1, QT_TRANSLATE_NOOP("sluice::SettingsDialog", "Copr frontend")},
        Title{"frontend.password-file"_L1,
              QT_TRANSLATE_NOOP("sluice::SettingsDialog", "Password file")},
        Title{"frontend.poll-seconds"_L1,
              QT_TRANSLATE_NOOP("sluice::SettingsDialog", "Ask for tasks every")},
        Title{"frontend.report-hold-seconds"_L1,
              QT_TRANSLATE_NOOP("sluice::SettingsDialog", "Hold failures for")},
        Title{"frontend.api"_L1, QT_TRANSLATE_NOOP("sluice::SettingsDialog", "Public API")},
};

QString tr(const char *text) { return QCoreApplication::translate("sluice::SettingsDialog", text); }

} // namespace

QString settingTitle(const SettingInfo &info)
{
    const auto title
            = std::ranges::find(kTitles, info.key, [](const Title &t) { return QString(t.key); });
    return title == kTitles.end() ? info.key : tr(title->text);
}

QString settingTabTitle(const QString &key)
{
    const QString group = key.section(u'.', 0, 0);
    if (group == "caps"_L1)
        return tr("Caps");
    if (group == "url"_L1)
        return tr("Network");
    if (group == "frontend"_L1)
        return tr("Copr");
    if (group == "import"_L1 || group == "limits"_L1 || key.startsWith("git.author"_L1))
        return tr("Imports");
    return tr("Storage");
}

bool isDirectorySetting(const QString &key)
{
    return key == "git.root"_L1 || key == "lookaside.root"_L1 || key == "logs.root"_L1;
}

bool takesEffectAtOnce(const QString &key) { return key.startsWith("limits."_L1); }

} // namespace sluice
