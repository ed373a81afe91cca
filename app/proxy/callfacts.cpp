// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/callfacts.h"

#include <QRegularExpression>

#include <array>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kLongestLedgerPath = 2000; // of the ledger

/// What follows the path of a repository, and what it is asked for.
struct Meaning
{
    QRegularExpression rest;
    CallKind kind;
};

const std::array<Meaning, 6> &readMeanings()
{
    static const std::array<Meaning, 6> meanings{{
            {QRegularExpression(u"\\A\\z"_s), CallKind::Repository},
            {QRegularExpression(u"\\A/contents/\\.fmf(/|\\z)"_s), CallKind::Fmf},
            {QRegularExpression(u"\\A/(contents|git/trees|git/blobs)(/|\\z)"_s), CallKind::Config},
            {QRegularExpression(u"\\A/collaborators/[^/]+/permission\\z"_s), CallKind::Approved},
            {QRegularExpression(u"\\A/pulls(/[0-9]+)?\\z"_s), CallKind::PullRequest},
            {QRegularExpression(u"\\A/branches/."_s), CallKind::Branch},
    }};
    return meanings;
}

CallKind kindOf(bool isRead, const QString &rest)
{
    static const QRegularExpression flag(u"\\A/(statuses/[^/]+|check-runs(/[0-9]+)?)\\z"_s);
    if (!isRead)
        return flag.match(rest).hasMatch() ? CallKind::Status : CallKind::Other;
    for (const auto &[pattern, kind] : readMeanings()) {
        if (pattern.match(rest).hasMatch())
            return kind;
    }
    return CallKind::Other;
}

/// Nothing that opens a door stands in the ledger, even where it came in a URL.
QString withoutSecrets(const QString &target)
{
    static const QRegularExpression secret(u"token|secret|password|\\Acode\\z"_s,
                                           QRegularExpression::CaseInsensitiveOption);
    const qsizetype mark = target.indexOf(u'?');
    if (mark < 0)
        return target.left(kLongestLedgerPath);
    QStringList parameters = target.sliced(mark + 1).split(u'&');
    for (QString &parameter : parameters) {
        const QString name = parameter.section(u'=', 0, 0);
        // Any letter of it may be written with escapes.
        const QString plain = QString::fromLatin1(QByteArray::fromPercentEncoding(name.toLatin1()));
        if (parameter.size() > name.size() && plain.contains(secret))
            parameter = name + u"=…"_s;
    }
    return QString(target.first(mark + 1) + parameters.join(u'&')).left(kLongestLedgerPath);
}

bool leadsOut(const QByteArray &path)
{
    const QList<QByteArray> parts = path.split('/');
    for (const QByteArray &part : parts) {
        const QByteArray plain = QByteArray::fromPercentEncoding(part);
        if (plain == "." || plain == ".." || plain.contains("../") || plain.contains("/.."))
            return true;
    }
    return false;
}

} // namespace

std::optional<QByteArray> apiTarget(const QByteArray &target)
{
    if (!target.startsWith('/') || target.startsWith("//") || target.contains('#'))
        return {};
    const qsizetype mark = target.indexOf('?');
    QByteArray path = mark < 0 ? target : target.first(mark);
    const QByteArray query = mark < 0 ? QByteArray() : target.sliced(mark);
    if (leadsOut(path))
        return {};
    if (path.startsWith("/api/v3/") || path == "/api/v3")
        path.remove(0, 7);
    else if (path == "/api/graphql")
        path.remove(0, 4);
    return (path.isEmpty() ? "/"_ba : path) + query;
}

CallFacts callFacts(const QByteArray &method, const QByteArray &apiTarget)
{
    static const QRegularExpression below(
            u"\\A(?:/repos/([^/]+/[^/]+)|/repositories/[0-9]+)(/.*)?\\z"_s);
    static const QRegularExpression object(
            u"\\A/git/(blobs|trees|commits)/([0-9a-f]{40}|[0-9a-f]{64})\\z"_s);
    static const QRegularExpression atCommit(u"[?&]ref=([0-9a-f]{40}|[0-9a-f]{64})(&|\\z)"_s);
    const QString whole = QString::fromLatin1(apiTarget);
    CallFacts facts{.path = withoutSecrets(whole)};
    const QString path = whole.section(u'?', 0, 0);
    facts.isGraphql = path == "/graphql"_L1;
    const auto match = below.match(path);
    if (!match.hasMatch())
        return facts;
    const bool isRead = method == "GET" || method == "HEAD";
    const QString rest = match.captured(2) == "/"_L1 ? QString() : match.captured(2);
    facts.repository = match.captured(1);
    facts.kind = kindOf(isRead, rest);
    facts.isImmutable = method == "GET"
                     && (object.match(rest).hasMatch()
                         || (rest.startsWith("/contents"_L1) && atCommit.match(whole).hasMatch()));
    return facts;
}

QByteArray callerToken(const QByteArray &authorization)
{
    const QByteArray text = authorization.trimmed();
    const qsizetype space = text.indexOf(' ');
    if (space < 0)
        return text;
    const QByteArray value = text.sliced(space).trimmed();
    if (text.first(space).toLower() != "basic")
        return value;
    // Either part may be the token, the other is a word that GitHub takes no notice of.
    const QByteArray pair = QByteArray::fromBase64(value);
    const qsizetype colon = pair.indexOf(':');
    const QByteArray user = pair.first(colon < 0 ? pair.size() : colon);
    const QByteArray password = colon < 0 ? QByteArray() : pair.sliced(colon + 1);
    return password.isEmpty() || password == "x-oauth-basic" ? user : password;
}

QString callerName(QByteArrayView userAgent, QByteArrayView authorization)
{
    if (userAgent.startsWith("GitHub CLI"))
        return u"gh"_s;
    static const QRegularExpression product(u"\\A[A-Za-z0-9][A-Za-z0-9._-]{0,39}(?=[/ ]|\\z)"_s);
    const QString name = product.match(QString::fromLatin1(userAgent)).captured();
    // Somebody may well have mixed up the two headers.
    const bool isSecret = name.size() > 5 && authorization.contains(name.toLatin1());
    return name.isEmpty() || isSecret ? u"unknown"_s : name;
}

} // namespace sluice
