// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/taskjson.h"

#include "ctl/tasktext.h"

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

QByteArray quoted(const QString &text)
{
    QByteArray json = "\""_ba;
    for (const char c : text.toUtf8()) {
        if (c == '"' || c == '\\')
            json += '\\';
        if (c >= 0 && c < 0x20)
            json += "\\u" + QByteArray::number(c, 16).rightJustified(4, '0');
        else
            json += c;
    }
    return json + '"';
}

QByteArray quotedOrNull(const QString &text) { return text.isEmpty() ? "null"_ba : quoted(text); }

/// By hand: QJsonObject sorts its keys, and these keep their order.
class Object
{
public:
    void add(const QString &key, const QByteArray &value)
    {
        m_json += (m_json.size() > 1 ? ", " : "") + quoted(key) + ": " + value;
    }
    [[nodiscard]] QByteArray json() const { return m_json + '}'; }

private:
    QByteArray m_json = "{"_ba;
};

QByteArray branchesJson(const Task &task)
{
    Object branches;
    for (const BranchTip &tip : task.branches) {
        const bool isDone = task.state == State::Succeeded;
        branches.add(tip.branch, isDone ? quotedOrNull(tip.commit) : "null"_ba);
    }
    return branches.json();
}

QByteArray timingsJson(const StageTimings &timings)
{
    Object object;
    for (int i = 0; i < kStageCount; ++i) {
        const auto stage = static_cast<Stage>(i);
        if (const auto ms = timings.ms(stage))
            object.add(stageName(stage), QByteArray::number(*ms, 'f', 2));
    }
    return object.json();
}

QByteArray errorJson(const std::optional<Error> &error)
{
    if (!error)
        return "null"_ba;
    Object object;
    object.add(u"cause"_s, quoted(causeName(error->cause)));
    object.add(u"message"_s, quoted(error->what));
    object.add(u"who"_s, quoted(whoName(error->who)));
    return object.json();
}

} // namespace

QByteArray taskJson(const Task &task)
{
    Object object;
    object.add(u"id"_s, QByteArray::number(task.id));
    object.add(u"build_id"_s, task.buildId ? QByteArray::number(*task.buildId) : "null"_ba);
    object.add(u"source"_s, quoted(task.given.isEmpty() ? task.source : task.given));
    object.add(u"owner"_s, quoted(task.owner));
    object.add(u"project"_s, quoted(task.project));
    object.add(u"package"_s, quotedOrNull(task.package));
    object.add(u"version"_s, quotedOrNull(task.version));
    object.add(u"state"_s, quoted(stateName(task.state)));
    object.add(u"branches"_s, branchesJson(task));
    object.add(u"attempts"_s, QByteArray::number(task.attempts));
    object.add(u"timings_ms"_s, timingsJson(task.timings));
    object.add(u"error"_s, errorJson(standingError(task)));
    return object.json();
}

QByteArray countsJson(const StateCounts &counts)
{
    Object object;
    for (int i = 0; i < kStateCount; ++i) {
        const auto state = static_cast<State>(i);
        object.add(stateName(state), QByteArray::number(counts[state]));
    }
    return object.json();
}

} // namespace sluice
