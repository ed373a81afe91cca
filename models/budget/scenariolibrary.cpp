// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/scenariolibrary.h"

#include "wholefile.h"

#include <QDir>
#include <QFile>

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kLongestName = 100;
constexpr qsizetype kLongestFileName = 60;
constexpr int kMostFilesOfOneName = 10'000;

/// In one line, and without what a file might carry to turn or hide text.
QString cleanName(QString name)
{
    for (QChar &c : name) {
        if (c.category() == QChar::Other_Control || c.category() == QChar::Other_Format)
            c = u' ';
    }
    name = name.simplified().left(kLongestName).trimmed();
    return name.isEmpty() ? u"Scenario"_s : name;
}

Result<void> checkName(const QString &name)
{
    if (name == cleanName(name))
        return {};
    return failure(Cause::Invalid,
                   u"\"%1\" cannot be a scenario's name: it takes 1 to %2 characters in one line, "
                   u"with single spaces between words."_s.arg(name.left(80).simplified())
                           .arg(kLongestName),
                   {}, Who::Us);
}

/// Only what every file system takes, and nothing that leads out of the folder.
QString fileNameFor(const QString &name)
{
    QString file;
    for (const QChar c : name.normalized(QString::NormalizationForm_KD).toLower()) {
        const bool isPlain = (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9');
        if (isPlain)
            file += c;
        else if (!file.isEmpty() && !file.endsWith(u'-') && !c.isMark())
            file += u'-';
    }
    file.truncate(kLongestFileName);
    while (file.endsWith(u'-'))
        file.chop(1);
    return file.isEmpty() ? u"scenario"_s : file;
}

LibraryEntry readEntry(const QFileInfo &file)
{
    auto scenario = readScenario(file.filePath());
    if (scenario)
        return {.scenario = *std::move(scenario), .path = file.filePath(), .error = {}};
    return {.scenario = {.name = file.completeBaseName(), .caption = {}, .settings = {}},
            .path = file.filePath(),
            .error = std::move(scenario.error())};
}

const LibraryEntry *findIn(const QList<LibraryEntry> &entries, QStringView name)
{
    for (const LibraryEntry &entry : entries) {
        if (name.compare(entry.scenario.name, Qt::CaseInsensitive) == 0)
            return &entry;
    }
    return nullptr;
}

QString freeNameIn(const QList<LibraryEntry> &entries, const QString &name)
{
    QString free = name;
    for (int i = 2; findIn(entries, free); ++i) {
        const QString suffix = u" (%1)"_s.arg(i);
        free = name.left(kLongestName - suffix.size()).trimmed() + suffix;
    }
    return free;
}

} // namespace

ScenarioLibrary::ScenarioLibrary(QString folder)
    : m_folder(std::move(folder))
{
    reload();
}

const LibraryEntry *ScenarioLibrary::find(QStringView name) const
{
    return findIn(m_entries, name);
}

QString ScenarioLibrary::freeName(const QString &name) const { return freeNameIn(m_entries, name); }

void ScenarioLibrary::reload()
{
    m_entries.clear();
    for (const Scenario &scenario : builtInScenarios())
        m_entries << LibraryEntry{.scenario = scenario, .path = {}, .error = {}};
    // Without QDir::System: a pipe of that name would be waited for, for ever.
    const QFileInfoList files
            = QDir(m_folder).entryInfoList({u"*.json"_s}, QDir::Files | QDir::Hidden, QDir::Name);
    QList<LibraryEntry> found;
    for (const QFileInfo &file : files)
        found << readEntry(file);
    std::ranges::stable_sort(found, [](const LibraryEntry &left, const LibraryEntry &right) {
        return left.scenario.name.localeAwareCompare(right.scenario.name) < 0;
    });
    for (LibraryEntry &entry : found) {
        entry.scenario.name = freeName(cleanName(entry.scenario.name));
        m_entries << std::move(entry);
    }
}

