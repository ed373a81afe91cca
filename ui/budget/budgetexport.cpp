// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/budgetexport.h"

#include "budget/budgetcsv.h"
#include "budget/budgetdocument.h"
#include "budget/budgetreport.h"
#include "budget/charts/budgetchart.h"
#include "budget/charts/chartpicture.h"
#include "budget/chartspanel.h"
#include "budget/compareview.h"
#include "budget/pieview.h"
#include "wholefile.h"

#include <QDir>
#include <QFileDialog>
#include <QMenu>
#include <QUrl>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kMostReport = 1'000'000; ///< bytes: what is larger is no report of ours

struct File
{
    QString path;
    QByteArray bytes;
};

/// A report with what it takes to write it away from the GUI thread.
struct Report
{
    File text;
    QList<File> pictures;
    QList<PieSlice> pie;
    QString pieTitle;
    QString piePath;
};

/// As it stands in the report's links.
QString linkTo(const QString &path)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(QFileInfo(path).fileName()));
}

QByteArray reportAt(const QString &path)
{
    QFile file(path);
    const bool isOne = QFileInfo(path).isFile() && file.open(QIODevice::ReadOnly);
    return isOne ? file.read(kMostReport) : QByteArray();
}

Result<void> write(const Report &report)
{
    const QByteArray old = reportAt(report.text.path);
    QStringList paths{report.piePath};
    for (const File &picture : report.pictures)
        paths += picture.path;
    for (const QString &path : std::as_const(paths)) {
        if (QFileInfo::exists(path) && !old.contains(linkTo(path).toLatin1()))
            return failure(Cause::Invalid,
                           u"%1 is there already and would be replaced: give the report another "
                           u"name, or move that file."_s.arg(path));
    }
    auto written = writePie(report.pie, report.pieTitle, report.piePath);
    for (const File &picture : report.pictures) {
        if (written)
            written = writeWhole(picture.path, picture.bytes);
    }
    return written ? writeWhole(report.text.path, report.text.bytes) : written;
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
    add(tr("&Pie…"), pictures, [this](const QString &path) { writePieTo(path); });
    for (int i = 0; i < m_from.charts.count(); ++i) {
        add(tr("Chart: %1…").arg(m_from.charts.tabText(i)), pictures,
            [this, i](const QString &path) { writeChartTo(i, path); });
    }
    m_menu->addSeparator();
    add(tr("&Steps and Kinds as a Table…"), tables,
        [this](const QString &path) { writeStepsTo(path); });
    add(tr("&Comparison as a Table…"), tables,
        [this](const QString &path) { writeComparisonTo(path); });
    m_menu->addSeparator();
    add(tr("&Report…"), {tr("Markdown (*.md)")},
        [this](const QString &path) { writeReportTo(path); });
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
    connect(dialog, &QFileDialog::fileSelected, this, write);
    dialog->open();
}

QString BudgetExport::pieTitle() const
{
    const Scenario &now = m_from.document.current();
    return m_from.document.isChanged() ? tr("%1 (changed)").arg(now.name) : now.name;
}

bool BudgetExport::waitFor(BudgetChart &chart, const QString &path,
                           const std::function<void()> &again)
{
    if (!chart.isPending())
        return false;
    emit waiting(tr("%1 will be written when the simulation has ended.")
                         .arg(QDir::toNativeSeparators(path)));
    connect(&chart, &BudgetChart::finished, this, again, Qt::SingleShotConnection);
    return true;
}

void BudgetExport::run(const QString &path, Work work, const QString &remark)
{
    m_background.run([work = std::move(work)](const std::stop_token &) { return work(); }, this,
                     [this, path, remark](const Result<void> &written) {
                         if (written)
                             emit done(tr("Wrote %1.").arg(QDir::toNativeSeparators(path))
                                       + remark);
                         else
                             emit failed(written.error());
                     });
}

void BudgetExport::writePieTo(const QString &path)
{
    run(path, [slices = m_from.pie.slices(), title = pieTitle(), path] {
        return writePie(slices, title, path);
    });
}

void BudgetExport::writeChartTo(int chart, const QString &path)
{
    BudgetChart &drawn = *m_from.charts.charts().at(chart);
    if (waitFor(drawn, path, [this, chart, path] { writeChartTo(chart, path); }))
        return;
    run(path, [picture = pictureOf(drawn, path), path] {
        return picture.and_then([&](const QByteArray &bytes) { return writeWhole(path, bytes); });
    });
}

void BudgetExport::writeStepsTo(const QString &path)
{
    run(path,
        [bytes = stepsCsv(m_from.document.settings()), path] { return writeWhole(path, bytes); });
}

void BudgetExport::writeComparisonTo(const QString &path)
{
    run(path, [bytes = comparisonCsv(m_from.comparison.scenarios()), path] {
        return writeWhole(path, bytes);
    });
}

void BudgetExport::writeReportTo(const QString &path)
{
    const QFileInfo file(path);
    const QString stem = file.dir().filePath(file.completeBaseName());
    Report report{.text = {.path = path, .bytes = {}},
                  .pictures = {},
                  .pie = m_from.pie.slices(),
                  .pieTitle = pieTitle(),
                  .piePath = stem + u"-pie.svg"_s};
    QStringList links{linkTo(report.piePath)};
    QString missing;
    for (BudgetChart *chart : m_from.charts.charts()) {
        if (waitFor(*chart, path, [this, path] { writeReportTo(path); }))
            return;
        const QString name = stem + u'-' + chart->name() + u".svg"_s;
        if (const auto picture = pictureOf(*chart, name)) {
            report.pictures += {.path = name, .bytes = *picture};
            links += linkTo(name);
        } else {
            missing += tr("%1: left out. %2").arg(chart->title(), picture.error().what);
        }
    }
    Scenario now = m_from.document.current();
    now.name = pieTitle();
    QList<Scenario> scenarios{m_from.document.baseline()};
    if (now.settings != scenarios.first().settings)
        scenarios += now;
    QString text = budgetMarkdown(scenarios, links);
    if (!missing.isEmpty())
        text += u'\n' + missing + u'\n';
    report.text.bytes = text.toUtf8();
    run(path, [report] { return write(report); }, missing.isEmpty() ? QString() : u' ' + missing);
}

} // namespace sluice
