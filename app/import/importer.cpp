// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "import/importer.h"

#include "distgit/packagewriter.h"
#include "sources/srpmreader.h"

#include <QLocale>
#include <QRegularExpression>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

using SteadyClock = std::chrono::steady_clock;

double msSince(SteadyClock::time_point start)
{
    return std::chrono::duration<double, std::milli>(SteadyClock::now() - start).count();
}

/// Hands a package on to the writer, and tells the time that the writer took from that of the
/// reader.
class WatchedSink final : public PayloadSink
{
public:
    WatchedSink(PayloadSink &sink, WorkerBoard::Line &line)
        : m_sink(sink)
        , m_line(line)
    {}

    void identified(const QString &name, const QString &version) override
    {
        m_header.name = name;
        m_header.version = version;
    }
    Result<void> header(const PackageHeader &header) override
    {
        m_header = header;
        return timed([&] { return m_sink.header(header); });
    }
    Result<void> begin(const PackageFile &file) override
    {
        m_line.show(Stage::Unpack, u"unpack "_s + QString::fromUtf8(file.name), file.size);
        return timed([&] { return m_sink.begin(file); });
    }
    Result<void> data(QByteArrayView chunk) override
    {
        m_line.advance(chunk.size());
        return timed([&] { return m_sink.data(chunk); });
    }
    Result<void> end() override
    {
        return timed([&] { return m_sink.end(); });
    }

    [[nodiscard]] const PackageHeader &seen() const { return m_header; }
    [[nodiscard]] double ms() const { return m_ms; }

private:
    template <typename Call> Result<void> timed(Call call)
    {
        const auto start = SteadyClock::now();
        Result<void> result = call();
        m_ms += msSince(start);
        return result;
    }

    PayloadSink &m_sink;
    WorkerBoard::Line &m_line;
    PackageHeader m_header;
    double m_ms = 0;
};

/// The source in a sentence of its own: every list shows where it lies beside that.
QString nameOf(const QString &given)
{
    const QString name = given.sliced(given.lastIndexOf(u'/') + 1);
    return name.isEmpty() ? given : name;
}

/// Why nothing is there: it may have been meant as something else than a path.
QString notThereText(const QString &given)
{
    static const QRegularExpression kUrl(u"^[A-Za-z][A-Za-z0-9+.-]*://"_s);
    if (kUrl.match(given).hasMatch()) {
        return u"%1 cannot be fetched; a source is an http or https URL, or a .src.rpm file on "
               "this machine."_s.arg(given);
    }
    return u"The file %1 is not there; check its path."_s.arg(nameOf(given));
}

Error openError(const ImportRequest &request, int number)
{
    const QString name = nameOf(request.given);
    const QString detail = request.path + u": "_s + QString::fromLocal8Bit(strerror(number));
    switch (number) {
    case ENOENT:
    case ENOTDIR:
        return failure(Cause::NotFound, notThereText(request.given), detail, Who::Us).error();
    case EACCES:
    case EPERM:
        return failure(Cause::Forbidden,
                       u"%1 may not be read; give the pool's user the right to."_s.arg(name),
                       detail)
                .error();
    default:
        return failure(Cause::Storage, u"%1 cannot be opened; see the detail."_s.arg(name), detail)
                .error();
    }
}

/// A local source. Not blocking on a fifo that nobody writes to.
Result<std::shared_ptr<QFile>> openSource(const ImportRequest &request)
{
    if (request.given.isEmpty() && request.path.endsWith(u'/')) {
        return failure(Cause::NotFound,
                       u"This INPUT is empty; name a .src.rpm file or an http or https URL."_s, {},
                       Who::Us);
    }
    const int descriptor = ::open(QFile::encodeName(request.path).constData(),
                                  O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0)
        return std::unexpected(openError(request, errno));
    auto file = std::make_shared<QFile>();
    if (!file->open(descriptor, QIODevice::ReadOnly | QIODevice::Unbuffered,
                    QFileDevice::AutoCloseHandle)) {
        ::close(descriptor); // QFile refuses a directory
        return failure(Cause::NotSourcePackage,
                       u"%1 is not a file; name a .src.rpm file."_s.arg(nameOf(request.given)), {},
                       Who::Us);
    }
    struct stat status{};
    if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
        return failure(
                Cause::NotSourcePackage,
                u"%1 is not a regular file; name a .src.rpm file."_s.arg(nameOf(request.given)), {},
                Who::Us);
    }
    return file;
}

void logResult(const ImportOutcome &outcome, TaskLog &log)
{
    if (!outcome.prepared) {
        log.line(u"failed: "_s + outcome.prepared.error().what);
        if (!outcome.prepared.error().detail.isEmpty())
            log.line(outcome.prepared.error().detail);
        return;
    }
    for (const StoredObject &object : outcome.prepared->objects()) {
        log.line(u"%1: %2 %3, %4 bytes"_s.arg(object.isLookaside ? u"lookaside"_s : u"git"_s,
                                              object.hash, object.file,
                                              QLocale::c().toString(object.size)));
    }
    if (outcome.prepared->isUnchanged())
        log.line(u"the repository has all of it already, nothing is written"_s);
}

} // namespace

ImportOutcome importPackage(const ImportRequest &request, TaskLog &log, WorkerBoard &board,
                            std::stop_token stop)
{
    WorkerBoard::Line line(board, request.task);
    line.show(Stage::Unpack, u"read "_s + request.given);
    ImportOutcome outcome{.prepared = failure(Cause::Canceled, u"The import was stopped."_s)};

    auto start = SteadyClock::now();
    Result<std::shared_ptr<QFile>> file = request.file ? request.file : openSource(request);
    if (!request.file)
        outcome.timings.add(Stage::Fetch, msSince(start));
    if (!file) {
        outcome.prepared = std::unexpected(file.error());
        logResult(outcome, log);
        return outcome;
    }

    start = SteadyClock::now();
    PackageWriter writer(request.destination);
    WatchedSink sink(writer, line);
    auto header = readSourcePackage((*file)->handle(), nameOf(request.given),
                                    request.destination.caps, sink, stop);
    if (!header && !request.file && header.error().who == Who::Upstream)
        header.error().who = Who::Us; // nobody sent the file, it lies here
    outcome.header = sink.seen();
    outcome.timings.add(Stage::Store, sink.ms());
    outcome.timings.add(Stage::Unpack, std::max(0.0, msSince(start) - sink.ms()));
    if (!header) {
        outcome.prepared = std::unexpected(header.error());
        logResult(outcome, log);
        return outcome;
    }
    log.line(
            u"read %1 %2, %3 files"_s.arg(header->name, header->version).arg(header->files.size()));

    start = SteadyClock::now();
    line.show(Stage::Commit, u"commit %1"_s.arg(header->name));
    outcome.prepared = writer.prepare(request.date, stop, request.onWait);
    outcome.timings.add(Stage::Commit, msSince(start));
    logResult(outcome, log);
    return outcome;
}

} // namespace sluice
