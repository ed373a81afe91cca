// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/pulldelegate.h"

#include "icons.h"
#include "pipeline/pullsmodel.h"
#include "pipeline/pulltext.h"

#include <QApplication>
#include <QPainter>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr int kMargin = PullDelegate::kMargins / 2;
constexpr int kGap = 4; ///< between a picture and its word

void drawLine(QPainter *painter, const QRect &place, const QString &text)
{
    const QFontMetrics metrics = painter->fontMetrics();
    const bool isTooLong = metrics.horizontalAdvance(text) > place.width();
    painter->drawText(place, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                      isTooLong ? metrics.elidedText(text, Qt::ElideRight, place.width()) : text);
}

} // namespace

PullDelegate::PullDelegate(const PullsModel &model, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_model(model)
{}

int PullDelegate::rowHeight(const QFontMetrics &metrics) { return 2 * metrics.height() + 10; }

int PullDelegate::pictureWidth(const QFontMetrics &metrics) { return metrics.height() + kGap; }

PullDelegate::Brush PullDelegate::prepare(QPainter *painter, const QStyleOptionViewItem &option,
                                          const QModelIndex &index) const
{
    const QPalette &palette = option.palette;
    const bool hasFocus = option.widget && option.widget->hasFocus();
    const bool isCurrent = option.state & QStyle::State_HasFocus;
    const bool isSelected = option.state & QStyle::State_Selected;
    const bool isHead = m_model.line(index.row()).isHead();
    QColor ground = palette.color(option.features & QStyleOptionViewItem::Alternate
                                          ? QPalette::AlternateBase
                                          : QPalette::Base);
    if (isHead)
        ground = icons::mixed(palette.color(QPalette::Text), palette.color(QPalette::Base), 0.1);
    if (isSelected)
        ground = icons::mixed(palette.color(QPalette::Highlight), ground, hasFocus ? 0.35 : 0.22);
    painter->fillRect(option.rect, ground);
    if (isCurrent) {
        painter->setPen(palette.color(QPalette::Highlight));
        painter->drawRect(option.rect.adjusted(0, 0, -1, -1));
        painter->drawRect(option.rect.adjusted(1, 1, -2, -2));
    }
    const int line = option.fontMetrics.height();
    const QRect inner = option.rect.adjusted(kMargin, 4, -kMargin, -4);
    const QColor text = palette.color(QPalette::Text);
    return {.painter = painter,
            .upper = QRect(inner.left(), inner.top(), inner.width(), line),
            .lower = QRect(inner.left(), inner.bottom() - line + 1, inner.width(), line),
            .text = text,
            .dim = icons::mixed(text, palette.color(QPalette::Base), 0.66),
            .palette = palette,
            .isSelected = isSelected};
}

void PullDelegate::paint(QPainter *painter, const QStyleOptionViewItem &given,
                         const QModelIndex &index) const
{
    QStyleOptionViewItem option = given;
    option.palette = option.widget ? option.widget->palette() : option.palette;
    painter->save();
    const Brush brush = prepare(painter, option, index);
    painter->setFont(option.font);
    painter->setPen(brush.text);
    const int row = index.row();
    if (m_model.line(row).isHead()) {
        paintHead(brush, index);
    } else if (m_model.pullAt(row)) {
        painter->setOpacity(m_model.isDimmed(row) ? 0.5 : 1);
        if (index.column() == PullsModel::Pull)
            paintPull(brush, row);
        else if (index.column() == PullsModel::State)
            paintState(brush, row);
        else if (index.column() == PullsModel::BehindWhom)
            paintBehind(brush, row);
        else if (index.column() >= PullsModel::FirstChroot)
            paintCell(brush, index);
        else
            drawLine(painter, brush.upper, index.data().toString());
    }
    painter->restore();
}

void PullDelegate::paintHead(const Brush &brush, const QModelIndex &index) const
{
    const PullLine &head = m_model.line(index.row());
    if (index.column() == PullsModel::Pull) {
        const QFont usual = brush.painter->font();
        QFont font = usual;
        font.setBold(true);
        brush.painter->setFont(font);
        const QString arrow = head.isFolded ? u"\u25b8 "_s : u"\u25be "_s; // right, down
        drawLine(brush.painter, brush.upper, arrow + m_model.groupName(head));
        brush.painter->setFont(usual);
        drawLine(brush.painter, brush.lower, pulltext::pulls(head.pulls, head.runs));
    } else if (index.column() == PullsModel::State) {
        if (head.failed > 0)
            paintWord(brush, brush.upper, checkicons::Look::Bad,
                      pulltext::pullsFailed(head.failed));
        if (head.stuck > 0)
            paintWord(brush, head.failed > 0 ? brush.lower : brush.upper, checkicons::Look::Stuck,
                      pulltext::pullsStuck(head.stuck));
    }
}

void PullDelegate::paintPull(const Brush &brush, int row) const
{
    const PullRow &pull = *m_model.pullAt(row);
    QFont font = brush.painter->font();
    font.setBold(true);
    brush.painter->setFont(font);
    const QString label = pull.label();
    drawLine(brush.painter, brush.upper, label);
    const int used = brush.painter->fontMetrics().horizontalAdvance(label) + kMargin;
    font.setBold(false);
    brush.painter->setFont(font);
    brush.painter->setPen(brush.dim);
    const QString note = m_model.noteAt(row);
    drawLine(brush.painter, brush.upper.adjusted(used, 0, 0, 0), note);
    brush.painter->setPen(brush.text);
    drawLine(brush.painter, brush.lower, pull.title);
}

void PullDelegate::paintState(const Brush &brush, int row) const
{
    const PullSummary *summary = m_model.summaryAt(row);
    if (!summary)
        return;
    paintWord(brush, brush.upper, checkicons::lookOf(summary->stand),
              pulltext::stand(summary->stand));
    if (summary->stuck > 0)
        paintWord(brush, brush.lower, checkicons::Look::Stuck,
                  pulltext::checksStuck(summary->stuck));
}

void PullDelegate::paintBehind(const Brush &brush, int row) const
{
    const PullSummary *summary = m_model.summaryAt(row);
    if (!summary)
        return;
    drawLine(brush.painter, brush.upper, pulltext::behind(summary->behind));
    brush.painter->setPen(brush.dim);
    if (summary->asked)
        drawLine(brush.painter, brush.lower, pulltext::askedShortly(*summary->asked));
}

void PullDelegate::paintCell(const Brush &brush, const QModelIndex &index) const
{
    const PullCell cell = m_model.cellAt(index);
    const bool isOther = m_model.chrootAt(index.column()).isEmpty();
    paintHalf(brush, brush.upper, isOther ? CheckKind::Other : CheckKind::Build, cell.build);
    paintHalf(brush, brush.lower, CheckKind::Test, cell.test);
}

void PullDelegate::paintHalf(const Brush &brush, const QRect &place, CheckKind kind,
                             const CellHalf &half) const
{
    if (half.count == 0)
        return;
    paintWord(brush, place, half.isStuck ? checkicons::Look::Stuck : checkicons::lookOf(half.state),
              wordOf(kind, half));
}

QString PullDelegate::wordOf(CheckKind kind, const CellHalf &half)
{
    QString word = pulltext::half(kind, half);
    if (half.isUnsent)
        word += u" \u2191"_s; // an arrow up: on its way to GitHub
    if (half.isAsked)
        word += u" \u21bb"_s; // an arrow in a circle: asked for again
    return word;
}

void PullDelegate::paintWord(const Brush &brush, const QRect &place, checkicons::Look look,
                             const QString &word) const
{
    const int side = place.height();
    brush.painter->drawPixmap(place.topLeft(), picture(look, brush, side));
    brush.painter->setPen(checkicons::color(look, brush.palette));
    drawLine(brush.painter, place.adjusted(side + kGap, 0, 0, 0), word);
    brush.painter->setPen(brush.text);
}

const QPixmap &PullDelegate::picture(checkicons::Look look, const Brush &brush, int side) const
{
    const double ratio = brush.painter->device()->devicePixelRatioF();
    Picture &known = m_pictures.at(size_t(look));
    const qint64 key = brush.palette.cacheKey() ^ (qint64(side) << 8) ^ qint64(ratio * 64);
    if (known.key != key || known.pixmap.isNull())
        known = {checkicons::icon(look).pixmap(QSize(side, side), ratio), key};
    return known.pixmap;
}

} // namespace sluice
