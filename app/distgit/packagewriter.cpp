// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "distgit/packagewriter.h"

#include "distgit/preparedimport_p.h"
#include "distgit/textdetector.h"

#include <QDir>
#include <QFile>
#include <QHash>
#include <QSet>

#include <algorithm>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

std::unexpected<Error> wrongSize(const PackageFile &file)
{
    return failure(Cause::Corrupt,
                   u"%1 is not as long as the package's header says: build the source package "
                   u"anew."_s.arg(shown(file.name)));
}

} // namespace

struct PackageWriter::Private
{
    enum class Kind { Undecided, Text, Lookaside };

    [[nodiscard]] Result<void> checkName(const QByteArray &name);
    [[nodiscard]] Result<void> decide();
    [[nodiscard]] Result<void> pass(QByteArrayView bytes);
    void sortAsInHeader();
    void addWarnings();

    std::unique_ptr<PreparedImport::Private> import = std::make_unique<PreparedImport::Private>();
    std::unique_ptr<LookasideWriter> lookaside;
    PackageHeader header;
    PackageFile file; ///< the one at hand
    QByteArray head; ///< its first bytes, until it is decided where it goes
    qint64 received = 0;
    QSet<QByteArray> names;
    Kind kind = Kind::Undecided;
};

PackageWriter::PackageWriter(Destination destination)
    : d(std::make_unique<Private>())
{
    destination.branches.removeDuplicates();
    destination.gitRoot = QDir::cleanPath(destination.gitRoot);
    destination.lookasideRoot = QDir::cleanPath(destination.lookasideRoot);
    d->lookaside = std::make_unique<LookasideWriter>(QFile::encodeName(destination.lookasideRoot),
                                                     destination.format);
    d->import->content.destination = std::move(destination);
}

PackageWriter::~PackageWriter() = default;

Result<void> PackageWriter::header(const PackageHeader &header)
{
    Destination &destination = d->import->content.destination;
    d->header = header;
    const bool isNamedByHeader = destination.package.isEmpty();
    if (const auto done = checkNames(destination); !done)
        return done;
    if (isNamedByHeader) {
        destination.package = header.name;
        if (auto done = checkNames(destination); !done) {
            done.error().who = Who::Packager;
            return done;
        }
    }
    auto directory = TemporaryDirectory::below(QFile::encodeName(destination.gitRoot));
    if (!directory)
        return std::unexpected(directory.error());
    d->import->gitDirectory = std::move(*directory);
    d->import->pack = std::make_unique<PackWriter>(d->import->gitDirectory->newPath());
    return {};
}

Result<void> PackageWriter::begin(const PackageFile &file)
{
    d->file = file;
    d->head.resize(0);
    d->received = 0;
    d->kind = Private::Kind::Undecided;
    return d->checkName(file.name);
}

Result<void> PackageWriter::data(QByteArrayView chunk)
{
    d->received += chunk.size();
    if (d->received > d->file.size)
        return wrongSize(d->file);
    if (d->kind == Private::Kind::Undecided) {
        const qsizetype taken = std::min(chunk.size(), kDetectedBytes - d->head.size());
        d->head.append(chunk.first(taken));
        chunk = chunk.sliced(taken);
        if (d->head.size() < kDetectedBytes)
            return {};
        if (const auto done = d->decide(); !done)
            return done;
    }
    return d->pass(chunk);
}

Result<void> PackageWriter::end()
{
    if (d->received != d->file.size)
        return wrongSize(d->file);
    if (d->kind == Private::Kind::Undecided) {
        if (const auto done = d->decide(); !done)
            return done;
    }
    PreparedImport::Private &import = *d->import;
    if (d->kind == Private::Kind::Lookaside) {
        const auto staged = d->lookaside->end();
        if (!staged)
            return std::unexpected(staged.error());
        import.content.lookaside << *staged;
        import.objects << StoredObject{.file = shown(staged->name),
                                       .isLookaside = true,
                                       .hash = QString::fromLatin1(staged->hash),
                                       .size = staged->size};
        return {};
    }
    const auto blob = import.pack->end();
    if (!blob)
        return std::unexpected(blob.error());
    import.content.text << TreeEntry{.name = d->file.name,
                                     .mode = d->file.isExecutable ? TreeEntry::kExecutable
                                                                  : TreeEntry::kFile,
                                     .id = *blob};
    import.objects << StoredObject{.file = shown(d->file.name),
                                   .isLookaside = false,
                                   .hash = blob->text(),
                                   .size = d->file.size};
    return {};
}

