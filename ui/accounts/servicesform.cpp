// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/servicesform.h"

#include "hintlabel.h"
#include "pipeline/wishdesk.h"

#include <QFormLayout>
#include <QGroupBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace sluice {
using namespace Qt::StringLiterals;

ServicesForm::ServicesForm(WishDesk &desk, const QString &dataDirectory, QWidget *parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_file(dataDirectory)
    , m_copr(new QLabel(this))
    , m_farm(new QLabel(this))
    , m_coprSays(new QLabel(this))
    , m_farmSays(new QLabel(this))
    , m_check(new QPushButton(tr("&Check"), this))
{
    const auto makeBox = [this](const QString &title, QLabel *settings, QLabel *says) {
        auto *box = new QGroupBox(title, this);
        auto *column = new QVBoxLayout(box);
        for (QLabel *label : {settings, says}) {
            label->setWordWrap(true);
            label->setTextFormat(Qt::PlainText);
            column->addWidget(label);
        }
        return box;
    };
    m_coprSays->setObjectName(u"services.copr"_s);
    m_farmSays->setObjectName(u"services.farm"_s);
    auto *change = new QPushButton(tr("Change in &Settings…"), this);
    for (QPushButton *button : {change, m_check})
        button->setAutoDefault(false);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(change);
    buttons->addWidget(m_check);
    auto *column = new QVBoxLayout(this);
    column->addWidget(new HintLabel(tr("Only repositories that are driven need these: for those "
                                       "that are observed, another service has its own."),
                                    this));
    column->addWidget(makeBox(tr("Copr"), m_copr, m_coprSays));
    column->addWidget(makeBox(tr("Testing Farm"), m_farm, m_farmSays));
    column->addStretch();
    column->addLayout(buttons);
    connect(change, &QPushButton::clicked, this, &ServicesForm::settingsRequested);
    connect(m_check, &QPushButton::clicked, this, &ServicesForm::check);
    load();
}

void ServicesForm::load()
{
    m_background.run([file = m_file](std::stop_token) { return file.load(); }, this,
                     [this](const Result<Settings> &settings) { fill(settings); });
}

void ServicesForm::fill(const Result<Settings> &settings)
{
    if (!settings) {
        m_copr->setText(settings.error().what);
        return;
    }
    const PipelineSettings &known = settings->pipeline;
    m_copr->setText(known.coprLoginFile.isEmpty()
                            ? tr("%1, without a login: nothing can be built. Name the file that "
                                 "Copr's page for its API shows.")
                                      .arg(known.copr)
                            : tr("%1, with the login in %2").arg(known.copr, known.coprLoginFile));
    m_farm->setText(
            known.testingFarmTokenFile.isEmpty()
                    ? tr("%1, without a token: nothing can be tested.").arg(known.testingFarm)
                    : tr("%1, with the token in %2")
                              .arg(known.testingFarm, known.testingFarmTokenFile));
}

void ServicesForm::check()
{
    for (const auto &[kind, label] : {std::pair(WishKind::CheckCopr, m_coprSays),
                                      std::pair(WishKind::CheckTestingFarm, m_farmSays)}) {
        label->setText(tr("It is asked…"));
        m_desk.ask({.kind = kind}, label, [label](const Result<QString> &answer) {
            label->setText(answer ? *answer : answer.error().what);
        });
    }
}

} // namespace sluice
