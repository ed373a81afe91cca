// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "packit/packitflagname.h"

#include <QHash>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

/// The value of a field of a template; what does not apply reads as in the service's templates.
std::optional<QString> fieldOf(const PackitFlagParts &parts, QStringView name)
{
    const QHash<QStringView, QString> fields{{u"job_name", parts.jobName},
                                             {u"chroot", parts.chroot},
                                             {u"event", QString(parts.event).replace(u':', u'-')},
                                             {u"identifier", parts.identifier},
                                             {u"package", parts.package}};
    const auto it = fields.constFind(name);
    if (it == fields.constEnd())
        return {};
    return it->isEmpty() ? u"None"_s : *it;
}

} // namespace

QString packitFlagName(const PackitFlagParts &parts)
{
    QString name = parts.jobName;
    for (const QString &part :
         {QString(parts.event).replace(u':', u'-'), parts.chroot, parts.identifier}) {
        if (!part.isEmpty())
            name += u':' + part;
    }
    return name;
}

std::optional<QString> packitFlagName(const PackitFlagParts &parts, const QString &nameTemplate)
{
    QString name;
    const QStringView text(nameTemplate);
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (c != u'{' && c != u'}') {
            name += c;
        } else if (i + 1 < text.size() && text[i + 1] == c) {
            name += c;
            ++i;
        } else {
            const qsizetype end = c == u'{' ? text.indexOf(u'}', i) : -1;
            const auto field
                    = end < 0 ? std::nullopt : fieldOf(parts, text.sliced(i + 1, end - i - 1));
            if (!field)
                return {};
            name += *field;
            i = end;
        }
    }
    return name.simplified().isEmpty() ? std::nullopt : std::optional(name);
}

} // namespace sluice
