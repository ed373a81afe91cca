// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/pullfinder.h"

#include "github/githubclient.h"
#include "github/networktransport.h"
#include "github/personaltoken.h"
#include "packit/chroottable.h"
#include "packit/packitconfig.h"
#include "pipeline/pullreader.h"
#include "timers.h"

#include <QEventLoop>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

/// Asks one thing after the other and waits for each.
class Asker final
{
public:
    Asker(const QUrl &github, const QByteArray &token)
        : m_transport(QSslConfiguration::defaultConfiguration())
        , m_tokens(u"the token file"_s, token)
        , m_client(options(github), m_transport, m_tokens, m_timers, nullptr, nullptr)
    {}

    Result<QJsonDocument> get(const QString &path)
    {
        Result<QJsonDocument> result;
        QEventLoop loop;
        QObject context;
        m_client.send({.path = path}, &context, [&](const Result<ApiAnswer> &answer) {
            if (answer)
                result = QJsonDocument::fromJson(answer->body);
            else
                result = std::unexpected(answer.error());
            loop.quit();
        });
        loop.exec();
        return result;
    }

private:
    static GithubOptions options(const QUrl &github)
    {
        GithubOptions options;
        options.baseUrl = github;
        options.isCaching = options.isJoining = false;
        return options;
    }

    SystemTimers m_timers;
    NetworkTransport m_transport;
    PersonalToken m_tokens;
    GithubClient m_client;
};

Pipeline pipelineFrom(const QString &repository, const QJsonValue &pull)
{
    const QString author = pull["user"_L1]["login"_L1].toString();
    return {.repository = repository,
            .number = pull["number"_L1].toInt(),
            .headSha = pull["head"_L1]["sha"_L1].toString(),
            .baseRef = pull["base"_L1]["ref"_L1].toString(),
            .headUrl = pull["head"_L1]["repo"_L1]["clone_url"_L1].toString(),
            .title = pull["title"_L1].toString(),
            .author = author,
            .sender = author};
}

/// Reads the configuration at the head commit; none: there is none.
Result<std::optional<FoundPull>> lookAt(Asker &asker, const Pipeline &pull)
{
    const QString contents = u"/repos/%1/contents/%3?ref=%2"_s.arg(pull.repository, pull.headSha);
    FoundPull found{.pull = pull};
    const QStringList names = notebookConfigNames();
    for (qsizetype i = 0; i < names.size(); ++i) {
        const auto file = asker.get(contents.arg(names.at(i)));
        if (!file && file.error().cause == Cause::NotFound)
            continue;
        if (!file)
            return std::unexpected(file.error());
        const QByteArray text = QByteArray::fromBase64((*file)["content"_L1].toString().toLatin1());
        const auto config = parsePackitConfig(text, {names.at(i), pull.repository.section(u'/', 1)},
                                              ChrootTable::builtIn());
        if (!config)
            return std::unexpected(config.error());
        for (const PackitJob &job : config->builds(pull.baseRef)) {
            for (const PackitFlag &flag : job.flags + job.unsupported)
                found.chroots << flag.target;
        }
        found.chroots.removeDuplicates();
        found.specfileLookups = config->specfileLookups;
        found.callsNameByName = int(i) + 1 + found.specfileLookups;
        return found;
    }
    return std::optional<FoundPull>();
}

std::unexpected<Error> notFound(const QString &what)
{
    return failure(Cause::NotFound, what, {}, Who::Us);
}

Result<FoundPull> firstOpen(Asker &asker, const QUrl &github)
{
    const auto repositories = asker.get(u"/user/repos?per_page=100"_s);
    if (!repositories)
        return std::unexpected(repositories.error());
    for (const QJsonValue &repository : repositories->array()) {
        const QString name = repository["full_name"_L1].toString();
        const auto pulls = asker.get(u"/repos/%1/pulls?state=open"_s.arg(name));
        if (!pulls)
            return std::unexpected(pulls.error());
        for (const QJsonValue &pull : pulls->array()) {
            const auto found = lookAt(asker, pipelineFrom(name, pull));
            if (!found)
                return std::unexpected(found.error());
            if (*found)
                return **found;
        }
    }
    return notFound(u"No open pull request with a Packit configuration is visible to this token on "
                    u"%1: name one as OWNER/REPO#N."_s.arg(github.toString()));
}

} // namespace

Result<FoundPull> findPull(const QUrl &github, const QByteArray &token, const QString &pull)
{
    Asker asker(github, token);
    if (pull.isEmpty())
        return firstOpen(asker, github);
    static const QRegularExpression form(u"^([^/\\s]+/[^/#\\s]+)#(\\d+)$"_s);
    const auto match = form.match(pull);
    if (!match.hasMatch()) {
        return failure(Cause::Invalid,
                       u"\"%1\" is no pull request: name one as OWNER/REPO#N."_s.arg(pull.left(80)),
                       {}, Who::Us);
    }
    const auto answer
            = asker.get(u"/repos/%1/pulls/%2"_s.arg(match.captured(1), match.captured(2)));
    if (!answer)
        return std::unexpected(answer.error());
    const auto found = lookAt(asker, pipelineFrom(match.captured(1), answer->object()));
    if (!found)
        return std::unexpected(found.error());
    if (!*found)
        return notFound(u"%1 has no Packit configuration at its head commit."_s.arg(pull));
    return **found;
}

} // namespace sluice
