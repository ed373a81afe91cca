// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTypes>

#include <cmath>
#include <numbers>
#include <random>

namespace sluice {

/// Chance, the same by seed on every machine: the standard's distributions differ between
/// libraries, its engine does not. A value: one thread at a time.
class Dice final
{
public:
    explicit Dice(quint64 seed)
        : m_engine(seed)
    {}

    double share() { return double(m_engine() >> 11) * 0x1p-53; } ///< in [0, 1)
    double exponential(double mean) { return -std::log1p(-share()) * mean; }
    double normal()
    {
        const double radius = std::sqrt(-2 * std::log1p(-share()));
        return radius * std::cos(2 * std::numbers::pi * share());
    }
    int poisson(double mean)
    {
        const double end = std::exp(-mean);
        int count = 0;
        for (double product = share(); product > end; product *= share())
            ++count;
        return count;
    }

private:
    std::mt19937_64 m_engine;
};

} // namespace sluice
