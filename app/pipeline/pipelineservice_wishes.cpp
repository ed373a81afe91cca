// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/pipelineservice.h"

// What a PipelineService does for people at a window, which may be another process.
namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto kWishLook = 1s;

QString answerTo(const Wish &wish, const Pipeline &pipeline)
{
    const QString label = pipeline.label();
    switch (wish.kind) {
    case WishKind::RetryChroot:
        return u"%1 of %2 begins again."_s.arg(wish.argument, label);
    case WishKind::RetryFailed:
        return pipeline.state == PipelineState::Refused
                     ? u"%1 is read again."_s.arg(label)
                     : u"What failed of %1 begins again."_s.arg(label);
    case WishKind::Cancel:
        return u"What ran of %1 is canceled."_s.arg(label);
    case WishKind::ResendFlags:
        return u"The flags of %1 are sent again."_s.arg(label);
    default:
        return {};
    }
}

} // namespace

void PipelineService::lookForWishes()
{
    if (m_stopUntil.isValid())
        return;
    takeWishes();
    m_timers.callAfter(kWishLook, this, [this] { lookForWishes(); });
}

void PipelineService::takeWishes()
{
    const auto open = m_wishes.open();
    if (!open)
        return tell(u"store"_s, 0, open.error());
    for (const Wish &wish : *open) {
        if (!isForPipelines(wish.kind))
            continue;
        const auto pipeline = m_store.pipeline(wish.subject);
        const Pipeline before = pipeline && *pipeline ? **pipeline : Pipeline();
        const auto done = doWish(wish);
        const auto answered = m_wishes.answer(wish.id, done ? answerTo(wish, before) : QString(),
                                              done ? QString() : done.error().what);
        if (!answered)
            return tell(u"store"_s, 0, answered.error());
    }
}

Result<void> PipelineService::doWish(const Wish &wish)
{
    switch (wish.kind) {
    case WishKind::RetryChroot:
        return retry(wish.subject, {.chroot = wish.argument});
    case WishKind::RetryFailed:
        return retry(wish.subject, {});
    case WishKind::Cancel:
        return m_runner.cancel(wish.subject, wish.who.isEmpty() ? u"Somebody"_s : wish.who);
    case WishKind::ResendFlags:
        return m_runner.resendFlags(wish.subject);
    default:
        return failure(Cause::Invalid, u"Pipelines know no such wish."_s);
    }
}

} // namespace sluice
