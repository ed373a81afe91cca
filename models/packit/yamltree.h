// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"

#include <QByteArrayView>
#include <QHash>
#include <QList>
#include <QString>

#include <memory>

namespace sluice {

struct YamlEntry;

/// A node of a YAML document. Nodes that an alias repeats are shared, never copied; merge keys
/// (`<<`) are already resolved.
struct YamlNode
{
    enum class Kind { Null, Scalar, List, Map };
    using Pointer = std::shared_ptr<const YamlNode>;

    Kind kind = Kind::Null;
    int line = 0; ///< from 1
    QString text; ///< of a scalar
    bool isQuoted = false; ///< a scalar that is text whatever it looks like
    QList<Pointer> items;
    QList<YamlEntry> entries; ///< each key once
    QHash<QString, qsizetype> entryByKey;
    qsizetype size = 1; ///< nodes below and this one, those behind aliases each time

    /// The value of a key, or null where it is absent.
    [[nodiscard]] Pointer value(const QString &key) const;
};

/// A key of a mapping and what it leads to.
struct YamlEntry
{
    QString key;
    int line = 0;
    YamlNode::Pointer value;
};

/// How large a document from strangers may be.
struct YamlBounds
{
    qsizetype bytes = 512 * 1024;
    qsizetype nodes = 50'000; ///< as if every alias were written out
    int depth = 40;
};

/// Why a document cannot be read, without the name of the file.
struct YamlProblem
{
    Cause cause = Cause::Invalid;
    int line = 0; ///< from 1; 0 where no line is to blame
    QString what; ///< the rest of the sentence after "FILE" or "FILE, line 3,"
    QString detail;
};

/// Reads the one document of a text that may hold anything.
[[nodiscard]] std::expected<YamlNode::Pointer, YamlProblem> readYaml(QByteArrayView text,
                                                                     const YamlBounds &bounds = {});

} // namespace sluice
