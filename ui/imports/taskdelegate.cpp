// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "imports/taskdelegate.h"

#include "icons.h"
#include "queue/queuemodel.h"
#include "queue/statesmodel.h"

#include <QLocale>
#include <QPainter>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

/// Where the focus is, the selection has the palette's colour; elsewhere it is a shade of it.
void showFocus(QStyleOptionViewItem &option)
{
    if (!option.widget || option.widget->hasFocus() || !(option.state & QStyle::State_Selected))
        return;
    option.backgroundBrush = icons::mixed(option.palette.color(QPalette::Highlight),
                                          option.palette.color(QPalette::Base), 0.3);
    option.state &= ~QStyle::State_Selected;
}

} // namespace

void paintProgress(QPainter *painter, const QStyleOptionViewItem &option, double progress)
{
    const QPalette &palette = option.palette;
    const bool isSelected = option.state & QStyle::State_Selected;
    const QColor ground = palette.color(isSelected ? QPalette::Highlight : QPalette::Base);
    const QColor text = palette.color(isSelected ? QPalette::HighlightedText : QPalette::Text);
    const QRectF track = QRectF(option.rect).adjusted(4, option.rect.height() - 4.5, -4, -1.5);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(icons::mixed(text, ground, 0.18));
    painter->drawRoundedRect(track, 1.5, 1.5);
    QRectF done = track;
    done.setWidth(track.width() * std::clamp(progress, 0.0, 1.0));
    painter->setBrush(isSelected ? text : icons::stateColor(State::Fetching, palette));
    painter->drawRoundedRect(done, 1.5, 1.5);
    painter->restore();
}

TaskDelegate::TaskDelegate(QObject *parent)
    : QStyledItemDelegate(parent)
{}

void TaskDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    showFocus(*option);
    const int column = index.column();
    if (column == QueueModel::Attempts)
        option->displayAlignment = Qt::AlignRight | Qt::AlignVCenter;
    if (column == QueueModel::State) {
        const QVariant state = index.data(QueueModel::StateRole);
        if (!state.isValid())
            return;
        option->features |= QStyleOptionViewItem::HasDecoration;
        option->decorationSize = QSize(option->fontMetrics.height(), option->fontMetrics.height());
        option->icon = icons::forState(static_cast<State>(state.toInt()));
    }
}

void TaskDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    QStyledItemDelegate::paint(painter, option, index);
    if (index.column() != QueueModel::Progress)
        return;
    const QVariant progress = index.data(QueueModel::ProgressRole);
    if (!progress.isValid() || progress.toDouble() < 0)
        return;
    QStyleOptionViewItem shown = option;
    showFocus(shown);
    paintProgress(painter, shown, progress.toDouble());
}

StateDelegate::StateDelegate(QObject *parent)
    : QStyledItemDelegate(parent)
{}

void StateDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    showFocus(*option);
    const int icon = option->fontMetrics.height();
    const int indent = index.data(StatesModel::LevelRole).toInt() * icon;
    option->features |= QStyleOptionViewItem::HasDecoration;
    option->decorationAlignment = Qt::AlignRight | Qt::AlignVCenter; // a part stands further in
    option->decorationSize = QSize(icon + indent, icon);
    const QVariant state = index.data(StatesModel::StateRole);
    option->icon = state.isValid() ? icons::forState(static_cast<State>(state.toInt()))
                                   : icons::own(index.row() == 0 ? u"all"_s : u"running"_s);
    if (index.data(StatesModel::CountRole).toLongLong() > 0 && index.row() > 0)
        option->font.setBold(state.isValid() && static_cast<State>(state.toInt()) == State::Failed);
}

void StateDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const
{
    QStyledItemDelegate::paint(painter, option, index);
    QStyleOptionViewItem shown = option;
    showFocus(shown);
    const qint64 count = index.data(StatesModel::CountRole).toLongLong();
    const bool isSelected = shown.state & QStyle::State_Selected;
    const QPalette::ColorGroup group
            = shown.state & QStyle::State_Active ? QPalette::Active : QPalette::Inactive;
    QColor color
            = shown.palette.color(group, isSelected ? QPalette::HighlightedText : QPalette::Text);
    if (count == 0 && !isSelected)
        color = icons::mixed(color, option.palette.color(QPalette::Base), 0.62);
    painter->save();
    painter->setPen(color);
    painter->setFont(option.font);
    painter->drawText(option.rect.adjusted(0, 0, -10, 0), Qt::AlignRight | Qt::AlignVCenter,
                      QLocale().toString(count));
    painter->restore();
}

QSize StateDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QSize base = QStyledItemDelegate::sizeHint(option, index);
    return {base.width() + option.fontMetrics.horizontalAdvance(u"1,000,000"_s),
            option.fontMetrics.height() + 10};
}

} // namespace sluice