Result<LibraryEntry> ScenarioLibrary::own(const QString &name) const
{
    const LibraryEntry *entry = find(name);
    if (!entry)
        return failure(Cause::NotFound, u"There is no scenario \"%1\" any more."_s.arg(name));
    if (entry->isBuiltIn()) {
        return failure(Cause::Forbidden,
                       u"\"%1\" is built in and stays as it is: duplicate it."_s.arg(name), {},
                       Who::Us);
    }
    return *entry;
}

/// An empty file with a name of its own: whatever lies in the folder, also what another program
/// puts there at this moment, is kept.
Result<QString> ScenarioLibrary::makeFile(const QString &name) const
{
    if (!QDir().mkpath(m_folder))
        return notWritten(m_folder, {});
    const QString base = m_folder + u'/' + fileNameFor(name);
    for (int i = 1; i <= kMostFilesOfOneName; ++i) {
        QFile file(i == 1 ? base + u".json"_s : u"%1-%2.json"_s.arg(base).arg(i));
        if (file.open(QIODevice::WriteOnly | QIODevice::NewOnly))
            return file.fileName();
        const QFileInfo info(file.fileName());
        if (!info.exists() && !info.isSymLink())
            return notWritten(file.fileName(), file.errorString());
    }
    return notWritten(base + u".json"_s, {});
}

Result<void> ScenarioLibrary::save(const Scenario &scenario)
{
    if (auto good = checkName(scenario.name); !good)
        return good;
    reload(); // what another program did meanwhile
    if (find(scenario.name)) {
        const auto old = own(scenario.name);
        if (!old)
            return std::unexpected(old.error());
        if (old->error) {
            return failure(Cause::Forbidden,
                           u"%1 is damaged and is not overwritten: mend or remove it, or save "
                           u"under another name."_s.arg(old->path),
                           old->error->what, Who::Us);
        }
        const auto written = writeScenario(scenario, old->path);
        reload();
        return written;
    }
    const auto path = makeFile(scenario.name);
    if (!path)
        return std::unexpected(path.error());
    const auto written = writeScenario(scenario, *path);
    if (!written)
        QFile::remove(*path);
    reload();
    return written;
}

Result<void> ScenarioLibrary::rename(const QString &name, const QString &newName)
{
    if (auto good = checkName(newName); !good)
        return good;
    reload();
    const auto entry = own(name);
    if (!entry)
        return std::unexpected(entry.error());
    if (entry->error)
        return std::unexpected(*entry->error);
    const LibraryEntry *taken = find(newName);
    if (taken && taken->path != entry->path) {
        return failure(Cause::Invalid,
                       u"There is a scenario \"%1\" already: choose another name."_s.arg(newName),
                       {}, Who::Us);
    }
    Scenario renamed = entry->scenario;
    renamed.name = newName;
    const auto written = writeScenario(renamed, entry->path);
    reload();
    return written;
}

Result<QString> ScenarioLibrary::duplicate(const QString &name)
{
    reload();
    const LibraryEntry *entry = find(name);
    if (!entry)
        return failure(Cause::NotFound, u"There is no scenario \"%1\" any more."_s.arg(name));
    if (entry->error)
        return std::unexpected(*entry->error);
    Scenario copy = entry->scenario;
    copy.name = freeName(copy.name);
    return save(copy).transform([&copy] { return copy.name; });
}

Result<void> ScenarioLibrary::remove(const QString &name)
{
    const auto entry = own(name);
    if (!entry)
        return std::unexpected(entry.error());
    QFile file(entry->path);
    const bool isGone = file.remove() || !file.exists();
    reload();
    if (isGone)
        return {};
    return failure(Cause::Storage,
                   u"%1 cannot be removed; check its folder's permissions."_s.arg(entry->path),
                   file.errorString());
}

Result<QString> ScenarioLibrary::importFile(const QString &path)
{
    auto scenario = readScenario(path);
    if (!scenario)
        return std::unexpected(scenario.error());
    reload();
    scenario->name = freeName(cleanName(scenario->name));
    return save(*scenario).transform([&scenario] { return scenario->name; });
}

} // namespace sluice