/// The reader refuses these too; here they would become paths and lines of a tree.
Result<void> PackageWriter::Private::checkName(const QByteArray &name)
{
    const bool isTaken = names.contains(name);
    if (isTaken || name.isEmpty() || name == "." || name == ".." || name == "sources"
        || name.contains('/') || name.contains('\0') || name.contains('\n')
        || name.toLower().startsWith(".git"))
        return failure(Cause::UnsafeContent,
                       isTaken ? u"The package holds %1 twice: build it anew with names of their "
                                 u"own."_s.arg(shown(name))
                               : u"The package holds a file named '%1', which dist-git cannot "
                                 u"take: rename that source."_s.arg(shown(name)));
    names << name;
    return {};
}

Result<void> PackageWriter::Private::decide()
{
    const auto text = isText(head);
    if (!text)
        return std::unexpected(text.error());
    kind = *text ? Kind::Text : Kind::Lookaside;
    const qint64 cap = import->content.destination.caps.textBytes;
    if (*text && file.size > cap)
        return failure(Cause::TooLarge,
                       u"%1 is text of %2 bytes, and caps.text-bytes allows %3 in git: raise that "
                       u"setting, or compress the file in the package."_s.arg(
                               shown(file.name), QString::number(file.size), QString::number(cap)));
    const auto begun = *text ? import->pack->begin(ObjectKind::Blob, file.size)
                             : lookaside->begin(file.name, file.size);
    return begun ? pass(head) : begun;
}

Result<void> PackageWriter::Private::pass(QByteArrayView bytes)
{
    if (kind == Kind::Text)
        return bytes.isEmpty() ? Result<void>() : import->pack->add(bytes);
    return lookaside->add(bytes);
}

void PackageWriter::Private::sortAsInHeader()
{
    QHash<QByteArray, qsizetype> order;
    for (const PackageFile &one : std::as_const(header.files))
        order.insert(one.name, order.size());
    const qsizetype last = order.size();
    std::ranges::stable_sort(import->content.lookaside, {},
                             [&](const StagedFile &one) { return order.value(one.name, last); });
    std::ranges::stable_sort(import->objects, {}, [&](const StoredObject &one) {
        return order.value(one.file.toUtf8(), last);
    });
}

void PackageWriter::Private::addWarnings()
{
    const QString package = import->content.destination.package;
    if (header.name != package)
        import->writerWarnings << u"The package calls itself %1; it is imported as %2."_s.arg(
                header.name, package);
    for (const StagedFile &one : std::as_const(import->content.lookaside)) {
        if (one.name.contains(' '))
            import->writerWarnings
                    << u"The name of %1 has a space: readers of `sources` stumble over it."_s.arg(
                               shown(one.name));
    }
}

Result<PreparedImport> PackageWriter::prepare(const QDateTime &now, std::stop_token stop,
                                              const std::function<void()> &onWait)
{
    Q_ASSERT(d->import && d->import->pack);
    d->sortAsInHeader();
    d->addWarnings();
    auto import = std::move(d->import);
    import->now = now;
    import->stop = stop;
    import->lookasideDirectory = d->lookaside->directory();
    auto lock = RepositoryLock::take(
            QFile::encodeName(import->content.destination.repositoryPath()), stop, onWait);
    if (!lock)
        return std::unexpected(lock.error());
    import->lock = std::move(*lock);
    import->contentEnd = import->pack->mark();
    if (const auto done = import->settleLookaside(); !done)
        return std::unexpected(done.error());
    if (const auto done = import->plan(); !done)
        return std::unexpected(done.error());
    if (stop.stop_requested())
        return failure(Cause::Canceled, u"The import was canceled."_s);
    return PreparedImport(std::move(import));
}

} // namespace sluice
