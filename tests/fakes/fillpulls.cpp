// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Fills the queue file of a data directory with pull requests, for pictures.

#include "fakes/pullscene.h"
#include "store/database.h"
#include "timers.h"

#include <QCoreApplication>

#include <cstdio>
#include <print>

int main(int argc, char **argv)
{
    using namespace sluice;
    using namespace Qt::StringLiterals;
    using namespace std::chrono_literals;
    const QCoreApplication application(argc, argv);
    if (QCoreApplication::arguments().size() != 2) {
        std::println(stderr, "usage: fillpulls DATA-DIRECTORY");
        return 2;
    }
    const auto database = Database::open(QCoreApplication::arguments().at(1) + u"/queue.sqlite"_s);
    if (!database) {
        std::println(stderr, "fillpulls: {}", database.error().what.toStdString());
        return 1;
    }
    HandTimers clock(QDateTime::currentDateTimeUtc().addDuration(-kDemoTime));
    PullScene scene(**database, clock);
    fillDemo(scene, [&clock](std::chrono::minutes by) { clock.turn(by); });
    return 0;
}
