// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "packit/packitfields.h"

#include <QRegularExpression>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

using Kind = YamlNode::Kind;

constexpr qsizetype kLongestQuote = 60;

QString quoted(const QString &text) { return u'`' + text.left(kLongestQuote).simplified() + u'`'; }

/// Whether YAML reads the plain word as something else than text.
bool isOtherThanText(const QString &word)
{
    static const QRegularExpression other(
            u"^(?:true|false|yes|no|on|off" // truth
            "|[-+]?[0-9][0-9_]*|0x[0-9a-f_]+|0o?[0-7_]+" // whole numbers
            "|[-+]?(?:[0-9][0-9_]*)?\\.[0-9_]*(?:e[-+]?[0-9]+)?|[-+]?\\.(?:inf|nan)" // other
                                                                                     // numbers
            "|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[t ].*)?)$"_s, // dates
            QRegularExpression::CaseInsensitiveOption);
    return word != "."_L1 && other.match(word).hasMatch();
}

std::optional<bool> truth(const QString &word)
{
    static const QStringList yes{u"true"_s, u"yes"_s, u"on"_s, u"1"_s, u"y"_s, u"t"_s};
    static const QStringList no{u"false"_s, u"no"_s, u"off"_s, u"0"_s, u"n"_s, u"f"_s};
    if (yes.contains(word.toLower()))
        return true;
    if (no.contains(word.toLower()))
        return false;
    return {};
}

} // namespace

PackitFindings::PackitFindings(QString fileName)
    : m_fileName(std::move(fileName))
{}

QString PackitFindings::sentence(int line, const QString &what) const
{
    return line > 0 ? u"%1, line %2: %3"_s.arg(m_fileName, QString::number(line), what)
                    : m_fileName + u' ' + what;
}

void PackitFindings::refuse(int line, const QString &what, Cause cause)
{
    if (!m_error)
        m_error = Error{cause, sentence(line, what), {}, Who::Packager, {}};
}

void PackitFindings::warn(int line, const QString &what)
{
    constexpr qsizetype kMost = 50; // a file can repeat one mistake thousands of times
    const QString warning = sentence(line, what);
    if (m_warnings.size() < kMost
        && !m_warnings.contains(warning)) // a job is read for each package
        m_warnings << warning;
}

PackitFields::PackitFields(QList<YamlNode::Pointer> layers, PackitFindings &findings)
    : m_layers(std::move(layers))
    , m_findings(findings)
{
    m_layers.removeAll(nullptr);
}

YamlNode::Pointer PackitFields::node(const QString &key) const
{
    for (const YamlNode::Pointer &layer : m_layers) {
        const YamlNode::Pointer value = layer->value(key);
        if (value && value->kind != Kind::Null)
            return value;
    }
    return nullptr;
}

QString PackitFields::text(const QString &key) const
{
    const YamlNode::Pointer value = node(key);
    return value ? packitText(*value, key, m_findings) : QString();
}

bool PackitFields::isSet(const QString &key, bool fallback) const
{
    const YamlNode::Pointer value = node(key);
    if (!value)
        return fallback;
    const auto known = value->kind == Kind::Scalar ? truth(value->text) : std::nullopt;
    if (!known) {
        m_findings.refuse(value->line,
                          u"`%1` is neither true nor false: write one of the two."_s.arg(key));
    }
    return known.value_or(fallback);
}

QStringList PackitFields::texts(const QString &key) const
{
    const YamlNode::Pointer value = node(key);
    if (!value)
        return {};
    if (value->kind != Kind::List) {
        m_findings.refuse(value->line,
                          u"`%1` is not a list: write each of its texts behind a `- `."_s.arg(key));
        return {};
    }
    QStringList out;
    for (const YamlNode::Pointer &item : value->items)
        out << packitText(*item, key, m_findings);
    return out;
}

YamlNode::Pointer PackitFields::map(const QString &key) const
{
    const YamlNode::Pointer value = node(key);
    if (value && value->kind != Kind::Map) {
        m_findings.refuse(value->line,
                          u"`%1` is not a mapping: write `name: value` lines below it."_s.arg(key));
        return nullptr;
    }
    return value;
}

QString packitText(const YamlNode &node, const QString &key, PackitFindings &findings)
{
    if (node.kind != Kind::Scalar) {
        findings.refuse(node.line,
                        u"`%1` does not hold a text: write one word or quote it."_s.arg(key));
        return {};
    }
    if (!node.isQuoted && isOtherThanText(node.text)) {
        findings.refuse(node.line, u"%1 in `%2` is not a text to YAML: put it in quotes."_s.arg(
                                           quoted(node.text), key));
        return {};
    }
    return node.text;
}

} // namespace sluice
