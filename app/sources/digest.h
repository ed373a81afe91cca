// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <memory>
#include <optional>

struct evp_md_ctx_st;
struct evp_md_st;

namespace sluice {

/// One message digest on its way. Movable; any one thread.
class Digest final
{
public:
    /// By its number in RPM headers (OpenPGP's); nothing for those that OpenSSL does not have here.
    [[nodiscard]] static std::optional<Digest> create(int rpmAlgorithm);

    void update(QByteArrayView bytes);
    /// The digest in lower-case hex; begins anew.
    [[nodiscard]] QByteArray finish();

private:
    struct Free
    {
        void operator()(evp_md_ctx_st *context) const;
    };
    explicit Digest(const evp_md_st *kind);

    const evp_md_st *m_kind;
    std::unique_ptr<evp_md_ctx_st, Free> m_context;
};

} // namespace sluice
