// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <memory>

using EVP_MD_CTX = struct evp_md_ctx_st;

namespace sluice {

/// A hash in the making, by OpenSSL (several times faster than Qt's own). Reusable after result().
class Hasher final
{
    Q_DISABLE_COPY_MOVE(Hasher)

public:
    enum class Algorithm { Md5, Sha1, Sha512 };

    explicit Hasher(Algorithm algorithm);
    ~Hasher();

    void add(QByteArrayView bytes);
    [[nodiscard]] QByteArray result(); ///< raw bytes; starts over

private:
    void start();

    Algorithm m_algorithm;
    EVP_MD_CTX *m_context;
};

} // namespace sluice
