// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipelines/checkicons.h"

#include <QPixmap>
#include <QStyledItemDelegate>

namespace sluice {

class PullsModel;
struct CellHalf;

/// How the matrix looks: two lines in each row, in a chroot's cell the build above the test, each
/// as icon and word. Pictures are drawn once. GUI thread.
class PullDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PullDelegate)

public:
    PullDelegate(const PullsModel &model, QObject *parent);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] static int rowHeight(const QFontMetrics &metrics);
    [[nodiscard]] static int pictureWidth(const QFontMetrics &metrics); ///< before a word
    [[nodiscard]] static QString wordOf(CheckKind kind, const CellHalf &half); ///< "failed 1/2"
    static constexpr int kMargins = 12; ///< left and right of a cell, together

private:
    /// One painting of one cell.
    struct Brush
    {
        QPainter *painter;
        QRect upper; ///< the two lines
        QRect lower;
        QColor text;
        QColor dim;
        QPalette palette;
        bool isSelected;
    };

    [[nodiscard]] Brush prepare(QPainter *painter, const QStyleOptionViewItem &option,
                                const QModelIndex &index) const;
    void paintHead(const Brush &brush, const QModelIndex &index) const;
    void paintPull(const Brush &brush, int row) const;
    void paintState(const Brush &brush, int row) const;
    void paintBehind(const Brush &brush, int row) const;
    void paintCell(const Brush &brush, const QModelIndex &index) const;
    void paintHalf(const Brush &brush, const QRect &place, CheckKind kind,
                   const CellHalf &half) const;
    void paintWord(const Brush &brush, const QRect &place, checkicons::Look look,
                   const QString &word) const;
    [[nodiscard]] const QPixmap &picture(checkicons::Look look, const Brush &brush, int side) const;

    const PullsModel &m_model;
    struct Picture
    {
        QPixmap pixmap;
        qint64 key = 0; ///< of the palette, with size and ratio
    };
    mutable std::array<Picture, 2 * checkicons::kLookCount> m_pictures;
};

} // namespace sluice
