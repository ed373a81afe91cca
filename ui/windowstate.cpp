// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "windowstate.h"

#include <QHeaderView>
#include <QScreen>
#include <QSettings>
#include <QSplitter>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

QString keyOf(const QString &key) { return u"window-1/"_s + key; }

} // namespace

WindowState::WindowState(QString file)
    : m_file(std::move(file))
{}

QVariant WindowState::value(const QString &key, const QVariant &fallback) const
{
    return m_file.isEmpty() ? fallback
                            : QSettings(m_file, QSettings::IniFormat).value(keyOf(key), fallback);
}

void WindowState::setValue(const QString &key, const QVariant &value) const
{
    if (!m_file.isEmpty())
        QSettings(m_file, QSettings::IniFormat).setValue(keyOf(key), value);
}

void WindowState::saveGeometry(const QWidget &window) const
{
    setValue(u"geometry"_s, window.saveGeometry());
}

void WindowState::restoreGeometry(QWidget &window) const
{
    if (window.restoreGeometry(value(u"geometry"_s).toByteArray()))
        return;
    const QSize screen = window.screen()->availableSize();
    window.resize(QSize(1360, 860).boundedTo(screen * 0.95));
}

void WindowState::save(const QSplitter &splitter) const
{
    if (!splitter.testAttribute(Qt::WA_WState_Created))
        return; // never shown: its sizes mean nothing yet
    for (int i = 0; i < splitter.count(); ++i) {
        if (splitter.widget(i)->isHidden())
            return; // what it will have when it shows is not known
    }
    QStringList sizes;
    for (const int size : splitter.sizes())
        sizes += QString::number(size);
    setValue(u"splitter/"_s + splitter.objectName(), sizes);
}

void WindowState::restore(QSplitter &splitter) const
{
    QList<int> sizes;
    for (const QString &size : value(u"splitter/"_s + splitter.objectName()).toStringList())
        sizes += size.toInt();
    if (sizes.size() == splitter.count() && std::ranges::all_of(sizes, [](int s) { return s >= 0; })
        && std::ranges::any_of(sizes, [](int s) { return s > 0; }))
        splitter.setSizes(sizes);
}

void WindowState::save(const QHeaderView &header, const QStringList &columns) const
{
    QStringList states;
    for (int visual = 0; visual < header.count(); ++visual) {
        const int logical = header.logicalIndex(visual);
        const bool isHidden = header.isSectionHidden(logical);
        states += u"%1:%2:%3"_s.arg(columns[logical])
                          .arg(header.sectionSize(logical))
                          .arg(isHidden ? u"hidden"_s : u"shown"_s);
    }
    const QString group = u"columns/"_s + header.objectName();
    setValue(group + u"/order"_s, states);
    setValue(group + u"/sort"_s,
             QString(columns.value(header.sortIndicatorSection()) % u':'
                     % (header.sortIndicatorOrder() == Qt::AscendingOrder ? u"up"_s : u"down"_s)));
}

bool WindowState::restore(QHeaderView &header, const QStringList &columns) const
{
    const QString group = u"columns/"_s + header.objectName();
    const QStringList states = value(group + u"/order"_s).toStringList();
    int visual = 0;
    for (const QString &state : states) {
        const QStringList parts = state.split(u':');
        const int logical = static_cast<int>(columns.indexOf(parts.value(0)));
        if (logical < 0 || parts.size() != 3)
            continue; // a column of another version
        header.moveSection(header.visualIndex(logical), visual++);
        if (const int width = parts[1].toInt(); width > 0)
            header.resizeSection(logical, width);
        header.setSectionHidden(logical, parts[2] == "hidden"_L1);
    }
    const QStringList sort = value(group + u"/sort"_s).toString().split(u':');
    if (const auto column = columns.indexOf(sort.first()); column >= 0)
        header.setSortIndicator(static_cast<int>(column),
                                sort.last() == "up"_L1 ? Qt::AscendingOrder : Qt::DescendingOrder);
    return !states.isEmpty();
}

} // namespace sluice
