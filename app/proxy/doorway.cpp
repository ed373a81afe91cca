// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "proxy/doorway.h"

#include "proxy/logging.h"

#include <QFile>
#include <QFileInfo>
#include <QTcpSocket>
#include <QTimer>

#include <cerrno>
#include <cstring>
#include <thread>

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int kBacklog = 128;
constexpr auto kAcceptAgain = 500ms;
constexpr auto kLockPatience = 2000ms;
constexpr auto kLockPause = 20ms;

/// A descriptor that is closed unless somebody takes it.
class Descriptor final
{
    Q_DISABLE_COPY_MOVE(Descriptor)

public:
    explicit Descriptor(int number)
        : m_number(number)
    {}
    ~Descriptor()
    {
        if (m_number >= 0)
            ::close(m_number);
    }
    [[nodiscard]] int get() const { return m_number; }
    [[nodiscard]] int take() { return std::exchange(m_number, -1); }

private:
    int m_number;
};

QString reason() { return QString::fromLocal8Bit(std::strerror(errno)); }

std::unexpected<Error> cannotListen(const ListenPlace &place, const QString &why)
{
    return failure(place.isPath() ? Cause::Storage : Cause::Network,
                   u"%1 cannot be listened on: %2; choose another place with --listen."_s.arg(
                           place.text(), why),
                   {}, Who::Us);
}

sockaddr_un addressOf(const QString &path)
{
    const QByteArray name = QFile::encodeName(path);
    sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
    std::memcpy(address.sun_path, name.constData(), size_t(name.size()));
    return address;
}

template <typename Address> sockaddr *plain(Address *address)
{
    return reinterpret_cast<sockaddr *>(address);
}

/// Removes the socket of a program that has ended; an error where somebody is at home, or where
/// it is no socket.
Result<void> clearPath(const ListenPlace &place)
{
    const QByteArray name = QFile::encodeName(place.path);
    struct stat status{};
    if (::lstat(name.constData(), &status) != 0) {
        if (errno == ENOENT)
            return {};
        return cannotListen(place, reason());
    }
    if (!S_ISSOCK(status.st_mode))
        return cannotListen(place, u"there is something else, which is no socket"_s);
    const Descriptor probe(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    sockaddr_un address = addressOf(place.path);
    const int result = ::connect(probe.get(), plain(&address), sizeof address);
    if (result == 0 || errno == EAGAIN)
        return cannotListen(place, u"another program listens there"_s);
    if (errno != ECONNREFUSED || ::unlink(name.constData()) != 0)
        return cannotListen(place, reason());
    return {};
}

/// Another proxy is done in no time; what else locks a folder may keep it.
bool lockSoon(int folder)
{
    for (auto left = kLockPatience; ::flock(folder, LOCK_EX | LOCK_NB) != 0; left -= kLockPause) {
        if ((errno != EWOULDBLOCK && errno != EINTR) || left <= 0ms)
            return false;
        std::this_thread::sleep_for(kLockPause);
    }
    return true;
}

Result<int> openPath(const ListenPlace &place)
{
    // Two that clear one path at the same time would remove each other's socket.
    const QByteArray folder = QFile::encodeName(QFileInfo(place.path).path());
    const Descriptor lock(::open(folder.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (lock.get() < 0)
        return cannotListen(place, reason());
    if (!lockSoon(lock.get())) {
        return cannotListen(place, errno == EWOULDBLOCK ? u"another program has locked its folder"_s
                                                        : reason());
    }
    if (auto cleared = clearPath(place); !cleared)
        return std::unexpected(cleared.error());
    Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    sockaddr_un address = addressOf(place.path);
    // Before bind, so that nobody else can get in at any moment.
    if (socket.get() < 0 || ::fchmod(socket.get(), S_IRUSR | S_IWUSR) != 0
        || ::bind(socket.get(), plain(&address), sizeof address) != 0)
        return cannotListen(place, reason());
    if (::listen(socket.get(), kBacklog) != 0)
        return cannotListen(place, reason());
    return socket.take();
}

Result<int> openPort(const ListenPlace &place)
{
    const bool isSix = place.address.protocol() == QAbstractSocket::IPv6Protocol;
    Descriptor socket(
            ::socket(isSix ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    const int on = 1;
    ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    int bound = -1;
    if (isSix) {
        sockaddr_in6 address{};
        address.sin6_family = AF_INET6;
        address.sin6_port = htons(place.port);
        address.sin6_addr = in6addr_loopback;
        bound = ::bind(socket.get(), plain(&address), sizeof address);
    } else {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(place.port);
        address.sin_addr.s_addr = htonl(place.address.toIPv4Address());
        bound = ::bind(socket.get(), plain(&address), sizeof address);
    }
    if (bound != 0 || ::listen(socket.get(), kBacklog) != 0)
        return cannotListen(place, reason());
    return socket.take();
}

quint16 portOf(int descriptor)
{
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    ::getsockname(descriptor, plain(&address), &size);
    const bool isSix = address.ss_family == AF_INET6;
    return ntohs(isSix ? reinterpret_cast<const sockaddr_in6 *>(&address)->sin6_port
                       : reinterpret_cast<const sockaddr_in *>(&address)->sin_port);
}

} // namespace

Result<std::unique_ptr<Doorway>> Doorway::open(const ListenPlace &place)
{
    const auto descriptor = place.isPath() ? openPath(place) : openPort(place);
    if (!descriptor)
        return std::unexpected(descriptor.error());
    return std::unique_ptr<Doorway>(new Doorway(place, *descriptor));
}

Doorway::Doorway(ListenPlace place, int descriptor)
    : m_place(std::move(place))
    , m_descriptor(descriptor)
    , m_notifier(descriptor, QSocketNotifier::Read)
{
    struct stat status{};
    if (!m_place.isPath()) {
        m_place.port = portOf(descriptor);
    } else if (::lstat(QFile::encodeName(m_place.path).constData(), &status) == 0) {
        m_device = status.st_dev;
        m_inode = status.st_ino;
    }
    connect(&m_notifier, &QSocketNotifier::activated, this, &Doorway::accept);
}

Doorway::~Doorway()
{
    m_notifier.setEnabled(false);
    struct stat status{};
    const QByteArray name = QFile::encodeName(m_place.path);
    // Somebody may have put another one in its place.
    const bool isOurs = m_place.isPath() && ::lstat(name.constData(), &status) == 0
                     && status.st_dev == m_device && status.st_ino == m_inode;
    if (isOurs)
        ::unlink(name.constData());
    ::close(m_descriptor);
}

void Doorway::accept()
{
    const int descriptor = ::accept4(m_descriptor, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (descriptor < 0) {
        if (errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS) {
            qCWarning(lcProxy).noquote() << "a caller has to wait:" << reason();
            m_notifier.setEnabled(false);
            QTimer::singleShot(kAcceptAgain, this, [this] { m_notifier.setEnabled(true); });
        }
        return;
    }
    auto *socket = new QTcpSocket(this);
    if (!socket->setSocketDescriptor(descriptor)) {
        ::close(descriptor);
        return socket->deleteLater();
    }
    emit knocked(socket);
}

} // namespace sluice
