// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <expected>

namespace sluice {

/// What `sluice` was started with.
struct ConsoleOptions
{
    QString dataDirectory; ///< absolute
    QString screenshot; ///< a file to write a picture to, then quit; or empty
    QString page; ///< "imports", "pipelines", "budget", "compare", or empty: where the window was
                  ///< left
    QString scenario; ///< of the API budget, to be loaded; or empty
    bool isWithSamples = false;
    Qt::ColorScheme scheme = Qt::ColorScheme::Unknown;
};

/// Reads the command line before there is an application, so that no display is needed for it.
/// Where there is nothing to start, help, version or what is wrong is printed, and the code to end
/// with comes back.
[[nodiscard]] std::expected<ConsoleOptions, int> readConsoleOptions(int argc, char **argv);

} // namespace sluice
