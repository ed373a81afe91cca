// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/otherstext.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace sluice {
using namespace Qt::StringLiterals;

QString othersLine(const OthersSpending &spending)
{
    return u"%1#%2  %3  estimated: %4 to %5 calls. %6"_s.arg(spending.repository)
            .arg(spending.number)
            .arg(spending.writer)
            .arg(qRound64(spending.low))
            .arg(qRound64(spending.high))
            .arg(spending.basis);
}

QByteArray othersJson(const OthersSpending &spending)
{
    const QJsonObject object{{u"estimated"_s, true},
                             {u"repository"_s, spending.repository},
                             {u"pull_request"_s, spending.number},
                             {u"app"_s, spending.writer},
                             {u"commits"_s, spending.commits},
                             {u"flags"_s, spending.flags},
                             {u"writes_counted"_s, spending.writes},
                             {u"calls_low"_s, spending.low},
                             {u"calls_high"_s, spending.high},
                             {u"basis"_s, spending.basis},
                             {u"requests"_s, spending.requests},
                             {u"at"_s, spending.at.toUTC().toString(Qt::ISODateWithMs)}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace sluice
