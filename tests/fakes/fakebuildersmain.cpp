// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The fake Copr and the fake Testing Farm as a program, to try pipelines by hand.
#include "fakes/fakebuilders.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QTextStream>
#include <QTimer>

using namespace sluice;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Those of the scenarios of the fake GitHub.
const QSet<QString> kChroots{u"fedora-43-x86_64"_s,        u"fedora-44-x86_64"_s,
                             u"fedora-44-aarch64"_s,       u"fedora-rawhide-x86_64"_s,
                             u"centos-stream-10-x86_64"_s, u"epel-9-x86_64"_s};

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication program(argc, argv);
    QCommandLineParser parser;
    const QCommandLineOption copr(u"copr-port"_s, u"Copr listens there (any free one)."_s, u"N"_s,
                                  u"0"_s);
    const QCommandLineOption farm(u"farm-port"_s, u"Testing Farm listens there (any free one)."_s,
                                  u"N"_s, u"0"_s);
    const QCommandLineOption seconds(
            u"seconds"_s, u"So long until builds and tests go a step further."_s, u"N"_s, u"3"_s);
    const QCommandLineOption fail(
            u"fail"_s, u"The first build of every project fails in this chroot."_s, u"CHROOT"_s);
    parser.setApplicationDescription(
            u"A Copr and a Testing Farm on 127.0.0.1. A build takes four steps, a test two."_s);
    parser.addOptions({copr, farm, seconds, fail});
    parser.addHelpOption();
    parser.process(program);
    QTextStream error(stderr);
    bool isCopr = false;
    bool isFarm = false;
    const quint16 coprPort = parser.value(copr).toUShort(&isCopr);
    const quint16 farmPort = parser.value(farm).toUShort(&isFarm);
    const int pause = parser.value(seconds).toInt();
    const QStringList failing = parser.values(fail);
    if (!isCopr || !isFarm || pause < 1
        || !kChroots.contains(QSet(failing.begin(), failing.end()))) {
        error << parser.helpText() << u"\nChroots: %1\n"_s.arg(kChroots.values().join(u' '));
        return 2;
    }

    FakeBuilders builders(coprPort, farmPort);
    if (builders.copr.server().port() == 0 || builders.farm.server().port() == 0) {
        error << u"fakebuilders: cannot listen on ports %1 and %2\n"_s.arg(coprPort).arg(farmPort);
        return 1;
    }
    builders.copr.knownChroots = kChroots;
    builders.firstFailing = QSet(failing.begin(), failing.end());
    QTimer steps;
    QObject::connect(&steps, &QTimer::timeout, &steps, [&builders] { builders.step(); });
    steps.start(pause * 1s);
    QTextStream(stdout) << u"Copr: %1\nlogin: %2\ntoken: %3\nTesting Farm: %4\ntoken: %5\n"_s.arg(
            builders.copr.url(), QString::fromLatin1(FakeCopr::login()),
            QString::fromLatin1(FakeCopr::token()), builders.farm.url(),
            QString::fromLatin1(FakeTestingFarm::token()))
                        << Qt::flush;
    return QCoreApplication::exec();
}
