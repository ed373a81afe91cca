// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/settingtitles.h"

#include <QCoreApplication>
#include <QRegularExpression>

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
        Title{"github.url"_L1, QT_TRANSLATE_NOOP("sluice::SettingsDialog", "GitHub")},
        Title{"github.account"_L1, QT_TRANSLATE_NOOP("sluice::SettingsDialog", "GitHub account")},
        Title{"github.token-file"_L1,
              QT_TRANSLATE_NOOP("sluice::SettingsDialog", "GitHub token file")},
        Title{"github.app-id"_L1, QT_TRANSLATE_NOOP("sluice::SettingsDialog", "GitHub App")},
        Title{"github.app-key-file"_L1,
              QT_TRANSLATE_NOOP("sluice::SettingsDialog", "App key file")},
        Title{"github.installation"_L1,
              QT_TRANSLATE_NOOP("sluice::SettingsDialog", "Installation")},
        Title{"github.write-spacing"_L1,
              QT_TRANSLATE_NOOP("sluice::SettingsDialog", "Pause between writes")},
        Title{"pipeline.policy"_L1, QT_TRANSLATE_NOOP("sluice::SettingsDialog", "Policy")},
        Title{"pipeline.flags"_L1, QT_TRANSLATE_NOOP("sluice::SettingsDialog", "Shown as")},
        Title{"pipeline.summary-flag"_L1,
              QT_TRANSLATE_NOOP("sluice::SettingsDialog", "Summary flag")},
        Title{"pipeline.flag-prefix"_L1,
              QT_TRANSLATE_NOOP("sluice::SettingsDialog", "Prefix of checks")},
        Title{"pipeline.repositories"_L1,
              QT_TRANSLATE_NOOP("sluice::SettingsDialog", "Driven repositories")},
        Title{"pipeline.poll-seconds"_L1,
              QT_TRANSLATE_NOOP("sluice::SettingsDialog", "Ask for pull requests every")},
        Title{"pipeline.watch-seconds"_L1,
              QT_TRANSLATE_NOOP("sluice::SettingsDialog", "Ask about builds every")},
        Title{"copr.api"_L1, QT_TRANSLATE_NOOP("sluice::SettingsDialog", "Copr for builds")},
        Title{"copr.login-file"_L1, QT_TRANSLATE_NOOP("sluice::SettingsDialog", "Copr login file")},
        Title{"copr.owner"_L1, QT_TRANSLATE_NOOP("sluice::SettingsDialog", "Owner of projects")},
        Title{"testing-farm.url"_L1, QT_TRANSLATE_NOOP("sluice::SettingsDialog", "Testing Farm")},
        Title{"testing-farm.token-file"_L1,
              QT_TRANSLATE_NOOP("sluice::SettingsDialog", "Testing Farm token file")},
        Title{"webhook.port"_L1, QT_TRANSLATE_NOOP("sluice::SettingsDialog", "Webhook port")},
        Title{"webhook.secret-file"_L1,
              QT_TRANSLATE_NOOP("sluice::SettingsDialog", "Webhook secret file")},
        Title{"webhook.stored-seconds"_L1,
              QT_TRANSLATE_NOOP("sluice::SettingsDialog", "Ask for stored webhooks every")},
};

QString tr(const char *text) { return QCoreApplication::translate("sluice::SettingsDialog", text); }

/// Its key, where that is no part of a path or of another key.
QRegularExpression wordOf(const SettingInfo &setting)
{
    return QRegularExpression(
            u"(?<![\\w./-])%1(?![\\w/-])"_s.arg(QRegularExpression::escape(setting.key)));
}

} // namespace

QString settingTitle(const SettingInfo &info)
{
    const auto title
            = std::ranges::find(kTitles, info.key, [](const Title &t) { return QString(t.key); });
    return title == kTitles.end() ? info.key : tr(title->text);
}

QString withSettingTitles(QString sentence,
                          const std::function<QString(const SettingInfo &setting)> &shown)
{
    for (const SettingInfo &setting : SettingsFile::known()) {
        if (sentence.contains(setting.key))
            sentence.replace(wordOf(setting), shown(setting));
    }
    return sentence;
}

QString withSettingTitles(const QString &sentence)
{
    return withSettingTitles(sentence, [](const SettingInfo &setting) {
        return tr("“%1”").arg(settingTitle(setting));
    });
}

QString settingNamedIn(const QString &sentence)
{
    QString named;
    qsizetype first = sentence.size();
    for (const SettingInfo &setting : SettingsFile::known()) {
        const qsizetype at
                = sentence.contains(setting.key) ? sentence.indexOf(wordOf(setting)) : -1;
        if (at >= 0 && at < first) {
            first = at;
            named = setting.key;
        }
    }
    return named;
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
    static const QStringList pipelines{u"github"_s, u"pipeline"_s, u"copr"_s, u"testing-farm"_s,
                                       u"webhook"_s};
    if (pipelines.contains(group))
        return tr("Pipelines");
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
