// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/dryruntext.h"

#include "budget/budgettext.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr std::array kTotals{CallKind::Private, CallKind::Approved, CallKind::Config,
                             CallKind::Status, CallKind::Other};

/// The word that GitHub has for it.
QString stateWord(FlagState state, FlagKind kind)
{
    if (kind == FlagKind::CommitStatus)
        return commitStatusState(state);
    const QLatin1StringView conclusion = checkRunConclusion(state);
    return conclusion.isEmpty() ? checkRunStatus(state) : conclusion;
}

QJsonValue number(double value)
{
    return value == double(qint64(value)) ? QJsonValue(qint64(value)) : QJsonValue(value);
}

} // namespace

QStringList joinedStates(const BudgetSettings &settings)
{
    if (!settings.isNewsOnly)
        return {};
    return {u"build: \"SRPM build in Copr was submitted\" is left to \"The task was accepted\""_s,
            u"build: \"SRPM build succeeded. Waiting for RPM build to start\" is left to \"RPM "
            u"build is in progress\""_s,
            u"test: \"Waiting for RPMs to be built\" is left to \"The task was accepted\""_s,
            u"test: \"Build succeeded. Submitting the tests\" is left to \"Tests have been "
            u"submitted\""_s};
}

QString dryRunText(const DryRunRequest &request, const DryRunResult &result)
{
    QString text = u"%1, policy %2\n\n"_s.arg(result.pull, policyName(request.policy));
    std::optional<PipelineStep> step;
    for (const CallRecord &call : result.calls) {
        if (call.step && call.step != step) {
            step = call.step;
            text += stepName(*step) + u'\n';
        }
        text += u"  %1 %2 %3  %4 %5\n"_s.arg(QString::number(call.status),
                                             QString::number(call.cost),
                                             kindKey(call.kind).toString().leftJustified(18),
                                             QString::fromLatin1(call.method), call.path);
    }
    text += u"\n%1 requests, GitHub counts %2; the model says %3\n"_s.arg(result.calls.size())
                    .arg(result.counted())
                    .arg(callsText(result.model.counted.total()));
    for (const CallKind kind : kTotals) {
        text += u"  %1 %2 %3\n"_s.arg(QString(kindKey(kind)).leftJustified(18),
                                      QString::number(result.measured(kind)).rightJustified(6),
                                      callsText(result.predicted(kind)).rightJustified(6));
    }
    text += u'\n';
    for (const FlagHistory &flag : result.flags) {
        QStringList states;
        for (const FlagValue &value : flag.values)
            states << stateWord(value.state, request.flags) + u" \""_s + value.description + u'"';
        text += u"%1\n  %2\n"_s.arg(flag.name, states.join("\n  "_L1));
    }
    for (const QString &joined : joinedStates(result.settings))
        text += u"joined: "_s + joined + u'\n';
    return text.chopped(1);
}

QByteArray dryRunJson(const DryRunRequest &request, const DryRunResult &result)
{
    QJsonObject totals;
    QJsonObject model;
    for (const CallKind kind : kTotals) {
        totals.insert(kindKey(kind), result.measured(kind));
        model.insert(kindKey(kind), number(result.predicted(kind)));
    }
    QJsonArray calls;
    for (const CallRecord &call : result.calls) {
        calls << QJsonObject{
                {u"step"_s, call.step ? QJsonValue(stepName(*call.step)) : QJsonValue()},
                {u"kind"_s, kindKey(call.kind)},
                {u"method"_s, QString::fromLatin1(call.method)},
                {u"path"_s, call.path},
                {u"status"_s, call.status},
                {u"resource"_s, call.resource},
                {u"cost"_s, call.cost}};
    }
    QJsonArray flags;
    for (const FlagHistory &flag : result.flags) {
        QJsonArray states;
        for (const FlagValue &value : flag.values)
            states << QJsonObject{{u"state"_s, stateWord(value.state, request.flags)},
                                  {u"description"_s, value.description}};
        flags << QJsonObject{{u"context"_s, flag.name}, {u"states"_s, states}};
    }
    QJsonObject json{{u"policy"_s, policyName(request.policy)},
                     {u"pull"_s, result.pull},
                     {u"requests"_s, result.calls.size()},
                     {u"counted"_s, result.counted()},
                     {u"totals"_s, totals},
                     {u"model"_s, model},
                     {u"calls"_s, calls},
                     {u"flags"_s, flags}};
    if (const QStringList joined = joinedStates(result.settings); !joined.isEmpty())
        json.insert(u"joined"_s, QJsonArray::fromStringList(joined));
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

} // namespace sluice
