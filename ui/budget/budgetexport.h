// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "background.h"
#include "error.h"

#include <QObject>

#include <functional>

class QAction;
class QMenu;

namespace sluice {

class BudgetChart;
class BudgetDocument;
class ChartsPanel;
class CompareView;
class PieView;

/// Writes what the page shows: pie and charts as pictures, tables as CSV, a report. Drawn on the
/// GUI thread, which it belongs to; written away from it. Every write ends with failed() or done().
class BudgetExport final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BudgetExport)

public:
    struct Sources
    {
        BudgetDocument &document;
        PieView &pie;
        ChartsPanel &charts;
        CompareView &comparison;
    };

    BudgetExport(const Sources &sources, QWidget *window);

    [[nodiscard]] QMenu *menu() const { return m_menu; }

    void writePieTo(const QString &path);
    void writeChartTo(int chart, const QString &path);
    void writeStepsTo(const QString &path);
    void writeComparisonTo(const QString &path);
    /// Markdown, and its pictures as SVG beside it. Pictures that are there already are replaced
    /// only where the report that is replaced shows them.
    void writeReportTo(const QString &path);

signals:
    void waiting(const QString &sentence); ///< for a simulation
    void failed(const sluice::Error &error);
    void done(const QString &sentence);

private:
    using Write = std::function<void(const QString &path)>;
    using Work = std::function<Result<void>()>;

    void add(const QString &text, const QStringList &filters, Write write);
    void ask(const QString &title, const QStringList &filters, const Write &write);
    [[nodiscard]] QString pieTitle() const;
    /// Calls `again` when the chart is computed; false: it is.
    bool waitFor(BudgetChart &chart, const QString &path, const std::function<void()> &again);
    void run(const QString &path, Work work, const QString &remark = {});

    Sources m_from;
    QWidget *m_window;
    QMenu *m_menu;
    Background m_background; ///< the last member: its work ends before the rest goes
};

} // namespace sluice
