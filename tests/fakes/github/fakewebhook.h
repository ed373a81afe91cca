// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "fakes/github/fakegithub.h"

namespace sluice {

/// A webhook as GitHub sends it.
struct FakeWebhook
{
    QHttpHeaders headers;
    QByteArray body;
};

/// Signed with `secret`.
[[nodiscard]] FakeWebhook makeWebhook(const QString &event, const QString &guid,
                                      const QJsonObject &payload, const QByteArray &secret);
/// Of a hook, with the headers that name hook and target.
[[nodiscard]] FakeWebhook makeWebhook(const FakeHook &hook, const FakeDelivery &delivery);
/// `action`: "opened", "synchronize", "reopened", "closed".
[[nodiscard]] QJsonObject fakePullPayload(const QString &action, const FakeRepository &repository,
                                          const FakePull &pull);
/// `action`: "created", "completed".
[[nodiscard]] QJsonObject fakeCheckRunPayload(const QString &action,
                                              const FakeRepository &repository,
                                              const FakeCheckRun &run, const QString &sender);
[[nodiscard]] QJsonObject fakeStatusPayload(const FakeRepository &repository,
                                            const FakeStatus &status);
[[nodiscard]] QJsonObject fakeRerequestPayload(const FakeRepository &repository,
                                               const FakeCheckRun &run, const QString &sender);
[[nodiscard]] QJsonObject fakeCommentPayload(const FakeRepository &repository, const FakePull &pull,
                                             const FakeComment &comment);
[[nodiscard]] QJsonObject fakePingPayload(const FakeRepository &repository);

} // namespace sluice
