// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/github/graphqldocument.h"

#include <QJsonArray>

#include <tuple>
#include <utility>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

/// Reads by recursive descent; the first error ends it.
class GraphQlReader final
{
public:
    GraphQlReader(const QString &text, const QJsonObject &variables)
        : m_text(text)
        , m_variables(variables)
    {}

    std::expected<GraphQlDocument, GraphQlFault> read()
    {
        skip();
        while (m_error.isEmpty() && m_at < m_text.size()) {
            if (peek() == u'{') {
                m_document.selections = selectionSet();
            } else if (const QString word = name(); word == "fragment"_L1) {
                readFragment();
            } else if (word == "query"_L1 || word == "mutation"_L1) {
                m_document.isMutation = word == "mutation"_L1;
                readOperation();
            } else {
                fail();
            }
            skip();
        }
        if (!m_error.isEmpty())
            return std::unexpected(GraphQlFault{m_error, m_faultLine, m_faultColumn});
        return m_document;
    }

private:
    void readFragment()
    {
        GraphQlSelection fragment;
        const QString key = name();
        if (name() != "on"_L1)
            fail();
        fragment.typeName = name();
        fragment.selections = selectionSet();
        m_document.fragments.insert(key, fragment);
    }

    void readOperation()
    {
        if (peek() != u'(' && peek() != u'{')
            m_document.name = name();
        if (take(u'(')) {
            while (m_error.isEmpty() && !take(u')')) {
                expect(u'$');
                const QString variable = name();
                expect(u':');
                const bool isRequired = type();
                if (take(u'=')) {
                    const QJsonValue standard = value();
                    if (!m_variables.contains(variable))
                        m_variables.insert(variable, standard);
                } else if (isRequired && m_variables.value(variable).isUndefined()) {
                    fail(u"Variable $%1 was provided invalid value"_s.arg(variable));
                }
            }
        }
        m_document.selections = selectionSet();
    }

    bool type() // true: may not be null
    {
        if (take(u'[')) {
            type();
            expect(u']');
        } else {
            name();
        }
        return take(u'!');
    }

    QList<GraphQlSelection> selectionSet()
    {
        QList<GraphQlSelection> all;
        if (++m_depth > 50)
            fail();
        expect(u'{');
        while (m_error.isEmpty() && !take(u'}'))
            all << selection();
        --m_depth;
        return all;
    }

    GraphQlSelection selection()
    {
        GraphQlSelection found;
        if (take(u'.')) {
            expect(u'.');
            expect(u'.');
            skip();
            if (peek() == u'{') {
                found.selections = selectionSet();
                return found;
            }
            const QString word = name();
            if (word == "on"_L1) {
                found.typeName = name();
                found.selections = selectionSet();
            } else {
                found.fragment = word;
            }
            return found;
        }
        const auto [line, column] = place();
        found.line = line;
        found.column = column;
        found.alias = found.name = name();
        if (take(u':'))
            found.name = name();
        if (take(u'(')) {
            while (m_error.isEmpty() && !take(u')')) {
                const QString key = name();
                expect(u':');
                found.arguments.insert(key, value());
            }
        }
        if (peek() == u'{')
            found.selections = selectionSet();
        return found;
    }

    QJsonValue value()
    {
        const QChar first = peek();
        if (take(u'$'))
            return m_variables.value(name());
        if (first == u'"')
            return string();
        if (take(u'[')) {
            QJsonArray list;
            while (m_error.isEmpty() && !take(u']'))
                list << value();
            return list;
        }
        if (take(u'{')) {
            QJsonObject object;
            while (m_error.isEmpty() && !take(u'}')) {
                const QString key = name();
                expect(u':');
                object.insert(key, value());
            }
            return object;
        }
        if (first == u'-' || first.isDigit())
            return number();
        const QString word = name();
        if (word == "true"_L1 || word == "false"_L1)
            return word == "true"_L1;
        return word == "null"_L1 ? QJsonValue() : QJsonValue(word);
    }

