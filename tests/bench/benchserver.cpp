// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/benchserver.h"

#include <QFile>

#include <arpa/inet.h>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string>
#include <sys/prctl.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace sluice {
namespace {

bool sendAll(int socket, const std::string &text)
{
    size_t sent = 0;
    while (sent < text.size()) {
        const ssize_t n
                = ::send(socket, text.data() + sent, text.size() - sent, MSG_NOSIGNAL | MSG_MORE);
        if (n <= 0)
            return false;
        sent += size_t(n);
    }
    return true;
}

bool sendFile(int socket, const std::string &path)
{
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat status{};
    if (file < 0 || ::fstat(file, &status) != 0) {
        if (file >= 0)
            ::close(file);
        return sendAll(socket, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
    }
    bool isFine = sendAll(socket,
                          "HTTP/1.1 200 OK\r\nContent-Type: application/x-rpm\r\nContent-Length: "
                                  + std::to_string(status.st_size) + "\r\n\r\n");
    off_t offset = 0;
    while (isFine && offset < status.st_size)
        isFine = ::sendfile(socket, file, &offset, size_t(status.st_size - offset)) > 0;
    ::close(file);
    return isFine;
}

void serveConnection(int socket, const std::string &folder)
{
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    std::string input;
    char buffer[4096];
    while (true) {
        const size_t end = input.find("\r\n\r\n");
        if (end == std::string::npos) {
            const ssize_t n = ::recv(socket, buffer, sizeof buffer, 0);
            if (n <= 0)
                break;
            input.append(buffer, size_t(n));
            continue;
        }
        const size_t path = input.find(' ') + 1;
        const std::string name = input.substr(path, input.find(' ', path) - path);
        input.erase(0, end + 4);
        if (!sendFile(socket, folder + name))
            break;
    }
    ::close(socket);
}

[[noreturn]] void serve(int listener, const std::string &folder)
{
    while (true) {
        const int socket = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (socket >= 0)
            std::thread(serveConnection, socket, folder).detach();
    }
}

} // namespace

BenchServer::BenchServer(const QString &folder)
{
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    // sockaddr is the family's common head by design of the socket API.
    auto *any = reinterpret_cast<sockaddr *>(&address);
    if (::bind(listener, any, size) != 0 || ::listen(listener, 128) != 0
        || ::getsockname(listener, any, &size) != 0)
        qFatal("the bench server cannot listen: %s", strerror(errno));
    m_port = ntohs(address.sin_port);
    m_process = ::fork();
    if (m_process == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGTERM);
        serve(listener, QFile::encodeName(folder).toStdString());
    }
    ::close(listener);
}

BenchServer::~BenchServer()
{
    if (m_process > 0) {
        ::kill(m_process, SIGTERM);
        ::waitpid(m_process, nullptr, 0);
    }
}

} // namespace sluice
