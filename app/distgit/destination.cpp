// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "distgit/destination.h"

#include "distgit/references.h"

#include <git2/refs.h>

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kLongestBranch = 50;
constexpr qsizetype kLongestName = 255; // bytes; what a directory name may have

bool isOf(QStringView text, QLatin1StringView extra)
{
    return !text.isEmpty() && text != "."_L1 && text != ".."_L1 && text.size() <= kLongestName
        && std::ranges::all_of(text, [extra](QChar c) {
               return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z')
                   || (c >= u'0' && c <= u'9') || "-+_."_L1.contains(c) || extra.contains(c);
           });
}

std::unexpected<Error> invalid(const QString &kind, const QString &name, const QString &rule)
{
    return failure(Cause::Invalid, u"'%1' cannot be %2: %3."_s.arg(name.left(80), kind, rule), {},
                   Who::Us);
}

Result<void> checkBranch(const QString &branch)
{
    if (branch.size() > kLongestBranch)
        return invalid(u"a branch"_s, branch, u"use at most 50 characters"_s);
    int isValid = 0;
    const QByteArray reference = "refs/heads/" + branch.toUtf8();
    // A branch is also a path: git's rules leave no way out of refs/heads.
    if (branch.isEmpty() || branch.startsWith(u'-') || branch == "HEAD"_L1
        || branch.contains(QChar(0))
        || git_reference_name_is_valid(&isValid, reference.constData()) != 0 || isValid == 0)
        return invalid(u"a branch"_s, branch,
                       u"use a name that git takes, such as f42, epel9 or fedora/26"_s);
    return {};
}

} // namespace

QString Destination::repositoryPath() const
{
    return gitRoot + u'/' + owner + u'/' + project + u'/' + package + ".git"_L1;
}

QString Destination::lookasidePath() const
{
    return lookasideRoot + u'/' + owner + u'/' + project + u'/' + package;
}

Result<void> checkNames(const Destination &destination)
{
    const QString letters = u"use letters, digits and -+_."_s;
    const QStringView owner = destination.owner;
    if (!isOf(owner.startsWith(u'@') ? owner.sliced(1) : owner, ""_L1))
        return invalid(u"an owner"_s, destination.owner, letters + u", after an @ for a group"_s);
    if (!isOf(destination.project, ":"_L1))
        return invalid(u"a project"_s, destination.project, letters + u" and :"_s);
    if (!destination.package.isEmpty()
        && (!isOf(destination.package, ""_L1) || destination.package.size() > kLongestName - 4))
        return invalid(u"a package"_s, destination.package, letters);
    if (destination.branches.isEmpty())
        return failure(Cause::Invalid, u"No branch is named: name at least one."_s, {}, Who::Us);
    QList<QByteArray> before;
    for (const QString &branch : destination.branches) {
        if (const auto done = checkBranch(branch); !done)
            return done;
        const QByteArray name = branch.toUtf8();
        if (const QByteArray other = clashingBranch(name, before); !other.isEmpty())
            return failure(Cause::Invalid,
                           u"The branches %1 and %2 cannot be in one repository, because git keeps "
                           u"them as a file and a directory: import into one of them only."_s.arg(
                                   QString::fromUtf8(other), branch),
                           {}, Who::Us);
        before << name;
    }
    return {};
}

} // namespace sluice
