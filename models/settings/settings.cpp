// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/settings.h"

#include "settings/conffile.h"
#include "settings/settingproblems.h"
#include "settings/settingstable.h"

#include <QDir>
#include <QStandardPaths>

#include <sys/stat.h>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

std::unexpected<Error> invalid(QString what)
{
    return failure(Cause::Invalid, std::move(what), {}, Who::Us);
}

QString unknownKey(QStringView key)
{
    const QLatin1StringView nearest = nearestSetting(key);
    const QString next = nearest.isEmpty() ? u"`sluicectl config list` shows all."_s
                                           : u"did you mean %1?"_s.arg(nearest);
    return u"there is no setting \"%1\"; %2"_s.arg(key.left(100), next);
}

QString nonsense(const SettingRow &row, const QString &value)
{
    return u"%1 takes %2, not \"%3\"."_s.arg(row.key, row.takes, value.left(200));
}

bool hasControlCharacter(const QString &value)
{
    return std::ranges::any_of(value, [](QChar c) { return c.category() == QChar::Other_Control; });
}

bool reads(const SettingRow &row, const QString &value, Settings &settings)
{
    return !hasControlCharacter(value) && row.read(value, settings);
}

Settings defaults(const QString &dataDirectory)
{
    Settings settings;
    settings.gitRoot = dataDirectory + u"/git"_s;
    settings.lookasideRoot = dataDirectory + u"/lookaside"_s;
    settings.logsRoot = dataDirectory + u"/logs"_s;
    return settings;
}

/// Sets one entry of the file; what is wrong with it names the line.
Result<void> take(const ConfFile::Entry &entry, const QString &path, Settings &settings)
{
    const QString place = u"%1, line %2: "_s.arg(path).arg(entry.line);
    const SettingRow *row = settingRow(entry.key);
    if (!row)
        return invalid(place + unknownKey(entry.key));
    if (!entry.value.isEmpty() && !reads(*row, entry.value, settings))
        return invalid(place + nonsense(*row, entry.value));
    return {};
}

/// What the file says; lines that make no sense say nothing.
Settings readable(const ConfFile &file, const QString &dataDirectory)
{
    Settings settings = defaults(dataDirectory);
    for (const ConfFile::Entry &entry : file.entries()) {
        if (const SettingRow *row = settingRow(entry.key); row && !entry.value.isEmpty())
            std::ignore = reads(*row, entry.value, settings);
    }
    return settings;
}

/// The first problem with one of these keys that was not there before: others do not keep a
/// setting from being changed, so that all can be mended one by one.
Result<void> checkChange(const Settings &before, const Settings &after, const QStringList &keys)
{
    const auto old = settingProblems(before);
    const auto problems = settingProblems(after);
    for (const SettingProblem &problem : problems) {
        if (keys.contains(problem.key) && !old.contains(problem))
            return invalid(problem.sentence);
    }
    return {};
}

} // namespace

SettingsFile::SettingsFile(QString dataDirectory)
    : m_dataDirectory(QDir::cleanPath(QDir::current().absoluteFilePath(dataDirectory)))
{}

QList<SettingInfo> SettingsFile::known()
{
    const Settings values = defaults(u"<data directory>"_s);
    QList<SettingInfo> infos;
    for (const SettingRow &row : settingRows()) {
        infos.append({row.key, QString::fromUtf8(row.description), row.takes,
                      QString::fromUtf8(row.unit), row.write(values), row.choices});
    }
    return infos;
}

Result<void> SettingsFile::check(const QString &key, const QString &value)
{
    const SettingRow *row = settingRow(key);
    if (!row)
        return invalid(u'T' + unknownKey(key).sliced(1));
    Settings ignored;
    const QString trimmed = value.trimmed();
    if (!trimmed.isEmpty() && !reads(*row, trimmed, ignored))
        return invalid(nonsense(*row, trimmed));
    return {};
}

Result<Settings> SettingsFile::load() const
{
    const auto file = ConfFile::read(path());
    if (!file)
        return std::unexpected(file.error());
    Settings settings = defaults(m_dataDirectory);
    for (const ConfFile::Entry &entry : file->entries()) {
        if (auto taken = take(entry, path(), settings); !taken)
            return std::unexpected(taken.error());
    }
    return settings;
}

Result<QString> SettingsFile::value(const QString &key) const
{
    if (auto good = check(key, {}); !good)
        return std::unexpected(good.error());
    const auto file = ConfFile::read(path());
    if (!file)
        return std::unexpected(file.error());
    Settings settings = defaults(m_dataDirectory);
    const ConfFile::Entry *entry = file->find(key);
    if (!entry || entry->value.isEmpty())
        return settingRow(key)->write(settings);
    if (auto taken = take(*entry, path(), settings); !taken)
        return std::unexpected(taken.error());
    return entry->value;
}

Result<void> SettingsFile::set(const QString &key, const QString &value)
{
    return set({{key, value}});
}

Result<void> SettingsFile::set(const QList<std::pair<QString, QString>> &values)
{
    for (const auto &[key, value] : values) {
        if (auto good = check(key, value); !good)
            return good;
    }
    if (auto made = makeDataDirectory(m_dataDirectory); !made)
        return made;
    const auto lock = ConfLock::take(path());
    if (!lock)
        return std::unexpected(lock.error());
    auto file = ConfFile::read(path());
    if (!file)
        return std::unexpected(file.error());
    const Settings before = readable(*file, m_dataDirectory);
    QStringList keys;
    for (const auto &[key, value] : values) {
        file->set(key, value.trimmed());
        keys << key;
    }
    if (auto good = checkChange(before, readable(*file, m_dataDirectory), keys); !good)
        return good;
    return file->write(path());
}

QString SettingsFile::path() const { return m_dataDirectory + u"/sluice.conf"_s; }

QString defaultDataDirectory()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/sluice"_s;
}

Result<void> makeDataDirectory(const QString &directory)
{
    if (QDir(directory).exists())
        return {};
    const QString parent = QFileInfo(directory).absolutePath();
    if (QDir().mkpath(parent)
        && (::mkdir(QFile::encodeName(directory).constData(), 0700) == 0 || errno == EEXIST)
        && QFileInfo(directory).isDir()) {
        return {};
    }
    const QString why = qt_error_string(errno);
    return failure(Cause::Storage,
                   u"The data directory %1 cannot be made; choose another with --data-dir."_s.arg(
                           directory),
                   why);
}

} // namespace sluice
