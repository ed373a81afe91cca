// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/limitslist.h"

#include "budget/parametertable.h"
#include "budget/sharebar.h"
#include "hintlabel.h"

#include <QGridLayout>
#include <QLabel>
#include <QLocale>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

/// The parameter that holds the limit explains it, too.
QLatin1StringView parameterOf(LimitKind limit)
{
    switch (limit) {
    case LimitKind::Primary:
        return "rate_limit"_L1;
    case LimitKind::Writes:
        return "write_spacing"_L1;
    case LimitKind::Points:
        return "points_per_minute"_L1;
    case LimitKind::Concurrency:
        return "concurrency"_L1;
    case LimitKind::ContentPerMinute:
        return "content_per_minute"_L1;
    case LimitKind::ContentPerHour:
        return "content_per_hour"_L1;
    }
    Q_UNREACHABLE_RETURN({});
}

QString titleOf(LimitKind limit)
{
    switch (limit) {
    case LimitKind::Primary:
        return LimitsList::tr("Primary limit");
    case LimitKind::Writes:
        return LimitsList::tr("Pause between writes");
    case LimitKind::Points:
        return LimitsList::tr("Points per minute");
    case LimitKind::Concurrency:
        return LimitsList::tr("Requests at once");
    case LimitKind::ContentPerMinute:
        return LimitsList::tr("Content per minute");
    case LimitKind::ContentPerHour:
        return LimitsList::tr("Content per hour");
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace

LimitsList::LimitsList(QWidget *parent)
    : QWidget(parent)
{
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(6, 0, 6, 0);
    grid->setHorizontalSpacing(10);
    grid->setVerticalSpacing(5);
    auto *title = new QLabel(tr("What binds"), this);
    QFont bold = title->font();
    bold.setBold(true);
    title->setFont(bold);
    title->setToolTip(tr("How many pull requests an hour each limit allows. The bar is how much of "
                         "it is used when the one that binds is spent."));
    grid->addWidget(title, 0, 0, 1, 4);
    for (int i = 0; i < kLimitCount; ++i) {
        Line &line = m_lines.at(size_t(i));
        const QString name = titleOf(LimitKind(i));
        const QString why = budgetParameter(QString(parameterOf(LimitKind(i))))->explanation;
        line = {.name = new QLabel(name, this),
                .bar = new ShareBar(name, this),
                .prs = new QLabel(this),
                .note = new HintLabel({}, this)};
        line.name->setToolTip(why);
        line.bar->setToolTip(why);
        line.prs->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        line.note->setWordWrap(false);
        grid->addWidget(line.name, 1 + i, 0);
        grid->addWidget(line.bar, 1 + i, 1);
        grid->addWidget(line.prs, 1 + i, 2);
        grid->addWidget(line.note, 1 + i, 3);
    }
    grid->setColumnStretch(1, 1);
    grid->setColumnMinimumWidth(3, fontMetrics().horizontalAdvance(tr("if flags are content")));
    grid->setRowStretch(kLimitCount + 1, 1);
}

void LimitsList::setLimits(const std::array<LimitAnswer, kLimitCount> &limits)
{
    const auto binding = bindingLimit(limits);
    for (size_t i = 0; i < limits.size(); ++i)
        showLine(m_lines.at(i), limits.at(i), binding);
}

void LimitsList::showLine(const Line &line, const LimitAnswer &limit,
                          const std::optional<LimitAnswer> &binding)
{
    const bool isBinding = binding && binding->limit == limit.limit;
    line.prs->setText(limit.prsPerHour ? tr("%1 PRs/h").arg(QLocale().toString(*limit.prsPerHour))
                                       : tr("no bound"));
    line.note->setText(isBinding        ? tr("binds")
                       : !limit.canBind ? tr("if flags are content")
                                        : QString());
    line.note->setToolTip(
            limit.canBind ? QString()
                          : tr("GitHub does not say that flags are content. Switch \"Flags count "
                               "as content\" on, under Limits, to count them so."));
    double share = 0;
    if (limit.canBind && binding && binding->prsPerHour && limit.prsPerHour) {
        share = isBinding || *limit.prsPerHour <= 0
                      ? 1
                      : double(*binding->prsPerHour) / double(*limit.prsPerHour);
    }
    line.bar->setShare(std::min(share, 1.0), isBinding);
    QFont font = line.name->font();
    if (font.bold() == isBinding)
        return;
    font.setBold(isBinding);
    for (QWidget *widget : std::initializer_list<QWidget *>{line.name, line.prs, line.note})
        widget->setFont(font);
}

} // namespace sluice
