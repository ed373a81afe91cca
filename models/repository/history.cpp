// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "repository/history.h"

#include <QFile>

#include <git2.h>

#include <memory>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

/// libgit2 counts its users; the last one closes it.
class GitLibrary
{
    Q_DISABLE_COPY_MOVE(GitLibrary)

public:
    GitLibrary() { git_libgit2_init(); }
    ~GitLibrary() { git_libgit2_shutdown(); }
};

template <typename T, void (*free)(T *)> struct Freeing
{
    void operator()(T *handle) const { free(handle); }
};
template <typename T, void (*free)(T *)> using Handle = std::unique_ptr<T, Freeing<T, free>>;
using Repository = Handle<git_repository, git_repository_free>;
using Commit = Handle<git_commit, git_commit_free>;
using Tree = Handle<git_tree, git_tree_free>;
using Blob = Handle<git_blob, git_blob_free>;
using Diff = Handle<git_diff, git_diff_free>;

std::unexpected<Error> gitFailure(int code, const QString &what)
{
    const git_error *error = git_error_last();
    const QString detail = error ? QString::fromUtf8(error->message) : QString();
    if (code == GIT_EUSER)
        return failure(Cause::Canceled, u"Reading the repository was stopped."_s);
    return failure(code == GIT_ENOTFOUND ? Cause::NotFound : Cause::Git, what, detail);
}

struct OpenCommit
{
    Repository repository;
    Commit commit;
};

Result<OpenCommit> open(const QString &path, const QString &commitId)
{
    OpenCommit opened;
    git_repository *repository = nullptr;
    if (const int code = git_repository_open_bare(&repository, QFile::encodeName(path).constData());
        code < 0)
        return gitFailure(code, u"The repository %1 cannot be read."_s.arg(path));
    opened.repository.reset(repository);
    git_oid oid;
    git_commit *commit = nullptr;
    int code = git_oid_fromstr(&oid, commitId.toLatin1().constData());
    if (code == 0)
        code = git_commit_lookup(&commit, repository, &oid);
    if (code < 0)
        return gitFailure(code, u"Commit %1 is not in %2."_s.arg(
                                        commitId.first(qMin(commitId.size(), 10)), path));
    opened.commit.reset(commit);
    return opened;
}

/// A cut text ends with a whole line, so that no character is cut in two.
RepositoryText bounded(const QString &title, QByteArrayView bytes, qsizetype maxBytes)
{
    const bool isCut = bytes.size() > maxBytes;
    if (isCut) {
        bytes = bytes.first(maxBytes);
        bytes = bytes.first(bytes.lastIndexOf('\n') + 1);
    }
    return {.title = title, .text = QString::fromUtf8(bytes), .isCut = isCut};
}

const git_tree_entry *specEntry(git_tree *tree, const QString &package)
{
    const QByteArray wanted = package.toUtf8() + ".spec";
    if (const git_tree_entry *entry = git_tree_entry_byname(tree, wanted.constData());
        entry && git_tree_entry_type(entry) == GIT_OBJECT_BLOB)
        return entry;
    for (size_t i = 0; i < git_tree_entrycount(tree); ++i) {
        const git_tree_entry *entry = git_tree_entry_byindex(tree, i);
        if (git_tree_entry_type(entry) == GIT_OBJECT_BLOB
            && QByteArrayView(git_tree_entry_name(entry)).endsWith(".spec"))
            return entry;
    }
    return nullptr;
}

Result<Tree> treeOf(git_commit *commit)
{
    git_tree *tree = nullptr;
    if (const int code = git_commit_tree(&tree, commit); code < 0)
        return gitFailure(code, u"The tree of the commit cannot be read."_s);
    return Tree(tree);
}

/// Takes in the diff line by line until there is enough of it.
struct DiffSink
{
    QByteArray text;
    qsizetype maxBytes = 0;
    std::stop_token stop;
    bool isFull = false;
};

int takeLine(const git_diff_delta *, const git_diff_hunk *, const git_diff_line *line,
             void *payload)
{
    auto *sink = static_cast<DiffSink *>(payload);
    if (sink->stop.stop_requested())
        return GIT_EUSER;
    if (line->origin == GIT_DIFF_LINE_CONTEXT || line->origin == GIT_DIFF_LINE_ADDITION
        || line->origin == GIT_DIFF_LINE_DELETION)
        sink->text += line->origin;
    sink->text.append(line->content, static_cast<qsizetype>(line->content_len));
    sink->isFull = sink->text.size() > sink->maxBytes;
    return sink->isFull ? GIT_EUSER : 0;
}

