// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/ledgerparts.h"

#include <QAbstractItemModel>

#include <memory>
#include <vector>

namespace sluice {

class AsyncDatabase;

/// Where calls went: organisations, their repositories, pipelines, kinds, and at the end single
/// calls. Each level is read when somebody looks at it, and anew at refresh(). GUI thread.
class LedgerTree final : public QAbstractItemModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LedgerTree)

public:
    enum Column { Where, Counted, Requests, Unchanged, Failed, When, What, ColumnCount };

    /// Both must outlive it.
    LedgerTree(AsyncDatabase &store, const Clock &clock, QObject *parent = nullptr);
    ~LedgerTree() override;

    void setScope(const LedgerScope &scope);
    void refresh(); ///< what has been looked at, in place
    [[nodiscard]] const LedgerPart *part(const QModelIndex &index) const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &index) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent) const override;
    [[nodiscard]] bool hasChildren(const QModelIndex &parent) const override;
    [[nodiscard]] bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

signals:
    void failed(const sluice::Error &error);

private:
    struct Node
    {
        LedgerPart part;
        Node *above = nullptr;
        int row = 0; ///< among those below it
        std::vector<std::unique_ptr<Node>> below;
        bool isAsked = false;
        bool isKnown = false;
    };

    [[nodiscard]] Node *nodeOf(const QModelIndex &index) const;
    [[nodiscard]] QModelIndex indexOf(const Node *node, int column = 0) const;
    void read(Node *node);
    void take(const LedgerPlace &place, const QList<LedgerPart> &parts);
    void merge(Node *node, const QList<LedgerPart> &parts);
    void removeOthers(Node *node, const QSet<LedgerPlace> &wanted);
    void insertNew(Node *node, const QList<LedgerPart> &parts);
    void update(Node *node, const QList<LedgerPart> &parts);
    static void renumber(Node *node);
    void refreshBelow(Node *node);
    [[nodiscard]] Node *find(Node *node, const LedgerPlace &place) const;
    [[nodiscard]] static QString whenText(const LedgerPart &part);
    [[nodiscard]] static QString whatText(const LedgerPart &part);

    AsyncDatabase &m_store;
    const Clock &m_clock;
    LedgerScope m_scope;
    std::unique_ptr<Node> m_root;
};

} // namespace sluice
