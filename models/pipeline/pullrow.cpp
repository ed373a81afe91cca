// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/pullrow.h"

namespace sluice {
using namespace Qt::StringLiterals;

QString PullRow::label() const { return u"%1#%2"_s.arg(repository).arg(number); }

const PullCheck *PullRow::check(qint64 id) const
{
    const auto found = std::ranges::find(checks, id, &PullCheck::id);
    return found == checks.end() ? nullptr : &*found;
}

} // namespace sluice
