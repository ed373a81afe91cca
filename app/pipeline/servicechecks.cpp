// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/servicechecks.h"

#include "copr/coprcredentials.h"
#include "pipeline/serviceoptions.h"
#include "sources/tlstrust.h"

namespace sluice {
using namespace Qt::StringLiterals;

ServiceChecks::ServiceChecks(WishStore &wishes, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_wishes(wishes)
    , m_clock(clock)
{}

void ServiceChecks::take(const Wish &wish, const Result<Settings> &settings)
{
    if (m_asked.contains(wish.id))
        return;
    m_asked.insert(wish.id);
    (void)m_wishes.markTaken(wish.id); // asked again where the store cannot be written
    if (!settings)
        return answer(wish.id, std::unexpected(settings.error()));
    const auto tls = tlsTrusting(settings->trustedCertificates);
    if (!tls)
        return answer(wish.id, std::unexpected(tls.error()));
    if (wish.kind == WishKind::CheckCopr)
        checkCopr(wish.id, settings->pipeline, *tls);
    else
        checkFarm(wish.id, settings->pipeline, *tls);
}

void ServiceChecks::checkCopr(qint64 wish, const PipelineSettings &settings,
                              const QSslConfiguration &tls)
{
    const auto login = coprLogin(settings);
    if (!login)
        return answer(wish, std::unexpected(login.error()));
    m_copr = std::make_unique<CoprBuildClient>(
            JsonApiServer{u"Copr"_s, settings.copr, login->authorization(), tls}, m_clock);
    m_copr->whoAmI([this, wish](const Result<QString> &name) {
        answer(wish, name.transform([](const QString &user) {
            return u"Copr knows this login as %1."_s.arg(user);
        }));
    });
}

void ServiceChecks::checkFarm(qint64 wish, const PipelineSettings &settings,
                              const QSslConfiguration &tls)
{
    const auto token = farmToken(settings);
    if (!token)
        return answer(wish, std::unexpected(token.error()));
    if (token->isEmpty()) {
        return answer(wish, failure(Cause::Invalid,
                                    u"There is no token for Testing Farm: set "
                                    u"testing-farm.token-file to a file that holds one."_s));
    }
    m_farm = std::make_unique<FarmClient>(settings.testingFarm, *token, tls, m_clock);
    m_farm->whoAmI([this, wish](const Result<QString> &ranch) {
        answer(wish, ranch.transform([](const QString &name) {
            return u"Testing Farm takes this token, for its %1 ranch."_s.arg(name);
        }));
    });
}

void ServiceChecks::answer(qint64 wish, const Result<QString> &sentence)
{
    // Where the store cannot be written it is asked once more: that does no harm.
    if (!m_wishes.answer(wish, sentence.value_or(QString()),
                         sentence ? QString() : sentence.error().what))
        m_asked.remove(wish);
}

} // namespace sluice
