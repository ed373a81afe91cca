// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "packit/yamltree.h"

#include <QUtf8StringView>

#include <yaml-cpp/anchor.h>
#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <sstream>
#include <string>
#include <unordered_map>
#include <vector>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

using Kind = YamlNode::Kind;

/// Of two values for a key the first stays unless the new one is to override it.
void setEntry(YamlNode &map, const YamlEntry &entry, bool isOverriding)
{
    const qsizetype index = map.entryByKey.value(entry.key, -1);
    if (index < 0) {
        map.entryByKey.insert(entry.key, map.entries.size());
        map.entries << entry;
    } else if (isOverriding) {
        map.entries[index] = entry;
    }
}

void inherit(YamlNode &map, const YamlNode &from)
{
    for (const YamlEntry &entry : from.entries)
        setEntry(map, entry, false);
}

/// Builds the tree while the parser reads, and stops listening as soon as a bound is passed.
class TreeBuilder final : public YAML::EventHandler
{
public:
    explicit TreeBuilder(const YamlBounds &bounds)
        : m_bounds(bounds)
    {}

    [[nodiscard]] YamlNode::Pointer root() const { return m_root; }
    [[nodiscard]] const std::optional<YamlProblem> &problem() const { return m_problem; }

    void OnDocumentStart(const YAML::Mark &) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark &mark, YAML::anchor_t anchor) override
    {
        add(leaf(Kind::Null, mark), anchor);
    }
    void OnAlias(const YAML::Mark &mark, YAML::anchor_t anchor) override
    {
        if (m_problem)
            return;
        const auto it = m_anchors.find(anchor);
        if (it == m_anchors.end()) // an alias to something that holds it
            return refuse(lineOf(mark), u"an alias leads to what it is part of: write it out."_s);
        place(it->second, lineOf(mark));
    }
    void OnScalar(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                  const std::string &value) override
    {
        auto node = leaf(Kind::Scalar, mark);
        node->text = QString::fromStdString(value);
        node->isQuoted = tag == "!" || tag == "tag:yaml.org,2002:str";
        static const QStringList nulls{u""_s, u"~"_s, u"null"_s, u"Null"_s, u"NULL"_s};
        if (!node->isQuoted && nulls.contains(node->text))
            node->kind = Kind::Null;
        add(std::move(node), anchor);
    }
    void OnSequenceStart(const YAML::Mark &mark, const std::string &, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override
    {
        open(Kind::List, mark, anchor);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark &mark, const std::string &, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override
    {
        open(Kind::Map, mark, anchor);
    }
    void OnMapEnd() override { close(); }

private:
    struct Open
    {
        std::shared_ptr<YamlNode> node;
        YAML::anchor_t anchor = 0;
        std::optional<YamlEntry> key; // read, its value is still to come
        QList<QList<YamlNode::Pointer>> merged; // for each `<<`
    };

    static int lineOf(const YAML::Mark &mark) { return mark.line + 1; }

    static std::shared_ptr<YamlNode> leaf(Kind kind, const YAML::Mark &mark)
    {
        auto node = std::make_shared<YamlNode>();
        node->kind = kind;
        node->line = lineOf(mark);
        return node;
    }

    void refuse(int line, const QString &what, Cause cause = Cause::Invalid)
    {
        m_problem = YamlProblem{cause, line, what, {}};
        m_open.clear();
    }

    void open(Kind kind, const YAML::Mark &mark, YAML::anchor_t anchor)
    {
        if (m_problem)
            return;
        if (std::ssize(m_open) >= m_bounds.depth) {
            return refuse(
                    lineOf(mark),
                    u"lists and mappings are nested deeper than %1 levels: flatten them."_s.arg(
                            m_bounds.depth),
                    Cause::TooLarge);
        }
        m_open.push_back({leaf(kind, mark), anchor, {}, {}});
    }

    void close()
    {
        if (m_problem)
            return;
        Open done = std::move(m_open.back());
        m_open.pop_back();
        for (auto it = done.merged.crbegin(); it != done.merged.crend(); ++it) { // the last counts
            for (const YamlNode::Pointer &map : *it)
                inherit(*done.node, *map);
        }
        add(std::move(done.node), done.anchor);
    }

    void add(std::shared_ptr<YamlNode> node, YAML::anchor_t anchor)
    {
        if (m_problem)
            return;
        if (anchor != 0)
            m_anchors[anchor] = node;
        const int line = node->line;
        place(std::move(node), line);
    }

    void place(YamlNode::Pointer node, int line)
    {
        if (m_open.empty()) {
            m_root = std::move(node);
            return;
        }
        Open &parent = m_open.back();
        parent.node->size += node->size;
        if (parent.node->size > m_bounds.nodes)
            return refuseNodes(line);
        if (parent.node->kind == Kind::List)
            parent.node->items << std::move(node);
        else
            placeInMap(parent, std::move(node), line);
    }

    void placeInMap(Open &map, YamlNode::Pointer node, int line)
    {
        if (!map.key) {
            if (node->kind != Kind::Scalar)
                return refuse(line, u"a key is not a word: write `name: value`."_s);
            map.key = YamlEntry{node->text, line, nullptr};
            return;
        }
        YamlEntry entry = *std::exchange(map.key, {});
        entry.value = std::move(node);
        if (entry.value->kind == Kind::Null) // is told of only at the next word, lines below
            entry.value = std::make_shared<YamlNode>(YamlNode{.line = entry.line});
        if (entry.key == "<<"_L1)
            merge(map, entry);
        else
            setEntry(*map.node, entry, true);
    }

    void merge(Open &map, const YamlEntry &entry)
    {
        const bool isList = entry.value->kind == Kind::List;
        const QList<YamlNode::Pointer> maps
                = isList ? entry.value->items : QList<YamlNode::Pointer>{entry.value};
        for (const YamlNode::Pointer &one : maps) {
            if (one->kind != Kind::Map)
                return refuse(entry.line, u"`<<` takes a mapping: name one with `*`."_s);
        }
        map.merged << maps;
    }

    void refuseNodes(int line)
    {
        refuse(line,
               u"there are more than %1 values, each alias counted as what it stands for: use fewer."_s
                       .arg(QString::number(m_bounds.nodes)),
               Cause::TooLarge);
    }

    YamlBounds m_bounds;
    YamlNode::Pointer m_root;
    std::vector<Open> m_open;
    std::unordered_map<YAML::anchor_t, YamlNode::Pointer> m_anchors;
    std::optional<YamlProblem> m_problem;
};

/// Whether the indentation of a line, or of the one before, holds a tab.
bool hasTabAround(QByteArrayView text, int line)
{
    int number = 1;
    bool isIndentation = true;
    for (const char c : text) {
        if (c == '\n') {
            ++number;
            isIndentation = true;
        } else if (c == '\t' && isIndentation && (number == line || number == line - 1)) {
            return true;
        } else if (c != ' ' && c != '\t') {
            isIndentation = false;
        }
    }
    return false;
}

YamlProblem syntaxProblem(QByteArrayView text, const YAML::Exception &error)
{
    const int line = error.mark.is_null() ? 1 : error.mark.line + 1;
    const QString detail = QString::fromStdString(error.msg);
    if (dynamic_cast<const YAML::DeepRecursion *>(&error)) {
        return {Cause::TooLarge, line, u"lists and mappings are nested too deeply: flatten them."_s,
                detail};
    }
    if (hasTabAround(text, line)) {
        return {Cause::Invalid, line,
                u"a tab is used to indent, which YAML does not allow: use spaces."_s, detail};
    }
    return {Cause::Invalid, line, u"the YAML is broken there (%1): correct it."_s.arg(detail),
            detail};
}

std::optional<YamlProblem> problemOfBytes(QByteArrayView text, const YamlBounds &bounds)
{
    if (text.size() > bounds.bytes) {
        return YamlProblem{Cause::TooLarge,
                           0,
                           u"has %1 bytes, more than the %2 that are read: shorten it."_s.arg(
                                   QString::number(text.size()), QString::number(bounds.bytes)),
                           {}};
    }
    if (!QUtf8StringView(text).isValidUtf8() || text.contains('\0'))
        return YamlProblem{Cause::Invalid, 0, u"is not UTF-8 text: save it as UTF-8."_s, {}};
    return {};
}

} // namespace

