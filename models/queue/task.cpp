// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "queue/task.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr std::array kStates{"queued"_L1,    "fetching"_L1, "committing"_L1, "reporting"_L1,
                             "succeeded"_L1, "failed"_L1,   "canceled"_L1};
constexpr std::array kFormats{"copr"_L1, "fedora"_L1};
constexpr std::array kStages{"fetch"_L1,  "unpack"_L1, "store"_L1,
                             "commit"_L1, "sync"_L1,   "report"_L1};
static_assert(kStates.size() == kStateCount && kStages.size() == kStageCount);

template <typename Enum, size_t N>
std::optional<Enum> fromName(const std::array<QLatin1StringView, N> &names, QStringView wanted)
{
    for (size_t i = 0; i < N; ++i) {
        if (names[i] == wanted)
            return static_cast<Enum>(i);
    }
    return {};
}

} // namespace

void StageTimings::add(Stage stage, double ms)
{
    auto &slot = m_ms[static_cast<size_t>(stage)];
    slot = slot.value_or(0) + ms;
}

std::optional<double> StageTimings::ms(Stage stage) const
{
    return m_ms[static_cast<size_t>(stage)];
}

QByteArray StageTimings::toJson() const
{
    // By hand: QJsonObject sorts its keys, people read stages in their order.
    QByteArray json = "{"_ba;
    for (size_t i = 0; i < kStages.size(); ++i) {
        if (!m_ms[i])
            continue;
        if (json.size() > 1)
            json += ',';
        json += '"' + QByteArray(kStages[i].data(), kStages[i].size())
              + "\":" + QByteArray::number(*m_ms[i], 'f', 2);
    }
    return json + '}';
}

StageTimings StageTimings::fromJson(const QByteArray &json)
{
    StageTimings timings;
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    for (size_t i = 0; i < kStages.size(); ++i) {
        if (const QJsonValue value = object.value(kStages[i]); value.isDouble())
            timings.m_ms[i] = value.toDouble();
    }
    return timings;
}

bool Task::hasEnded() const
{
    return state == State::Succeeded || state == State::Failed || state == State::Canceled;
}

QString Task::label() const { return buildId ? u"build %1"_s.arg(*buildId) : u"task %1"_s.arg(id); }

QString Task::logName() const
{
    return buildId ? u"%1.log"_s.arg(*buildId) : u"task-%1.log"_s.arg(id);
}

QString stateName(State state) { return kStates[static_cast<size_t>(state)]; }

std::optional<State> stateFromName(QStringView name) { return fromName<State>(kStates, name); }

QString formatName(Format format) { return kFormats[static_cast<size_t>(format)]; }

std::optional<Format> formatFromName(QStringView name) { return fromName<Format>(kFormats, name); }

QString stageName(Stage stage) { return kStages[static_cast<size_t>(stage)]; }

} // namespace sluice
