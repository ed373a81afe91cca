// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/fetcher.h"

#include "sources/httpdownload.h"

#include <QSslConfiguration>

namespace sluice {

struct Fetcher::Private
{
    std::shared_ptr<FetchContext> context;
};

Fetcher::Fetcher(QString directory, UrlPolicy policy, Caps caps, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(
              std::make_shared<FetchContext>(std::move(directory), std::move(policy), caps)))
{}

Fetcher::~Fetcher() = default;

void Fetcher::setTls(const QSslConfiguration &tls)
{
    d->context->tlsRequest.setSslConfiguration(tls);
}

std::unique_ptr<Download> Fetcher::fetch(const QUrl &url, bool isListed)
{
    return std::make_unique<HttpDownload>(d->context, url, isListed);
}

} // namespace sluice