int checkStop(const git_diff *, const git_diff_delta *, const char *, void *payload)
{
    return static_cast<std::stop_token *>(payload)->stop_requested() ? GIT_EUSER : 0;
}

Result<QByteArray> fileList(git_diff *diff)
{
    git_diff_stats *raw = nullptr;
    if (const int code = git_diff_get_stats(&raw, diff); code < 0)
        return gitFailure(code, u"The changes of the commit cannot be counted."_s);
    const Handle<git_diff_stats, git_diff_stats_free> stats(raw);
    git_buf buffer = GIT_BUF_INIT;
    const int code = git_diff_stats_to_buf(&buffer, raw, GIT_DIFF_STATS_FULL, 100);
    const QByteArray text(buffer.ptr, static_cast<qsizetype>(buffer.size));
    git_buf_dispose(&buffer);
    if (code < 0)
        return gitFailure(code, u"The changes of the commit cannot be counted."_s);
    return text;
}

} // namespace

QString repositoryPath(const QString &gitRoot, const QString &owner, const QString &project,
                       const QString &package)
{
    return gitRoot + u'/' + owner + u'/' + project + u'/' + package + u".git"_s;
}

Result<RepositoryText> readSpec(const QString &repository, const QString &commit,
                                const QString &package, qsizetype maxBytes, std::stop_token stop)
{
    const GitLibrary library;
    const auto opened = open(repository, commit);
    if (!opened)
        return std::unexpected(opened.error());
    const auto tree = treeOf(opened->commit.get());
    if (!tree)
        return std::unexpected(tree.error());
    const git_tree_entry *entry = specEntry(tree->get(), package);
    if (!entry)
        return failure(Cause::NotFound, u"The commit has no spec file."_s);
    if (stop.stop_requested())
        return failure(Cause::Canceled, u"Reading the repository was stopped."_s);
    git_blob *raw = nullptr;
    const int code = git_blob_lookup(&raw, opened->repository.get(), git_tree_entry_id(entry));
    const QString name = QString::fromUtf8(git_tree_entry_name(entry));
    if (code < 0)
        return gitFailure(code, u"%1 cannot be read from the repository."_s.arg(name));
    const Blob blob(raw);
    const QByteArrayView content(static_cast<const char *>(git_blob_rawcontent(raw)),
                                 static_cast<qsizetype>(git_blob_rawsize(raw)));
    return bounded(name, content, maxBytes);
}

Result<RepositoryText> readDiff(const QString &repository, const QString &commit,
                                qsizetype maxBytes, std::stop_token stop)
{
    const GitLibrary library;
    const auto opened = open(repository, commit);
    if (!opened)
        return std::unexpected(opened.error());
    const auto after = treeOf(opened->commit.get());
    if (!after)
        return std::unexpected(after.error());
    Tree before;
    if (git_commit_parentcount(opened->commit.get()) > 0) {
        git_commit *parent = nullptr;
        if (const int code = git_commit_parent(&parent, opened->commit.get(), 0); code < 0)
            return gitFailure(code, u"The commit before this one cannot be read."_s);
        const Commit owned(parent);
        auto tree = treeOf(parent);
        if (!tree)
            return std::unexpected(tree.error());
        before = std::move(*tree);
    }
    git_diff_options options = GIT_DIFF_OPTIONS_INIT;
    options.notify_cb = checkStop;
    options.payload = &stop;
    git_diff *raw = nullptr;
    if (const int code = git_diff_tree_to_tree(&raw, opened->repository.get(), before.get(),
                                               after->get(), &options);
        code < 0)
        return gitFailure(code, u"The changes of the commit cannot be read."_s);
    const Diff diff(raw);
    DiffSink sink{.text = {}, .maxBytes = maxBytes, .stop = stop, .isFull = false};
    if (git_diff_num_deltas(raw) > 0) {
        const auto files = fileList(raw);
        if (!files)
            return std::unexpected(files.error());
        sink.text = *files + '\n';
        const int code = git_diff_print(raw, GIT_DIFF_FORMAT_PATCH, takeLine, &sink);
        if (code < 0 && !sink.isFull)
            return gitFailure(code, u"The changes of the commit cannot be read."_s);
    }
    return bounded(QString::fromUtf8(git_commit_summary(opened->commit.get())), sink.text,
                   maxBytes);
}

} // namespace sluice