    QJsonValue number()
    {
        const qsizetype begin = m_at;
        while (m_at < m_text.size() && QStringView(u"+-.eE0123456789").contains(m_text.at(m_at)))
            ++m_at;
        const QString digits = m_text.mid(begin, m_at - begin);
        skip();
        return digits.toDouble();
    }

    QJsonValue string()
    {
        const bool isBlock = QStringView(m_text).mid(m_at).startsWith(u"\"\"\"");
        m_at += isBlock ? 3 : 1;
        QString text;
        while (m_at < m_text.size()) {
            const bool isEnd = isBlock ? QStringView(m_text).mid(m_at).startsWith(u"\"\"\"")
                                       : m_text.at(m_at) == u'"';
            if (isEnd) {
                m_at += isBlock ? 3 : 1;
                skip();
                return text;
            }
            text += isBlock || m_text.at(m_at) != u'\\' ? m_text.at(m_at++) : escaped();
        }
        fail();
        return {};
    }

    QChar escaped()
    {
        ++m_at;
        const QChar mark = m_at < m_text.size() ? m_text.at(m_at++) : QChar();
        switch (mark.unicode()) {
        case u'n':
            return u'\n';
        case u't':
            return u'\t';
        case u'r':
            return u'\r';
        case u'b':
            return u'\b';
        case u'f':
            return u'\f';
        case u'u': {
            const ushort code = QStringView(m_text).mid(m_at, 4).toUShort(nullptr, 16);
            m_at += 4;
            return QChar(code);
        }
        default:
            return mark;
        }
    }

    QString name()
    {
        const qsizetype begin = m_at;
        while (m_at < m_text.size()
               && (m_text.at(m_at).isLetterOrNumber() || m_text.at(m_at) == u'_'))
            ++m_at;
        if (m_at == begin)
            fail();
        const QString word = m_text.mid(begin, m_at - begin);
        skip();
        return word;
    }

    void skip() // what means nothing: space, commas, comments
    {
        while (m_at < m_text.size()) {
            if (m_text.at(m_at) == u'#') {
                while (m_at < m_text.size() && m_text.at(m_at) != u'\n')
                    ++m_at;
            } else if (m_text.at(m_at).isSpace() || m_text.at(m_at) == u',') {
                ++m_at;
            } else {
                return;
            }
        }
    }

    [[nodiscard]] std::pair<int, int> place() const
    {
        const QStringView before = QStringView(m_text).first(m_at);
        return {int(before.count(u'\n')) + 1, int(m_at - before.lastIndexOf(u'\n'))};
    }
    [[nodiscard]] QChar peek() const { return m_at < m_text.size() ? m_text.at(m_at) : QChar(); }
    bool take(QChar mark)
    {
        if (peek() != mark)
            return false;
        ++m_at;
        if (mark != u'.')
            skip();
        return true;
    }
    void expect(QChar mark)
    {
        if (!take(mark))
            fail();
    }
    void fail(const QString &sentence = {})
    {
        if (m_error.isEmpty()) {
            std::tie(m_faultLine, m_faultColumn) = place();
            m_error = !sentence.isEmpty() ? sentence
                    : m_at < m_text.size()
                            ? u"Parse error on \"%1\" at [%2, %3]"_s.arg(m_text.at(m_at))
                                      .arg(m_faultLine)
                                      .arg(m_faultColumn)
                            : u"Unexpected end of document"_s;
        }
        m_at = m_text.size();
    }

    const QString m_text;
    QJsonObject m_variables;
    qsizetype m_at = 0;
    int m_depth = 0;
    QString m_error;
    int m_faultLine = 1;
    int m_faultColumn = 1;
    GraphQlDocument m_document;
};

} // namespace

std::expected<GraphQlDocument, GraphQlFault> parseGraphQl(const QString &query,
                                                          const QJsonObject &variables)
{
    return GraphQlReader(query, variables).read();
}

} // namespace sluice
