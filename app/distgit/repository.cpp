// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "distgit/repository.h"

#include <QDirIterator>
#include <QFile>

#include <git2.h>
#include <git2/sys/odb_backend.h>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

using Object = std::unique_ptr<git_odb_object, decltype(&git_odb_object_free)>;

/// Bigger objects are taken on their first bytes: libgit2 reads an object into memory as a whole.
constexpr size_t kCheckedWhole = 16 << 20;

QString lastError()
{
    const git_error *error = git_error_last();
    return error ? QString::fromUtf8(error->message) : QString();
}

void startLibrary()
{
    static const int started = [] {
        git_libgit2_init();
        // The roots may belong to a service account; whoever may write there may import.
        return git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
    }();
    Q_UNUSED(started);
}

git_oid oidOf(const ObjectId &id)
{
    git_oid oid;
    git_oid_fromraw(&oid, id.data());
    return oid;
}

Object read(git_odb *database, const ObjectId &id)
{
    git_odb_object *object = nullptr;
    const git_oid oid = oidOf(id);
    if (id.isNull() || git_odb_read(&object, database, &oid) != 0)
        object = nullptr;
    return Object(object, &git_odb_object_free);
}

Object read(git_odb *database, const ObjectId &id, git_object_t kind)
{
    Object object = read(database, id);
    if (object && git_odb_object_type(object.get()) != kind)
        object.reset();
    return object;
}

QByteArray bytesOf(const Object &object)
{
    return QByteArray(static_cast<const char *>(git_odb_object_data(object.get())),
                      static_cast<qsizetype>(git_odb_object_size(object.get())));
}

/// The ids in one part of an object database, which is freed with it.
void appendIds(git_odb_backend *backend, QList<ObjectId> &ids)
{
    git_odb *database = nullptr;
    if (git_odb_new(&database) != 0 || git_odb_add_backend(database, backend, 1) != 0) {
        backend->free(backend);
    } else {
        git_odb_foreach(
                database,
                [](const git_oid *oid, void *list) {
                    static_cast<QList<ObjectId> *>(list)->append(ObjectId(oid->id));
                    return 0;
                },
                &ids);
    }
    git_odb_free(database);
}

} // namespace

Repository::Repository(Handle handle, Database database)
    : m_handle(std::move(handle))
    , m_database(std::move(database))
{}

Result<Repository> Repository::open(const QByteArray &path)
{
    startLibrary();
    git_repository *handle = nullptr;
    git_odb *database = nullptr;
    const int status = git_repository_open_bare(&handle, path.constData());
    Handle repository(status == 0 ? handle : nullptr, &git_repository_free);
    if (!repository || git_repository_odb(&database, repository.get()) != 0)
        return failure(Cause::Git,
                       u"%1 cannot be opened as a git repository: look at it with `git fsck`, mend "
                       u"or move it away, then retry."_s.arg(QString::fromUtf8(path)),
                       lastError());
    return Repository(std::move(repository), Database(database, &git_odb_free));
}

std::optional<Commit> Repository::commit(const ObjectId &id) const
{
    const Object object = read(m_database.get(), id, GIT_OBJECT_COMMIT);
    if (!object)
        return {};
    Commit commit;
    for (const QByteArray &line : bytesOf(object).split('\n')) {
        if (line.isEmpty())
            break;
        if (line.startsWith("tree "))
            commit.tree = ObjectId::fromHex(QByteArrayView(line).sliced(5));
        else if (line.startsWith("parent "))
            commit.parents << ObjectId::fromHex(QByteArrayView(line).sliced(7));
        else if (line.startsWith("committer "))
            commit.time = line.mid(line.lastIndexOf('>') + 2).split(' ').first().toLongLong();
    }
    return commit;
}

std::optional<QList<TreeEntry>> Repository::tree(const ObjectId &id) const
{
    const Object object = read(m_database.get(), id, GIT_OBJECT_TREE);
    if (!object)
        return {};
    QList<TreeEntry> entries;
    const QByteArray bytes = bytesOf(object);
    for (qsizetype at = 0; at < bytes.size();) {
        const qsizetype space = bytes.indexOf(' ', at);
        const qsizetype end = bytes.indexOf('\0', at);
        if (space < at || end < space || end + ObjectId::kSize >= bytes.size())
            return {};
        entries << TreeEntry{.name = bytes.mid(space + 1, end - space - 1),
                             .mode = bytes.mid(at, space - at).toUInt(nullptr, 8),
                             .id
                             = ObjectId(QByteArrayView(bytes).sliced(end + 1, ObjectId::kSize))};
        at = end + 1 + ObjectId::kSize;
    }
    return entries;
}

std::optional<QByteArray> Repository::blob(const ObjectId &id) const
{
    const Object object = read(m_database.get(), id, GIT_OBJECT_BLOB);
    return object ? std::optional(bytesOf(object)) : std::nullopt;
}

bool Repository::isReadable(const ObjectId &id) const
{
    size_t size = 0;
    git_object_t kind = GIT_OBJECT_INVALID;
    const git_oid oid = oidOf(id);
    if (id.isNull() || git_odb_read_header(&size, &kind, m_database.get(), &oid) != 0)
        return false;
    return size > kCheckedWhole || read(m_database.get(), id) != nullptr;
}

QList<ObjectId> Repository::allIds() const
{
    // Each pack by itself: git_odb_foreach() on all of them ends at the first that is damaged.
    const QString objects = QString::fromUtf8(git_repository_path(m_handle.get())) + "objects"_L1;
    QList<ObjectId> ids;
    git_odb_backend *backend = nullptr;
    if (git_odb_backend_loose(&backend, QFile::encodeName(objects).constData(), -1, 0, 0, 0) == 0)
        appendIds(backend, ids);
    QDirIterator packs(objects + "/pack"_L1, {u"*.idx"_s}, QDir::Files);
    while (packs.hasNext()) {
        const QByteArray index = QFile::encodeName(packs.next());
        if (git_odb_backend_one_pack(&backend, index.constData()) == 0)
            appendIds(backend, ids);
    }
    return ids;
}

bool Repository::isAncestor(const ObjectId &ancestor, const ObjectId &descendant) const
{
    const git_oid below = oidOf(descendant);
    const git_oid above = oidOf(ancestor);
    return git_graph_descendant_of(m_handle.get(), &below, &above) == 1;
}

ObjectId Repository::rootOf(ObjectId id) const
{
    while (true) {
        const auto found = commit(id);
        if (!found)
            return {};
        if (found->parents.isEmpty())
            return id;
        id = found->parents.first();
    }
}

} // namespace sluice
