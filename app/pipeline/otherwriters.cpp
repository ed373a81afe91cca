// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/otherwriters.h"

#include <QJsonArray>
#include <QJsonObject>

namespace sluice {
using namespace Qt::StringLiterals;

QString OtherWriters::rootFields() { return u"viewer { login }"_s; }

QString OtherWriters::commitFields()
{
    return u"statusCheckRollup { contexts(first: 100, after: $after) { pageInfo { hasNextPage "
           u"endCursor } "
           u"nodes { __typename "
           u"... on CheckRun { name checkSuite { app { slug } } } "
           u"... on StatusContext { context creator { login } } } } }"_s;
}

/// What an App writes is told as its slug, or as a login with "[bot]" behind.
OtherWriters::OtherWriters(const QJsonValue &root, const QJsonValue &commit)
{
    const QString own = root["viewer"_L1]["login"_L1].toString();
    const QJsonValue contexts = commit["statusCheckRollup"_L1]["contexts"_L1];
    if (contexts["pageInfo"_L1]["hasNextPage"_L1].toBool())
        m_cursor = contexts["pageInfo"_L1]["endCursor"_L1].toString();
    for (const QJsonValue &context : contexts["nodes"_L1].toArray()) {
        const bool isCheckRun = context["__typename"_L1] == "CheckRun"_L1;
        const QString name = context[isCheckRun ? "name"_L1 : "context"_L1].toString();
        const QString writer = isCheckRun ? context["checkSuite"_L1]["app"_L1]["slug"_L1].toString()
                                          : context["creator"_L1]["login"_L1].toString();
        const bool isOwn = writer == own || QString(writer + "[bot]"_L1) == own;
        if (!isOwn && !writer.isEmpty())
            m_writers.insert(name.toLower(), writer);
    }
}

void OtherWriters::add(const OtherWriters &page)
{
    m_writers.insert(page.m_writers);
    m_cursor = page.m_cursor;
}

std::optional<OtherWriters::Clash> OtherWriters::clash(const QStringList &flags) const
{
    for (const QString &flag : flags) {
        if (const auto writer = m_writers.constFind(flag.toLower()); writer != m_writers.cend())
            return Clash{flag, *writer};
    }
    return {};
}

} // namespace sluice
