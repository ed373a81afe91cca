// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/ledgerexport.h"

#include "budget/ledgercsv.h"

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr int kAtOnce = 5000;

} // namespace

LedgerExport::LedgerExport(LedgerScope scope, const QString &path)
    : m_scope(std::move(scope))
    , m_file(path)
{}

Result<bool> LedgerExport::next(LedgerStore &ledger)
{
    if (!m_file.isOpen()
        && (!m_file.open(QIODevice::WriteOnly) || m_file.write(callCsvHead() + '\n') < 0))
        return cannotWrite();
    const auto calls = ledger.calls(m_scope.since, m_last, kAtOnce, m_scope.budget);
    if (!calls)
        return std::unexpected(calls.error());
    for (const LedgerStore::Entry &entry : *calls) {
        m_last = entry.id;
        if (m_file.write(callCsv(entry.call) + '\n') < 0)
            return cannotWrite();
        ++m_written;
    }
    if (calls->size() == kAtOnce)
        return false;
    if (!m_file.commit())
        return cannotWrite();
    return true;
}

std::unexpected<Error> LedgerExport::cannotWrite() const
{
    return failure(
            Cause::Storage,
            u"%1 cannot be written: choose another place, or make room."_s.arg(m_file.fileName()),
            m_file.errorString());
}

} // namespace sluice
