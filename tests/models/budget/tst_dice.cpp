// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/dice.h"

#include <QTest>

using namespace sluice;

namespace {

constexpr int kDraws = 200'000;

struct Moments
{
    double mean = 0;
    double variance = 0;
};

template <typename Draw> Moments momentsOf(Draw draw)
{
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < kDraws; ++i) {
        const double value = draw();
        sum += value;
        squares += value * value;
    }
    const double mean = sum / kDraws;
    return {mean, squares / kDraws - mean * mean};
}

bool isNear(double value, double expected) { return std::abs(value - expected) < 0.02; }

} // namespace

/// The same chance everywhere, and the distributions that it is told to have.
class DiceTest final : public QObject
{
    Q_OBJECT

private slots:
    void theEngineIsTheStandards()
    {
        // The standard names the 10,000th number of the default seed.
        std::mt19937_64 engine;
        engine.discard(9999);
        QCOMPARE(engine(), 9'981'545'732'273'789'042ULL);
        Dice dice(1); // which begins with 2469588189546311528
        QCOMPARE(dice.share(),
                 double(2'469'588'189'546'311'528ULL >> 11) / 9'007'199'254'740'992.0);
        QCOMPARE(dice.share(),
                 double(2'516'265'689'700'432'462ULL >> 11) / 9'007'199'254'740'992.0);
    }

    void sharesAreEven()
    {
        Dice dice(5);
        const Moments moments = momentsOf([&] { return dice.share(); });
        QVERIFY(isNear(moments.mean, 0.5) && isNear(moments.variance, 1.0 / 12));
    }

    void timesAreExponential()
    {
        Dice dice(5);
        const Moments moments = momentsOf([&] { return dice.exponential(1); });
        QVERIFY(isNear(moments.mean, 1) && isNear(moments.variance, 1));
        QCOMPARE(Dice(7).exponential(60), 60 * Dice(7).exponential(1));
    }

    void spreadsAreNormal()
    {
        Dice dice(5);
        const Moments moments = momentsOf([&] { return dice.normal(); });
        QVERIFY(isNear(moments.mean, 0) && isNear(moments.variance, 1));
    }

    void countsArePoissons()
    {
        Dice dice(5);
        const Moments moments = momentsOf([&] { return dice.poisson(1.5); });
        QVERIFY(isNear(moments.mean, 1.5) && isNear(moments.variance, 1.5));
    }
};

QTEST_GUILESS_MAIN(DiceTest)
#include "tst_dice.moc"
