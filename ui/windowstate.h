// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <QVariant>

class QHeaderView;
class QSplitter;
class QWidget;

namespace sluice {

/// How the window was left: geometry, splitters, columns and sort, each under a name and with a
/// version, so that another Sluice reads what it knows and ignores the rest. Lives in one small
/// file, or nowhere if the path is empty. GUI thread.
class WindowState final
{
public:
    explicit WindowState(QString file);

    void saveGeometry(const QWidget &window) const;
    void restoreGeometry(QWidget &window) const; ///< or a sound size on this screen
    void save(const QSplitter &splitter) const; ///< by its object name
    void restore(QSplitter &splitter) const; ///< leaves it as it is where nothing fits
    /// Columns by name, in their order on screen, with width and whether they show; and the sort.
    void save(const QHeaderView &header, const QStringList &columns) const;
    bool restore(QHeaderView &header, const QStringList &columns) const;
    [[nodiscard]] QVariant value(const QString &key, const QVariant &fallback = {}) const;
    void setValue(const QString &key, const QVariant &value) const;

private:
    QString m_file;
};

} // namespace sluice
