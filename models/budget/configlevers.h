// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/configbudget.h"

namespace sluice {

class ChrootTable;

/// Something that a maintainer can change in a configuration to spend fewer calls.
struct ConfigLever
{
    QString title; ///< "Leave out fedora-rawhide"
    QString edit; ///< what to write, and where: "line 9: remove `fedora-rawhide`"
    QString loss; ///< what is no longer had for it
    BudgetTotals less; ///< what goes away
    int specfileCalls = 0; ///< that go away
    bool isStoppingSync = false; ///< test flags no longer follow the build
};

/// What turning a lever saves.
struct LeverOffer
{
    qsizetype lever = 0; ///< its position in the list
    double calls = 0; ///< per pull request, more than 0
};

/// A configuration as it was read.
struct ConfigBudget
{
    ConfigFacts facts;
    QStringList warnings; ///< of the reader, a sentence each
    QList<ConfigLever> levers;
};

/// Reads text that anybody may have written.
[[nodiscard]] Result<ConfigBudget>
readConfigBudget(QByteArrayView text, const PackitConfigOrigin &origin, const ChrootTable &chroots);
/// Of a file, or of the one in a directory: the first of its four names.
[[nodiscard]] Result<ConfigBudget> readConfigBudgetFile(const QString &path,
                                                        const ChrootTable &chroots);
/// Of standard input.
[[nodiscard]] Result<ConfigBudget> readConfigBudgetInput(const ChrootTable &chroots);

void applyLever(BudgetSettings &settings, const ConfigLever &lever);
/// Those that save something where the settings stand, the largest saving first.
[[nodiscard]] QList<LeverOffer> leverOffers(const QList<ConfigLever> &levers,
                                            const BudgetSettings &settings);

} // namespace sluice
