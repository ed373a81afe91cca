// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/ledgercsv.h"

#include "budget/budgetcsv.h"
#include "budget/ledgerstore.h"

#include <QSaveFile>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr int kAtOnce = 5000;

} // namespace

QByteArray callCsvHead()
{
    return "at,token,repository,pipeline,step,kind,served,why,method,path,status,resource,cost,"
           "duration_ms\r"_ba;
}

QByteArray callCsv(const CallRecord &call)
{
    QStringList served;
    for (const CallKind kind : call.served)
        served << kindKey(kind);
    const QByteArrayList fields{
            csvField(call.at.toUTC().toString(Qt::ISODateWithMs)),
            csvField(call.token),
            csvField(call.repository),
            QByteArray::number(call.pipeline),
            csvField(call.step ? stepName(*call.step) : QString()),
            csvField(kindKey(call.kind)),
            csvField(served.join(u' ')),
            csvField(call.why),
            csvField(QString::fromLatin1(call.method)),
            csvField(call.path),
            QByteArray::number(call.status),
            csvField(call.resource),
            QByteArray::number(call.cost),
            QByteArray::number(qint64(call.duration.count())),
    };
    return fields.join(',') + '\r';
}

Result<qint64> writeLedgerCsv(LedgerStore &ledger, const QDateTime &since, const QString &budget,
                              const QString &path)
{
    QSaveFile file(path);
    const auto cannotWrite = [&file, &path] {
        return failure(Cause::Storage,
                       u"%1 cannot be written: choose another place, or make room."_s.arg(path),
                       file.errorString());
    };
    if (!file.open(QIODevice::WriteOnly) || file.write(callCsvHead() + '\n') < 0)
        return cannotWrite();
    qint64 last = 0;
    qint64 written = 0;
    for (;;) {
        const auto calls = ledger.calls(since, last, kAtOnce, budget);
        if (!calls)
            return std::unexpected(calls.error());
        if (calls->isEmpty())
            break;
        for (const LedgerStore::Entry &entry : *calls) {
            last = entry.id;
            if (file.write(callCsv(entry.call) + '\n') < 0)
                return cannotWrite();
            ++written;
        }
    }
    if (!file.commit())
        return cannotWrite();
    return written;
}

} // namespace sluice
