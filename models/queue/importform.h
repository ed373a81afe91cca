// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "queue/task.h"

#include <QStringList>

#include <expected>

namespace sluice {

/// What somebody fills in to have packages imported.
struct ImportForm
{
    QStringList inputs; ///< paths and addresses, as typed or dropped
    QString owner = QStringLiteral("local");
    QString project = QStringLiteral("imports");
    QString branches = QStringLiteral("master"); ///< with blanks or commas between
    QString package = {}; ///< empty: the name in each package
    Format format = Format::Copr;

    bool operator==(const ImportForm &) const = default;
};

/// The field that must be mended, and a sentence that says how.
struct ImportProblem
{
    enum class Field { Inputs, Owner, Project, Branches, Package };
    Field field = Field::Inputs;
    QString what;
};

/// The tasks of a request, or what is wrong with it. Looks at the words only, at no file.
[[nodiscard]] std::expected<QList<NewTask>, ImportProblem> tasksOf(const ImportForm &request,
                                                                   const QString &submitter);

/// The lines of a text that are inputs: blank lines and comments (#) left out.
[[nodiscard]] QStringList inputLines(const QString &text);

} // namespace sluice