YamlNode::Pointer YamlNode::value(const QString &key) const
{
    const qsizetype index = entryByKey.value(key, -1);
    return index < 0 ? nullptr : entries.at(index).value;
}

std::expected<YamlNode::Pointer, YamlProblem> readYaml(QByteArrayView text,
                                                       const YamlBounds &bounds)
{
    if (const auto problem = problemOfBytes(text, bounds))
        return std::unexpected(*problem);
    std::istringstream stream(std::string(text.data(), size_t(text.size())));
    TreeBuilder builder(bounds);
    try {
        YAML::Parser parser(stream);
        if (!parser.HandleNextDocument(builder) || !builder.root()) {
            if (!builder.problem())
                return std::make_shared<YamlNode>();
        }
        YamlNode::Pointer root = builder.root();
        if (!builder.problem() && parser.HandleNextDocument(builder) && !builder.problem()) {
            return std::unexpected(
                    YamlProblem{Cause::Invalid,
                                builder.root()->line,
                                u"a second document begins there: keep one and remove the `---`."_s,
                                {}});
        }
        if (builder.problem())
            return std::unexpected(*builder.problem());
        return root;
    } catch (const YAML::Exception &error) {
        if (builder.problem()) // came first, and is what made the rest strange
            return std::unexpected(*builder.problem());
        return std::unexpected(syntaxProblem(text, error));
    } catch (const std::exception &error) {
        return std::unexpected(YamlProblem{Cause::Invalid, 0, u"cannot be read: see the details."_s,
                                           QString::fromLocal8Bit(error.what())});
    }
}

} // namespace sluice
