// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipelines/pullwidths.h"

#include "pipeline/pullsmodel.h"
#include "pipeline/pulltext.h"
#include "pipelines/pulldelegate.h"

#include <QFontMetrics>

namespace sluice {

int usualWidth(const PullsModel &model, int column, const QFontMetrics &metrics)
{
    const bool isGrouped = model.order().grouping != PullGrouping::None;
    const auto widthOf = [&metrics](const QStringList &texts) {
        int width = 0;
        for (const QString &text : texts)
            width = std::max(width, metrics.horizontalAdvance(text));
        return width + PullDelegate::kMargins;
    };
    static constexpr int kMany = 99;
    const int letter = metrics.averageCharWidth();
    const int picture = PullDelegate::pictureWidth(metrics);
    switch (column) {
    case PullsModel::Pull:
        return 51 * letter + PullDelegate::kMargins;
    case PullsModel::Author:
        return 14 * letter + PullDelegate::kMargins;
    case PullsModel::Age:
        return 9 * letter + PullDelegate::kMargins;
    case PullsModel::State: {
        QStringList texts{pulltext::checksStuck(kMany)};
        for (int i = 0; i < kPullStandCount; ++i)
            texts << pulltext::stand(PullStand(i));
        if (isGrouped)
            texts << pulltext::pullsFailed(kMany) << pulltext::pullsStuck(kMany);
        return picture + widthOf(texts);
    }
    case PullsModel::BehindWhom: {
        QStringList texts{pulltext::askedShortly({.kind = WishKind::AskRebuildFailed,
                                                  .argument = {},
                                                  .at = QDateTime::currentDateTimeUtc()})};
        for (int i = 0; i <= int(Behind::Others); ++i)
            texts << pulltext::behind(Behind(i));
        return widthOf(texts);
    }
    default:
        break;
    }
    const CellHalf two{.state = FlagState::Failure, .count = 2, .inState = 1, .isAsked = true};
    const QString title = model.headerData(column, Qt::Horizontal).toString();
    return std::max(picture + widthOf({PullDelegate::wordOf(CheckKind::Test, two)}),
                    std::min(widthOf(title.split(u'\n')), 26 * letter));
}

} // namespace sluice
