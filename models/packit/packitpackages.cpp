// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "packit/packitpackages.h"

namespace sluice {
using namespace Qt::StringLiterals;

using Kind = YamlNode::Kind;

PackitPackages::PackitPackages(QString repositoryName, PackitFindings &findings)
    : m_repositoryName(std::move(repositoryName))
    , m_findings(findings)
{}

void PackitPackages::read(const YamlNode::Pointer &root)
{
    const PackitFields top({root}, m_findings);
    const YamlNode::Pointer packages = top.map(u"packages"_s);
    if (!packages)
        return add(top, top.text(u"downstream_package_name"_s), nullptr);
    for (const YamlEntry &entry : packages->entries) {
        if (entry.value->kind != Kind::Map && entry.value->kind != Kind::Null) {
            return m_findings.refuse(entry.value->line,
                                     u"the package `%1` is not a mapping: write `name: value` "
                                     "lines below it."_s.arg(entry.key.left(60)));
        }
        add(PackitFields({entry.value}, m_findings), entry.key, entry.value);
    }
    if (m_all.isEmpty())
        m_findings.refuse(packages->line, u"`packages` names none: add one or remove the key."_s);
}

void PackitPackages::add(const PackitFields &fields, const QString &name,
                         const YamlNode::Pointer &node)
{
    PackitPackage package{.name = name.isEmpty() ? m_repositoryName : name};
    const QString downstream = fields.text(u"downstream_package_name"_s);
    package.downstreamName = downstream.isEmpty() ? package.name : downstream;
    package.specfilePath = fields.text(u"specfile_path"_s);
    if (package.specfilePath.isEmpty() && !downstream.isEmpty())
        package.specfilePath = downstream + u".spec"_s;
    if (package.specfilePath.isEmpty())
        ++m_specfileLookups;
    package.paths = fields.texts(u"paths"_s);
    package.line = node ? node->line : 0;
    m_nodes.insert(package.name, node);
    m_indexes.insert(package.name, m_all.size());
    m_all << package;
}

QList<std::pair<QString, YamlNode::Pointer>> PackitPackages::selected(const YamlNode &job)
{
    QList<std::pair<QString, YamlNode::Pointer>> out;
    const YamlNode::Pointer selection = job.value(u"packages"_s);
    if (!selection || selection->kind == Kind::Null) {
        for (const PackitPackage &package : std::as_const(m_all))
            out << std::pair(package.name, nullptr);
    } else if (selection->kind == Kind::List) {
        for (const YamlNode::Pointer &item : selection->items)
            out << std::pair(packitText(*item, u"packages"_s, m_findings), nullptr);
    } else if (selection->kind == Kind::Map) {
        for (const YamlEntry &entry : selection->entries)
            out << std::pair(entry.key, entry.value->kind == Kind::Map ? entry.value : nullptr);
    } else {
        m_findings.refuse(selection->line,
                          u"`packages` of a job is neither a list nor a mapping: name them "
                          "behind `- `."_s);
    }
    for (const auto &[name, special] : std::as_const(out)) {
        if (!m_indexes.contains(name)) {
            m_findings.refuse(selection->line,
                              u"the package `%1` is not among the `packages` at the top: add it "
                              "there."_s.arg(name.left(60)));
        }
    }
    return out;
}

YamlNode::Pointer PackitPackages::node(const QString &name) const { return m_nodes.value(name); }

const PackitPackage &PackitPackages::package(const QString &name) const
{
    return m_all.at(m_indexes.value(name));
}

} // namespace sluice
