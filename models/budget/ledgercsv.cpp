// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/ledgercsv.h"

#include "budget/budgetcsv.h"

namespace sluice {
using namespace Qt::StringLiterals;

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

} // namespace sluice
