// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"

#include <QObject>

#include <functional>

class QAction;
class QMenu;

namespace sluice {

class BudgetDocument;
class ChartsPanel;
class CompareView;
class PieView;

/// Writes what the page shows: pie and charts as pictures, tables as CSV, a report. GUI thread.
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

    [[nodiscard]] Result<void> writePieTo(const QString &path) const;
    [[nodiscard]] Result<void> writeChartTo(int chart, const QString &path) const;
    [[nodiscard]] Result<void> writeStepsTo(const QString &path) const;
    [[nodiscard]] Result<void> writeComparisonTo(const QString &path) const;
    /// Markdown, and its pictures as SVG beside it.
    [[nodiscard]] Result<void> writeReportTo(const QString &path) const;

signals:
    void failed(const sluice::Error &error);
    void done(const QString &sentence);

private:
    using Write = std::function<Result<void>(const QString &path)>;

    void add(const QString &text, const QStringList &filters, Write write);
    void ask(const QString &title, const QStringList &filters, const Write &write);
    [[nodiscard]] QString pieTitle() const;
    [[nodiscard]] Result<QStringList> writePictures(const QString &stem) const;

    Sources m_from;
    QWidget *m_window;
    QMenu *m_menu;
};

} // namespace sluice
