// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "packit/chroottable.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr auto kDefaultArchitecture = "x86_64"_L1;

QStringList texts(const QJsonValue &list)
{
    QStringList out;
    const QJsonArray values = list.toArray();
    for (const QJsonValue &value : values)
        out << value.toString();
    return out;
}

QHash<QString, QString> textByName(const QJsonObject &object)
{
    QHash<QString, QString> out;
    for (auto it = object.begin(); it != object.end(); ++it)
        out.insert(it.key(), it.value().toString());
    return out;
}

bool isArchitecture(QStringView word)
{
    static const QSet<QString> known{u"aarch64"_s, u"armhfp"_s, u"armv7hl"_s, u"i386"_s,
                                     u"i586"_s,    u"i686"_s,   u"ppc64"_s,   u"ppc64le"_s,
                                     u"riscv64"_s, u"s390x"_s,  u"x86_64"_s,  u"x86_64_v2"_s};
    return known.contains(word.toString());
}

} // namespace

ChrootName splitChroot(const QString &name)
{
    const qsizetype dash = name.lastIndexOf(u'-');
    if (dash <= 0 || !isArchitecture(QStringView(name).mid(dash + 1)))
        return {name, {}};
    return {name.left(dash), name.mid(dash + 1)};
}

const ChrootTable &ChrootTable::builtIn()
{
    static const ChrootTable table = [] {
        QFile file(u":/packit/targets.json"_s);
        const bool isOpen = file.open(QIODevice::ReadOnly);
        Q_ASSERT(isOpen);
        auto read = fromJson(file.readAll());
        Q_ASSERT(read);
        return read.value_or(ChrootTable());
    }();
    return table;
}

Result<ChrootTable> ChrootTable::fromJson(const QByteArray &json)
{
    QJsonParseError error;
    const QJsonObject root = QJsonDocument::fromJson(json, &error).object();
    const QJsonArray distributions = root.value("distributions"_L1).toArray();
    if (distributions.isEmpty()) {
        return failure(
                Cause::Invalid,
                u"The table of chroots holds no distributions: see whether it is JSON with a "
                "list of that name."_s,
                error.errorString(), Who::Us);
    }
    ChrootTable table;
    for (const QJsonValue &value : distributions) {
        const QJsonObject distribution = value.toObject();
        const QString name = distribution.value("name"_L1).toString();
        const QString branch = distribution.value("branch"_L1).toString();
        if (!branch.isEmpty())
            table.m_aliases.insert(branch, {name});
        for (const QString &architecture : texts(distribution.value("architectures"_L1)))
            table.m_chroots.insert(name + u'-' + architecture);
    }
    const QJsonObject aliases = root.value("aliases"_L1).toObject();
    for (auto it = aliases.begin(); it != aliases.end(); ++it)
        table.m_aliases.insert(it.key(), texts(it.value()));
    table.m_tests = textByName(root.value("tests"_L1).toObject());
    table.m_internalTests = textByName(root.value("internalTests"_L1).toObject());
    return table;
}

QStringList ChrootTable::expanded(const QString &target) const
{
    const ChrootName name = splitChroot(target);
    const QString architecture
            = name.architecture.isEmpty() ? QString(kDefaultArchitecture) : name.architecture;
    QStringList out;
    for (const QString &distribution : m_aliases.value(name.distribution, {name.distribution}))
        out << distribution + u'-' + architecture;
    out.removeDuplicates();
    return out;
}

void ChrootTable::setChroots(const QStringList &chroots)
{
    m_chroots = QSet<QString>(chroots.begin(), chroots.end());
}

QString ChrootTable::testTarget(const QString &chroot, bool isInternal) const
{
    const ChrootName name = splitChroot(chroot);
    const QHash<QString, QString> &table = isInternal ? m_internalTests : m_tests;
    return table.value(name.distribution, name.distribution) + u'-' + name.architecture;
}

} // namespace sluice
