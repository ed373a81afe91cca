// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"
#include "queue/queuestate.h"
#include "queue/task.h"
#include "settings/caps.h"
#include "settings/pipelinesettings.h"

#include <QStringList>

#include <chrono>

namespace sluice {

/// One setting as people see it: `sluicectl config list` and the settings dialog are made from
/// this.
struct SettingInfo
{
    QString key; ///< "caps.files"
    QString description; ///< one sentence
    QString takes; ///< "a whole number from 1 to 64", to go on from "import.threads takes"
    QString unit; ///< "bytes", "seconds", or empty
    QString defaultValue;
    QStringList choices; ///< all that it takes; empty where that is no list
};

/// The settings of one data directory: the values of `sluice.conf`, checked. A value; read once at
/// start and again after an edit. Secrets never stand in it.
struct Settings
{
    QString gitRoot; ///< absolute; default <data>/git
    QString lookasideRoot; ///< absolute; default <data>/lookaside
    QString logsRoot; ///< absolute; default <data>/logs
    Format format = Format::Copr;
    QString authorName = QStringLiteral("CoprDistGit");
    QString authorEmail = QStringLiteral("copr-devel@lists.fedorahosted.org");
    int threads = 0; ///< 1 to 64; 0: one per core
    ShareLimits limits;
    Caps caps;
    QStringList allowedHosts; ///< hosts, host:port or addresses that may be private (URL policy)
    QStringList trustedCertificates; ///< PEM files trusted beside the system's own
    QString frontend; ///< URL of the Copr frontend, or empty
    QString frontendPasswordFile; ///< or empty: the keyring
    std::chrono::seconds frontendPoll{15};
    std::chrono::seconds reportHold{0}; ///< a permanent failure is held so long, then reported
    QString coprApi; ///< base URL of Copr's public API, or empty
    std::chrono::days keptDays{14}; ///< how long a failed task's fetched source is kept
    qint64 keptBytes = 10LL << 30;
    PipelineSettings pipeline;

    bool operator==(const Settings &) const = default;
};

/// `sluice.conf` of one data directory. Any thread; reads and writes the file at each call, so that
/// the window and `sluicectl config` never overwrite each other's keys.
class SettingsFile final
{
public:
    explicit SettingsFile(QString dataDirectory);

    [[nodiscard]] static QList<SettingInfo> known(); ///< every key, in the order of the man page
    /// What set() would say of this pair, without a look at any file.
    [[nodiscard]] static Result<void> check(const QString &key, const QString &value);
    [[nodiscard]] Result<Settings> load() const; ///< *invalid* names the key and what it takes
    [[nodiscard]] Result<QString>
    value(const QString &key) const; ///< as it was written; the default if unset
    /// Refuses an unknown key, a value that makes no sense, or one that names what cannot be used
    /// (settingProblems()) with one sentence that begins with the key; then nothing changes. An
    /// empty value puts the default back.
    [[nodiscard]] Result<void> set(const QString &key, const QString &value);
    /// All or none of several.
    [[nodiscard]] Result<void> set(const QList<std::pair<QString, QString>> &values);
    [[nodiscard]] QString path() const;

private:
    QString m_dataDirectory;
};

/// `$XDG_DATA_HOME/sluice`: where the queue is when nothing else is said.
[[nodiscard]] QString defaultDataDirectory();
/// Makes it, for its owner alone, where it does not exist.
[[nodiscard]] Result<void> makeDataDirectory(const QString &directory);

} // namespace sluice
