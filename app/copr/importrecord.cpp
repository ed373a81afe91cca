// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "copr/importrecord.h"

#include "copr/jsonarray.h"
#include "distgit/destination.h"
#include "sources/urlpolicy.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kShownBytes = 500;
constexpr qint64 kLargestExact = (1LL << 53) - 1; // of a JSON number

/// Reads the keys of one record and remembers the first thing that is wrong.
class RecordReader final
{
public:
    explicit RecordReader(const QJsonObject &object)
        : m_object(object)
    {}

    [[nodiscard]] std::optional<qint64> buildId()
    {
        const QJsonValue value = m_object.value("build_id"_L1);
        const qint64 id = value.toInteger(-1);
        if (!value.isDouble() || id <= 0 || id > kLargestExact) {
            complain("build_id"_L1, u"a number above 0"_s);
            return {};
        }
        return id;
    }

    [[nodiscard]] QString text(QLatin1StringView key)
    {
        const QJsonValue value = m_object.value(key);
        const QString text = value.toString();
        if (text.isEmpty() || text.contains(QChar::Null)) {
            complain(key, u"a text that is not empty"_s);
            return {};
        }
        return text;
    }

    [[nodiscard]] bool flag(QLatin1StringView key)
    {
        const QJsonValue value = m_object.value(key);
        if (!value.isBool())
            complain(key, u"true or false"_s);
        return value.toBool();
    }

    [[nodiscard]] QStringList texts(QLatin1StringView key)
    {
        QStringList list;
        const QJsonArray array = m_object.value(key).toArray();
        for (const QJsonValue &value : array) {
            if (value.toString().isEmpty())
                complain(key, u"a list of texts"_s);
            list << value.toString();
        }
        if (list.isEmpty())
            complain(key, u"a list of texts"_s);
        list.removeDuplicates();
        return list;
    }

    [[nodiscard]] QString url(QLatin1StringView key)
    {
        const QString text = this->text(key);
        if (const QUrl url(text); !text.isEmpty() && !UrlPolicy().checkUrl(url))
            complain(key, u"a http or https URL"_s);
        return text;
    }

    /// Names that cannot stand below the roots are no import that failed, but no record of Copr's.
    /// Branches that clash with each other are: each by itself is good.
    void checkPlaces(const NewTask &task)
    {
        for (const QString &branch : task.branches) {
            const auto good = checkNames({.owner = task.owner,
                                          .project = task.project,
                                          .package = task.package,
                                          .branches = {branch}});
            if (!good && m_complaint.isEmpty())
                m_complaint = good.error().what.chopped(1); // its full stop
        }
    }

    [[nodiscard]] const QString &complaint() const { return m_complaint; }

private:
    void complain(QLatin1StringView key, const QString &expected)
    {
        if (!m_complaint.isEmpty())
            return;
        m_complaint = m_object.contains(key) ? u"\"%1\" is not %2"_s.arg(key, expected)
                                             : u"it has no \"%1\""_s.arg(key);
    }

    const QJsonObject &m_object;
    QString m_complaint;
};

/// `<owner>/<project>--<submitter>`; Copr sends a random id where it knows no submitter.
QString submitterFrom(const QString &sandbox, const QString &owner, const QString &project)
{
    const QString prefix = owner + u'/' + project + "--"_L1;
    return sandbox.startsWith(prefix) ? sandbox.sliced(prefix.size()) : QString();
}

NewTask readTask(RecordReader &reader)
{
    NewTask task;
    task.buildId = reader.buildId();
    task.owner = reader.text("owner"_L1);
    task.project = reader.text("project"_L1);
    task.branches = reader.texts("branches"_L1);
    task.package = reader.text("pkg_name"_L1);
    task.source = reader.url("srpm_url"_L1);
    task.given = task.source;
    task.sandbox = reader.text("sandbox"_L1);
    task.isBackground = reader.flag("background"_L1);
    reader.checkPlaces(task);
    task.submitter = submitterFrom(task.sandbox, task.owner, task.project);
    return task;
}

} // namespace

Result<ImportQueue> parseImportQueue(const QByteArray &json, const QString &frontend, Format format)
{
    const JsonArray array = splitJsonArray(json);
    if (!array.isArray) {
        return failure(
                Cause::Upstream,
                u"%1 did not answer with an import queue: see whether it is the URL of a Copr "
                "frontend."_s.arg(displayUrl(QUrl(frontend))),
                QString::fromUtf8(json.first(std::min(json.size(), kShownBytes))), Who::Us);
    }
    ImportQueue queue;
    queue.isComplete = array.isWhole;
    for (const QByteArrayView element : array.elements) {
        const auto spoil = [&](const QString &what, std::optional<qint64> buildId) {
            const QByteArrayView shown = element.first(std::min(element.size(), kShownBytes));
            queue.malformed << MalformedRecord{what, shown.toByteArray(), buildId};
            queue.isComplete = queue.isComplete && buildId.has_value();
        };
        QJsonParseError error;
        const QJsonDocument document = QJsonDocument::fromJson(
                QByteArray::fromRawData(element.data(), element.size()), &error);
        if (!document.isObject()) {
            spoil(u"A record of the import queue is no JSON object."_s, {});
            continue;
        }
        const QJsonObject object = document.object();
        RecordReader reader(object);
        NewTask task = readTask(reader);
        if (task.buildId && queue.builds.contains(*task.buildId)) {
            spoil(u"Build %1 stands in the import queue twice."_s.arg(*task.buildId), task.buildId);
            continue;
        }
        if (task.buildId)
            queue.builds << *task.buildId;
        if (!reader.complaint().isEmpty()) {
            const QString which = task.buildId ? u"of build %1 "_s.arg(*task.buildId) : QString();
            spoil(u"The record %1in the import queue cannot be used: %2."_s.arg(which,
                                                                                reader.complaint()),
                  task.buildId);
            continue;
        }
        task.frontend = frontend;
        task.format = format;
        queue.tasks << std::move(task);
    }
    return queue;
}

} // namespace sluice
