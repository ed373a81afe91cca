// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include <chrono>

namespace sluice {

/// What pipelines of pull requests run with: GitHub, Copr, Testing Farm, and where events come
/// from. Part of Settings; secrets stand in the files that it names.
struct PipelineSettings
{
    QString github = QStringLiteral("https://api.github.com"); ///< base URL of the API
    QString githubAccount = QStringLiteral("pipelines"); ///< names the token in the keyring
    QString githubTokenFile; ///< or empty: the environment, then the keyring
    qint64 githubApp = 0; ///< id of the App; 0: a person's token
    QString githubAppKeyFile;
    qint64 githubInstallation = 0;
    std::chrono::milliseconds githubWriteSpacing{1000};
    QString policy = QStringLiteral("sluice");
    QString flags = QStringLiteral("statuses"); ///< or "check-runs"
    QString summaryFlag = QStringLiteral("off"); ///< or "on"
    QString flagPrefix; ///< before every flag's name: "sluice/"
    std::chrono::seconds poll{60}; ///< for pull requests
    std::chrono::seconds watch{15}; ///< how often builds and tests are asked about
    QStringList repositories; ///< "owner/name"
    QString copr = QStringLiteral("https://copr.fedorainfracloud.org");
    QString coprLoginFile;
    QString coprOwner; ///< of the projects; empty: the login's user
    QString testingFarm = QStringLiteral("https://api.testing-farm.io");
    QString testingFarmTokenFile;
    int webhookPort = 0; ///< on 127.0.0.1; 0: none
    QString webhookSecretFile;
    std::chrono::seconds webhookStored{0}; ///< for stored deliveries; 0: never

    bool operator==(const PipelineSettings &) const = default;
};

} // namespace sluice
