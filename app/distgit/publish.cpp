// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "distgit/preparedimport_p.h"

#include <QFile>
#include <QHash>

#include <cerrno>
#include <unistd.h>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr int kMostConflicts = 5;

/// Syncs each file system once, however many imports wait for it.
class Sync final
{
public:
    [[nodiscard]] Result<void> run(const std::shared_ptr<TemporaryDirectory> &directory)
    {
        if (!directory)
            return {};
        auto known = m_errors.constFind(directory->device());
        if (known == m_errors.cend())
            known = m_errors.insert(directory->device(),
                                    ::syncfs(directory->fd()) == 0 ? 0 : errno);
        if (*known != 0)
            return storageFailure(*known, "sync the file system of"_L1, directory->path());
        return {};
    }

private:
    QHash<dev_t, int> m_errors;
};

} // namespace

std::vector<Result<void>> publish(std::span<PreparedImport> imports)
{
    std::vector<Result<void>> results(imports.size());
    const auto syncAll = [&](bool isBefore) {
        Sync sync;
        for (size_t i = 0; i < imports.size(); ++i) {
            const auto &d = imports[i].d;
            if (!results[i] || (isBefore && d->isUnchanged()))
                continue;
            results[i] = sync.run(d->gitDirectory);
            if (results[i])
                results[i] = sync.run(d->lookasideDirectory);
        }
    };

    syncAll(true);
    for (size_t i = 0; i < imports.size(); ++i) {
        const auto &d = imports[i].d;
        if (!results[i] || d->isUnchanged())
            continue;
        Result<bool> done = d->apply();
        for (int conflicts = 0; done && !*done && conflicts < kMostConflicts; ++conflicts) {
            results[i] = d->planAgain();
            if (results[i])
                results[i] = Sync().run(d->gitDirectory);
            if (!results[i])
                break;
            done = d->apply();
        }
        if (!done)
            results[i] = std::unexpected(done.error());
        else if (!*done && results[i])
            results[i] = failure(Cause::Git,
                                 u"Others keep changing %1: retry when they are done."_s.arg(
                                         d->content.destination.repositoryPath()));
    }
    // Also for what is unchanged: a process that was killed may have left it visible, not durable.
    syncAll(false);
    for (PreparedImport &import : imports)
        import.d->lock.reset();
    return results;
}

void removeLeftovers(const QString &gitRoot, const QString &lookasideRoot)
{
    TemporaryDirectory::removeLeftovers(QFile::encodeName(gitRoot));
    TemporaryDirectory::removeLeftovers(QFile::encodeName(lookasideRoot));
}

} // namespace sluice
