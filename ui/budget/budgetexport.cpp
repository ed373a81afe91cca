// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/budgetexport.h"

#include "budget/budgetcsv.h"
#include "budget/budgetdocument.h"
#include "budget/budgetreport.h"
#include "budget/charts/budgetchart.h"
#include "budget/charts/writechart.h"
#include "budget/chartspanel.h"
#include "budget/compareview.h"
#include "budget/pieview.h"

#include <QDir>
#include <QFileDialog>
#include <QMenu>
#include <QSaveFile>
#include <QUrl>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr std::array kChartNames{"prs"_L1, "ladder"_L1, "tornado"_L1, "week"_L1};

Result<void> writeFile(const QString &path, const QByteArray &bytes)
{
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit())
        return {};
    return failure(Cause::Storage,
                   u"%1 cannot be written; check the folder and the space in it."_s.arg(path),
                   file.errorString());
}

} // namespace

BudgetExport::BudgetExport(const Sources &sources, QWidget *window)
    : QObject(window)
    , m_from(sources)
    , m_window(window)
    , m_menu(new QMenu(tr("E&xport"), window))
{
    const QStringList pictures{tr("SVG pictures (*.svg)"), tr("PNG pictures (*.png)")};
    const QStringList tables{tr("Tables (*.csv)")};
    add(tr("&Pie…"), pictures, [this](const QString &path) { return writePieTo(path); });
    for (int i = 0; i < m_from.charts.count(); ++i) {
        add(tr("Chart: %1…").arg(m_from.charts.tabToolTip(i)), pictures,
            [this, i](const QString &path) { return writeChartTo(i, path); });
    }
    m_menu->addSeparator();
    add(tr("&Steps and Kinds as a Table…"), tables,
        [this](const QString &path) { return writeStepsTo(path); });
    add(tr("&Comparison as a Table…"), tables,
        [this](const QString &path) { return writeComparisonTo(path); });
    m_menu->addSeparator();
    add(tr("&Report…"), {tr("Markdown (*.md)")},
        [this](const QString &path) { return writeReportTo(path); });
}

void BudgetExport::add(const QString &text, const QStringList &filters, Write write)
{
    QAction *action = m_menu->addAction(text);
    connect(action, &QAction::triggered, this, [this, text, filters, write = std::move(write)] {
        ask(QString(text).remove(u'&').remove(u'…'), filters, write);
    });
}

void BudgetExport::ask(const QString &title, const QStringList &filters, const Write &write)
{
    auto *dialog = new QFileDialog(m_window, tr("Export %1").arg(title));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters(filters);
    const auto suffix = [](const QString &filter) {
        return filter.sliced(filter.indexOf(u'.') + 1).chopped(1);
    };
    dialog->setDefaultSuffix(suffix(filters.first()));
    connect(dialog, &QFileDialog::filterSelected, dialog,
            [dialog, suffix](const QString &filter) { dialog->setDefaultSuffix(suffix(filter)); });
    connect(dialog, &QFileDialog::fileSelected, this, [this, write](const QString &path) {
        if (const auto written = write(path); !written)
            emit failed(written.error());
        else
            emit done(tr("Wrote %1.").arg(QDir::toNativeSeparators(path)));
    });
    dialog->open();
}

QString BudgetExport::pieTitle() const
{
    const Scenario &now = m_from.document.current();
    return m_from.document.isChanged() ? tr("%1 (changed)").arg(now.name) : now.name;
}

Result<void> BudgetExport::writePieTo(const QString &path) const
{
    return writePie(m_from.pie.slices(), pieTitle(), path);
}

Result<void> BudgetExport::writeChartTo(int chart, const QString &path) const
{
    return writeChart(*m_from.charts.charts().at(chart), path);
}

Result<void> BudgetExport::writeStepsTo(const QString &path) const
{
    return writeFile(path, stepsCsv(m_from.document.settings()));
}

Result<void> BudgetExport::writeComparisonTo(const QString &path) const
{
    return writeFile(path, comparisonCsv(m_from.comparison.scenarios()));
}

Result<QStringList> BudgetExport::writePictures(const QString &stem) const
{
    QStringList paths{stem + u"-pie.svg"_s};
    if (const auto written = writePieTo(paths.first()); !written)
        return std::unexpected(written.error());
    const QList<BudgetChart *> charts = m_from.charts.charts();
    for (qsizetype i = 0; i < charts.size(); ++i) {
        if (!charts.at(i)->reasonForNoPicture().isEmpty())
            continue; // a simulation that has not ended
        paths += stem + u'-' + kChartNames.at(size_t(i)) + u".svg"_s;
        if (const auto written = writeChart(*charts.at(i), paths.last()); !written)
            return std::unexpected(written.error());
    }
    return paths;
}

Result<void> BudgetExport::writeReportTo(const QString &path) const
{
    const QFileInfo file(path);
    const auto pictures = writePictures(file.dir().filePath(file.completeBaseName()));
    if (!pictures)
        return std::unexpected(pictures.error());
    QStringList names;
    for (const QString &picture : *pictures)
        names += QString::fromLatin1(QUrl::toPercentEncoding(QFileInfo(picture).fileName()));
    Scenario now = m_from.document.current();
    now.name = pieTitle();
    QList<Scenario> scenarios{m_from.document.baseline()};
    if (now.settings != scenarios.first().settings)
        scenarios += now;
    return writeFile(path, budgetMarkdown(scenarios, names).toUtf8());
}

} // namespace sluice
