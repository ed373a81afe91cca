// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/scenario.h"

#include <optional>

namespace sluice {

/// One line of the library.
struct LibraryEntry
{
    Scenario scenario; ///< its name is the one listed: unique, whatever the case
    QString path; ///< empty: built in
    std::optional<Error> error; ///< why the file cannot be used; it is left as it is

    [[nodiscard]] bool isBuiltIn() const { return path.isEmpty(); }
    bool operator==(const LibraryEntry &) const = default;
};

/// The built-in scenarios, and those that lie as *.json in a folder: made there, renamed, removed.
/// A file that cannot be read as a scenario is listed with its error and never overwritten. Any
/// thread, one at a time.
class ScenarioLibrary final
{
public:
    /// The folder need not exist; it is made when something is saved.
    explicit ScenarioLibrary(QString folder);

    /// Built-in ones in their order, then those of the folder by name.
    [[nodiscard]] const QList<LibraryEntry> &entries() const { return m_entries; }
    [[nodiscard]] const LibraryEntry *find(QStringView name) const; ///< whatever the case
    [[nodiscard]] const QString &folder() const { return m_folder; }
    /// The name itself where it is free, else "name (2)", "name (3)", …
    [[nodiscard]] QString freeName(const QString &name) const;
    /// Reads the folder anew.
    void reload();

    // Errors are *invalid* for a name that cannot be used, *not found*, *forbidden* for a built-in
    // or damaged one, *storage*. Each ends with reload().

    /// Under the scenario's own name: a new file, or its old one replaced.
    Result<void> save(const Scenario &scenario);
    Result<void> rename(const QString &name, const QString &newName);
    Result<QString> duplicate(const QString &name); ///< gives the copy's name
    Result<void> remove(const QString &name);
    /// Takes a copy of a file from anywhere; gives the name that it has here.
    Result<QString> importFile(const QString &path);

private:
    [[nodiscard]] Result<LibraryEntry> own(const QString &name) const;
    [[nodiscard]] Result<QString> makeFile(const QString &name) const;

    QString m_folder;
    QList<LibraryEntry> m_entries;
};

} // namespace sluice
