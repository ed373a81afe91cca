// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "queue/importform.h"

#include <QCoreApplication>
#include <QDir>
#include <QRegularExpression>
#include <QUrl>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

using Field = ImportProblem::Field;

QString tr(const char *text) { return QCoreApplication::translate("sluice::ImportForm", text); }

std::unexpected<ImportProblem> problem(Field field, QString what)
{
    return std::unexpected(ImportProblem{.field = field, .what = std::move(what)});
}

bool matches(const QString &text, const QString &pattern)
{
    return text != "."_L1 && text != ".."_L1
        && QRegularExpression(QRegularExpression::anchoredPattern(pattern)).match(text).hasMatch();
}

/// What the import itself would refuse is said here, before anything is added.
bool isBranch(const QString &name)
{
    return matches(name, u"[-+_./a-zA-Z0-9]{1,50}"_s) && !name.startsWith(u'/')
        && !name.endsWith(u'/') && !name.startsWith(u'-') && !name.startsWith(u'.')
        && !name.endsWith(u'.') && !name.contains("//"_L1) && !name.contains(".."_L1)
        && !name.contains("/."_L1) && !name.endsWith(".lock"_L1) && !name.contains(".lock/"_L1);
}

std::optional<QString> sourceOf(const QString &input)
{
    const QUrl url(input, QUrl::StrictMode);
    const QString scheme = url.scheme().toLower();
    if (scheme == "http"_L1 || scheme == "https"_L1)
        return url.isValid() && !url.host().isEmpty() ? std::optional(input) : std::nullopt;
    if (scheme == "file"_L1)
        return url.isLocalFile() ? std::optional(QDir::cleanPath(url.toLocalFile())) : std::nullopt;
    if (input.startsWith("~/"_L1))
        return QDir::cleanPath(QDir::homePath() + input.sliced(1));
    return QDir::isAbsolutePath(input) ? std::optional(QDir::cleanPath(input)) : std::nullopt;
}

std::expected<QStringList, ImportProblem> branchesOf(const ImportForm &request)
{
    static const QRegularExpression kBetween(u"[\\s,]+"_s);
    QStringList branches;
    for (const QString &branch : request.branches.split(kBetween, Qt::SkipEmptyParts)) {
        if (!isBranch(branch))
            return problem(Field::Branches,
                           tr("“%1” is no branch name: at most 50 letters, digits and - + _ . /")
                                   .arg(branch.left(60)));
        if (!branches.contains(branch))
            branches += branch;
    }
    if (branches.isEmpty())
        return problem(Field::Branches, tr("Name at least one branch, such as master or f42."));
    return branches;
}

} // namespace

QStringList inputLines(const QString &text)
{
    QStringList lines;
    for (const QString &line : text.split(u'\n')) {
        const QString trimmed = line.trimmed();
        if (!trimmed.isEmpty() && !trimmed.startsWith(u'#'))
            lines += trimmed;
    }
    return lines;
}

std::expected<QList<NewTask>, ImportProblem> tasksOf(const ImportForm &request,
                                                     const QString &submitter)
{
    if (request.inputs.isEmpty())
        return problem(Field::Inputs, tr("Add at least one source package: a file or an address."));
    if (!matches(request.owner, u"@?[-+_.a-zA-Z0-9]+"_s))
        return problem(Field::Owner,
                       tr("The owner takes letters, digits and - + _ . with @ before a group."));
    if (!matches(request.project, u"[-+_.:a-zA-Z0-9]+"_s))
        return problem(Field::Project, tr("The project takes letters, digits and - + _ . :"));
    if (!request.package.isEmpty() && !matches(request.package, u"[-+_.a-zA-Z0-9]+"_s))
        return problem(Field::Package, tr("The package takes letters, digits and - + _ ."));
    const auto branches = branchesOf(request);
    if (!branches)
        return std::unexpected(branches.error());
    QList<NewTask> tasks;
    for (const QString &input : request.inputs) {
        const auto source = sourceOf(input);
        if (!source)
            return problem(Field::Inputs,
                           tr("“%1” is neither an http(s) address nor a whole path (such as "
                              "/home/me/hello.src.rpm).")
                                   .arg(input.left(120)));
        NewTask task;
        task.source = *source;
        task.given = input;
        task.isUrlListed = true;
        task.owner = request.owner;
        task.project = request.project;
        task.package = request.package;
        task.branches = *branches;
        task.format = request.format;
        task.submitter = submitter;
        tasks += task;
    }
    return tasks;
}

} // namespace sluice
