// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"
#include "settings/caps.h"
#include "sources/urlpolicy.h"

#include <QFile>
#include <QObject>
#include <QUrl>

#include <functional>
#include <memory>

class QSslConfiguration;

namespace sluice {

/// A download that has not ended. Dropping it ends the download and closes its file.
class Download : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    [[nodiscard]] virtual qint64 received() const = 0; ///< bytes so far
    [[nodiscard]] virtual qint64 total() const = 0; ///< bytes, -1 where the server did not say

signals:
    /// Once, unless dropped before, and never from within fetch(). With no error `file` is whole,
    /// at its start and has no name on disk.
    void finished(const std::shared_ptr<QFile> &file, const std::optional<sluice::Error> &error);
};

/// Downloads sources over http and https by the URL policy: names are resolved first, every address
/// is checked and the connection made to one that was checked; redirects are followed by hand,
/// each checked. Connections are kept open for the next download from the same server. No proxy, no
/// cookies, no cache. Lives on the engine's thread; holds no other thread.
class Fetcher final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Fetcher)

public:
    /// Files are made (without a name) in `directory`, which must exist.
    Fetcher(QString directory, UrlPolicy policy, Caps caps, QObject *parent = nullptr);
    ~Fetcher() override;

    /// What https servers must prove; the system's certificates unless this is called.
    void setTls(const QSslConfiguration &tls);

    /// `isListed`: the user typed this URL, its host counts as listed. The caller owns the
    /// download, which may outlive the fetcher.
    [[nodiscard]] std::unique_ptr<Download> fetch(const QUrl &url, bool isListed);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace sluice
