// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/settingproblems.h"

#include <QDir>
#include <QFileInfo>

#include <array>
#include <fcntl.h>
#include <linux/magic.h>
#include <sys/vfs.h>
#include <unistd.h>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kMostPemBytes = 16 << 20;

struct NamedRoot
{
    QString key;
    QString path;
};

bool mayAccess(const QString &path, int how)
{
    return ::faccessat(AT_FDCWD, QFile::encodeName(path).constData(), how, AT_EACCESS) == 0;
}

/// A link to nothing is there too: nothing else can be made in its place.
bool isThere(const QFileInfo &info) { return info.exists() || info.isSymLink(); }

/// The path itself or the nearest folder above it that is there.
QString nearestThere(const QString &path)
{
    QString near = path;
    while (!isThere(QFileInfo(near)) && near != "/"_L1)
        near = QFileInfo(near).absolutePath();
    return near;
}

/// Without links, as far as the path is there.
QString realPath(const QString &path)
{
    const QString near = nearestThere(path);
    const QString real = QFileInfo(near).canonicalFilePath();
    return real.isEmpty() ? path : QDir::cleanPath(real + u'/' + path.mid(near.size()));
}

/// /proc and /sys, where rights say nothing.
bool isOfKernel(const QString &path)
{
    struct statfs status{};
    return ::statfs(QFile::encodeName(path).constData(), &status) == 0
        && (status.f_type == PROC_SUPER_MAGIC || status.f_type == SYSFS_MAGIC);
}

/// Why nothing can be made in there, to go on from its name.
QString folderProblem(const QString &path)
{
    const QFileInfo info(path);
    if (!info.exists())
        return u"is a link to nothing"_s;
    if (!info.isDir())
        return u"is a file"_s;
    return mayAccess(path, W_OK | X_OK) && !isOfKernel(path) ? QString()
                                                             : u"cannot be written to"_s;
}

QString rootProblem(const NamedRoot &root)
{
    const QString near = nearestThere(root.path);
    const QString why = folderProblem(near);
    if (why.isEmpty())
        return {};
    if (near == root.path)
        return u"%1: %2 %3; choose another folder."_s.arg(root.key, root.path, why);
    return u"%1: %2 cannot be made because %3 %4; choose another folder."_s.arg(root.key, root.path,
                                                                                near, why);
}

QString nestingProblem(const NamedRoot &root, const NamedRoot &other)
{
    const QString path = realPath(root.path);
    const QString otherPath = realPath(other.path);
    const auto say = [&](const QString &how) {
        return u"%1: %2 is %3 that %4 names; choose a folder of its own."_s.arg(root.key, root.path,
                                                                                how, other.key);
    };
    if (path == otherPath)
        return say(u"the folder"_s);
    if (path == "/"_L1 || otherPath.startsWith(path + u'/'))
        return say(u"above the folder"_s);
    if (otherPath == "/"_L1 || path.startsWith(otherPath + u'/'))
        return say(u"inside the folder"_s);
    return {};
}

std::array<NamedRoot, 3> rootsOf(const Settings &settings)
{
    return {NamedRoot{u"git.root"_s, settings.gitRoot},
            NamedRoot{u"lookaside.root"_s, settings.lookasideRoot},
            NamedRoot{u"logs.root"_s, settings.logsRoot}};
}

QList<SettingProblem> nestingProblems(const Settings &settings)
{
    QList<SettingProblem> problems;
    for (const NamedRoot &root : rootsOf(settings)) {
        for (const NamedRoot &other : rootsOf(settings)) {
            const QString sentence
                    = root.key == other.key ? QString() : nestingProblem(root, other);
            if (!sentence.isEmpty())
                problems.append({root.key, sentence});
        }
    }
    return problems;
}

/// Only looked at: whether each certificate is sound, TLS says when it reads them.
bool holdsCertificate(const QByteArray &pem)
{
    static constexpr auto kBegin = "-----BEGIN CERTIFICATE-----"_L1;
    static constexpr auto kEnd = "-----END CERTIFICATE-----"_L1;
    const qsizetype begin = pem.indexOf(kBegin);
    const qsizetype end = pem.indexOf(kEnd, std::max(begin, qsizetype{0}));
    if (begin < 0 || end < 0)
        return false;
    const qsizetype start = begin + kBegin.size();
    const QByteArray text = pem.mid(start, end - start).simplified().replace(' ', QByteArray());
    const auto der = QByteArray::fromBase64Encoding(text, QByteArray::AbortOnBase64DecodingErrors);
    return der && (*der).startsWith('\x30'); // an ASN.1 sequence
}

/// Why the file cannot be used, to go on from its name.
QString fileProblem(const QString &path)
{
    const QFileInfo info(path);
    if (!info.exists())
        return u"is not there; correct the path or make the file"_s;
    if (!info.isFile())
        return u"is no regular file; name one"_s;
    if (!mayAccess(path, R_OK))
        return u"cannot be read; change its rights or name another"_s;
    return info.size() == 0 ? u"is empty; fill it or name another"_s : QString();
}

QString pemProblem(const QString &path)
{
    const QString problem = fileProblem(path);
    if (!problem.isEmpty())
        return problem;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return u"cannot be read; change its rights or name another"_s;
    return holdsCertificate(file.read(kMostPemBytes))
                 ? QString()
                 : u"holds no certificate in PEM form; name a file that does"_s;
}

} // namespace

QList<SettingProblem> settingProblems(const Settings &settings)
{
    QList<SettingProblem> problems;
    const auto add = [&problems](const QString &key, const QString &sentence) {
        if (!sentence.isEmpty())
            problems.append({key, sentence});
    };
    for (const NamedRoot &root : rootsOf(settings))
        add(root.key, rootProblem(root));
    problems += nestingProblems(settings);
    const auto addFile = [&add](const QString &key, const QString &path, const QString &problem) {
        if (!problem.isEmpty())
            add(key, u"%1: %2 %3."_s.arg(key, path, problem));
    };
    for (const QString &path : settings.trustedCertificates)
        addFile(u"url.trusted-certificates"_s, path, pemProblem(path));
    if (const QString &path = settings.frontendPasswordFile; !path.isEmpty())
        addFile(u"frontend.password-file"_s, path, fileProblem(path));
    const PipelineSettings &pipeline = settings.pipeline;
    const std::pair<QString, QString> files[]
            = {{u"github.token-file"_s, pipeline.githubTokenFile},
               {u"github.app-key-file"_s, pipeline.githubAppKeyFile},
               {u"copr.login-file"_s, pipeline.coprLoginFile},
               {u"testing-farm.token-file"_s, pipeline.testingFarmTokenFile},
               {u"webhook.secret-file"_s, pipeline.webhookSecretFile}};
    for (const auto &[key, path] : files) {
        if (!path.isEmpty())
            addFile(key, path, fileProblem(path));
    }
    return problems;
}

Result<void> checkRoots(const Settings &settings)
{
    QList<SettingProblem> problems;
    for (const NamedRoot &root : rootsOf(settings)) {
        // One that is there and cannot be written may be so for a while.
        if (!QFileInfo(root.path).isDir() && !rootProblem(root).isEmpty())
            problems.append({root.key, rootProblem(root)});
    }
    problems += nestingProblems(settings);
    if (problems.isEmpty())
        return {};
    return failure(Cause::Invalid, problems.first().sentence, {}, Who::Us);
}

} // namespace sluice
