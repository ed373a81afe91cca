// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/scenariolibrary.h"

#include <QAbstractListModel>

namespace sluice {

/// The library as a list: built-in scenarios first, then those of the folder by name. Rows move
/// with what changes. GUI thread; the files are small and lie beside the queue.
class ScenarioModel final : public QAbstractListModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ScenarioModel)

public:
    /// Display and Edit are the name; ToolTip is the caption, or the error of a damaged file.
    enum Role { CaptionRole = Qt::UserRole, BuiltInRole, PathRole, ErrorRole, CallsRole };
    Q_ENUM(Role)

    explicit ScenarioModel(const QString &folder, QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index,
                                int role = Qt::DisplayRole) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    /// Renames; false when it cannot be, with the sentence by failed().
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;

    [[nodiscard]] const LibraryEntry &entry(int row) const { return m_entries.at(row); }
    [[nodiscard]] int rowOf(const QString &name) const; ///< -1 where there is none
    [[nodiscard]] const ScenarioLibrary &library() const { return m_library; }

    // As ScenarioLibrary's.
    Result<void> save(const Scenario &scenario);
    Result<void> rename(const QString &name, const QString &newName);
    Result<QString> duplicate(const QString &name);
    Result<void> remove(const QString &name);
    void take(ScenarioLibrary library); ///< one of the same folder, read elsewhere

signals:
    /// A sentence for the user, of an edit in place that was refused.
    void failed(const QString &sentence);

private:
    void update(); // the rows to what the library has now
    void moveHere(qsizetype row, const LibraryEntry &entry);
    void removeMissing(const QList<LibraryEntry> &wanted);

    ScenarioLibrary m_library;
    QList<LibraryEntry> m_entries;
};

} // namespace sluice
