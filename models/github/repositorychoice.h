// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "github/account.h"

#include <QAbstractItemModel>
#include <QHash>
#include <QStringList>

#include <vector>

namespace sluice {

/// What becomes of a repository's pull requests: never both.
enum class WatchMode { None, Observe, Drive };

/// The repositories of one account, below their organisations, each with what shall become of it;
/// ticked by a person. GUI thread.
class RepositoryChoice final : public QAbstractItemModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RepositoryChoice)

public:
    enum Column { Name, Observe, Drive, Rights, ColumnCount };

    explicit RepositoryChoice(QObject *parent = nullptr);

    /// What an account sees, and how each is watched now. Ticks that were not written are lost.
    /// `elsewhere`: those that another account observes, with its name.
    void setRepositories(const QList<SeenRepository> &seen, const QHash<QString, WatchMode> &modes,
                         const QHash<QString, QString> &elsewhere);
    /// One more, whose name somebody typed; false: it is there already.
    bool add(const QString &repository);
    void setMode(const QModelIndex &repository, WatchMode mode);
    [[nodiscard]] WatchMode mode(const QModelIndex &repository) const;
    [[nodiscard]] QStringList chosen(WatchMode mode) const;
    [[nodiscard]] bool isChanged() const; ///< since setRepositories()
    [[nodiscard]] bool isEmpty() const { return m_owners.empty(); }
    [[nodiscard]] QString fullName(const QModelIndex &index) const; ///< empty for an organisation

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &index) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;

signals:
    void choiceChanged();

private:
    struct Row
    {
        SeenRepository seen;
        bool isListed = false; ///< GitHub named it among those that the account sees
        QString elsewhere; ///< another account that observes it
        WatchMode before = WatchMode::None;
        WatchMode mode = WatchMode::None;
    };
    struct Owner
    {
        QString name;
        std::vector<Row> rows;
    };

    [[nodiscard]] const Row *rowOf(const QModelIndex &index) const;
    [[nodiscard]] QVariant dataOf(const Row &row, int column, int role) const;
    [[nodiscard]] QString hintFor(const Row &row, int column) const;

    std::vector<Owner> m_owners;
};

} // namespace sluice
