// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/srpmbuilder.h"

#include <QDir>
#include <QFile>
#include <QProcess>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

bool writeFile(const QString &path, const QByteArray &content)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
}

} // namespace

QString SrpmBuilder::build(const Input &input)
{
    const QString top = m_directory.filePath(QString::number(m_built++));
    const QString sources = top + u"/SOURCES"_s;
    if (!QDir().mkpath(sources) || !writeFile(top + u'/' + input.specName, input.spec))
        return {};
    for (const auto &[name, content] : input.files) {
        if (!writeFile(sources + u'/' + name, content))
            return {};
    }
    QProcess rpmbuild;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"SOURCE_DATE_EPOCH"_s, u"1700000000"_s);
    environment.insert(u"HOME"_s, top); // nobody's own macros
    rpmbuild.setProcessEnvironment(environment);
    rpmbuild.setProcessChannelMode(QProcess::MergedChannels);
    const QStringList defines{u"_topdir "_s + top, u"_source_payload "_s + input.payload,
                              u"_buildhost localhost"_s, u"use_source_date_epoch_as_buildtime 1"_s,
                              u"clamp_mtime_to_source_date_epoch 1"_s};
    QStringList arguments{u"-bs"_s, u"--nodeps"_s, u"--quiet"_s};
    for (const QString &define : defines)
        arguments << u"--define"_s << define;
    rpmbuild.start(u"rpmbuild"_s, arguments << top + u'/' + input.specName);
    rpmbuild.waitForFinished();
    m_error = QString::fromLocal8Bit(rpmbuild.readAll());
    const QDir results(top + u"/SRPMS"_s);
    const QStringList built = results.entryList({u"*.src.rpm"_s, u"*.nosrc.rpm"_s}, QDir::Files);
    return built.size() == 1 ? results.filePath(built.first()) : QString();
}

QByteArray SrpmBuilder::spec(const QByteArray &name, const QByteArray &version,
                             const QList<QByteArray> &sources, const QByteArray &lines)
{
    QByteArray spec = "Name: " + name + "\nVersion: " + version
                    + "\nRelease: 1\nSummary: A package for tests\nLicense: MIT\n";
    for (qsizetype i = 0; i < sources.size(); ++i)
        spec += "Source" + QByteArray::number(i) + ": " + sources[i] + '\n';
    return spec + lines + "%description\nFor tests.\n";
}

} // namespace sluice
