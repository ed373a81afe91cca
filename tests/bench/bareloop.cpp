// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/bareloop.h"

#include <arpa/inet.h>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <git2.h>
#include <netinet/tcp.h>
#include <openssl/evp.h>
#include <rpm/rpmfi.h>
#include <rpm/rpmlib.h>
#include <rpm/rpmts.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace sluice {
namespace {

void must(bool isTrue, const char *what)
{
    if (isTrue)
        return;
    std::fprintf(stderr, "bare loop: %s\n", what);
    std::exit(1);
}

/// One kept-alive connection.
class Client final
{
public:
    explicit Client(int port)
        : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(uint16_t(port));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        must(::connect(m_socket, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0,
             "connect");
        const int on = 1;
        ::setsockopt(m_socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }
    ~Client() { ::close(m_socket); }
    Client(const Client &) = delete;
    Client &operator=(const Client &) = delete;

    void download(const std::string &name, int file)
    {
        const std::string request = "GET /" + name + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
        must(::send(m_socket, request.data(), request.size(), 0) == ssize_t(request.size()),
             "send");
        std::string head;
        size_t end = std::string::npos;
        while ((end = head.find("\r\n\r\n")) == std::string::npos) {
            const ssize_t n = ::recv(m_socket, m_buffer.data(), m_buffer.size(), 0);
            must(n > 0, "receive");
            head.append(m_buffer.data(), size_t(n));
        }
        size_t left = std::stoul(head.substr(head.find("Content-Length: ") + 16));
        const std::string start = head.substr(end + 4);
        must(::write(file, start.data(), start.size()) == ssize_t(start.size()), "write");
        left -= start.size();
        while (left > 0) {
            const ssize_t n = ::recv(m_socket, m_buffer.data(), std::min(left, m_buffer.size()), 0);
            must(n > 0 && ::write(file, m_buffer.data(), size_t(n)) == n, "receive");
            left -= size_t(n);
        }
    }

private:
    int m_socket;
    std::vector<char> m_buffer = std::vector<char>(64 << 10);
};

std::string md5(const std::string &content)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    EVP_Digest(content.data(), content.size(), digest, &size, EVP_md5(), nullptr);
    std::string hex;
    char pair[3];
    for (unsigned int i = 0; i < size; ++i) {
        std::snprintf(pair, sizeof pair, "%02x", digest[i]);
        hex += pair;
    }
    return hex;
}

void writeFile(const std::filesystem::path &path, const std::string &content)
{
    std::filesystem::create_directories(path.parent_path());
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    must(file >= 0 && ::write(file, content.data(), content.size()) == ssize_t(content.size()),
         "write file");
    ::close(file);
}

/// A repository of one package, filled by the plain libgit2 calls.
class Repository final
{
public:
    explicit Repository(const std::string &path)
    {
        git_repository_init_options options = GIT_REPOSITORY_INIT_OPTIONS_INIT;
        options.flags = GIT_REPOSITORY_INIT_BARE | GIT_REPOSITORY_INIT_MKPATH;
        must(git_repository_init_ext(&m_repository, path.c_str(), &options) == 0, "git init");
        must(git_treebuilder_new(&m_builder, m_repository, nullptr) == 0, "tree builder");
    }
    ~Repository()
    {
        git_treebuilder_free(m_builder);
        git_repository_free(m_repository);
    }
    Repository(const Repository &) = delete;
    Repository &operator=(const Repository &) = delete;

    void add(const std::string &name, const std::string &content)
    {
        git_oid id;
        must(git_blob_create_from_buffer(&id, m_repository, content.data(), content.size()) == 0,
             "blob");
        must(git_treebuilder_insert(nullptr, m_builder, name.c_str(), &id, GIT_FILEMODE_BLOB) == 0,
             "entry");
    }
    void commit()
    {
        git_oid id;
        must(git_treebuilder_write(&id, m_builder) == 0, "tree");
        git_tree *tree = nullptr;
        must(git_tree_lookup(&tree, m_repository, &id) == 0, "tree lookup");
        git_signature *author = nullptr;
        must(git_signature_new(&author, "Bench", "bench@example.org", 1'700'000'000, 0) == 0,
             "signature");
        must(git_commit_create(&id, m_repository, "refs/heads/master", author, author, nullptr,
                               "import", tree, 0, nullptr)
                     == 0,
             "commit");
        git_signature_free(author);
        git_tree_free(tree);
    }

private:
    git_repository *m_repository = nullptr;
    git_treebuilder *m_builder = nullptr;
};

bool isText(const std::string &name) { return name.ends_with(".spec") || name.ends_with(".patch"); }

void importPackage(const std::string &path, const std::string &root, const std::string &name)
{
    FD_t descriptor = Fopen(path.c_str(), "r.ufdio");
    must(descriptor && !Ferror(descriptor), "open");
    rpmts transaction = rpmtsCreate();
    rpmtsSetVSFlags(transaction, RPMVSF_MASK_NOSIGNATURES | RPMVSF_MASK_NODIGESTS);
    Header header = nullptr;
    must(rpmReadPackageFile(transaction, descriptor, path.c_str(), &header) == RPMRC_OK,
         "read header");
    const std::string compressor = headerGetString(header, RPMTAG_PAYLOADCOMPRESSOR);
    FD_t payload = Fdopen(fdDup(Fileno(descriptor)),
                          compressor == "gzip" ? "r.gzdio" : ("r." + compressor + "dio").c_str());
    rpmfiles files = rpmfilesNew(nullptr, header, RPMTAG_BASENAMES, RPMFI_KEEPHEADER);
    rpmfi file = rpmfiNewArchiveReader(payload, files, RPMFI_ITER_READ_ARCHIVE);
    Repository repository(root + "/git/" + name + ".git");
    std::string sources;
    std::string ignore;
    while (rpmfiNext(file) >= 0) {
        std::string content(size_t(rpmfiFSize(file)), '\0');
        must(rpmfiArchiveRead(file, content.data(), content.size()) == ssize_t(content.size()),
             "payload");
        const std::string base = rpmfiBN(file);
        if (isText(base)) {
            repository.add(base, content);
            continue;
        }
        const std::string hash = md5(content);
        writeFile(root + "/lookaside/" + name + '/' + base + '/' + hash + '/' + base, content);
        sources += hash + "  " + base + '\n';
        ignore += '/' + base + '\n';
    }
    repository.add("sources", sources);
    repository.add(".gitignore", ignore);
    repository.commit();
    rpmfiArchiveClose(file);
    rpmfiFree(file);
    rpmfilesFree(files);
    Fclose(payload);
    headerFree(header);
    rpmtsFree(transaction);
    Fclose(descriptor);
}

} // namespace

void runBareLoop(int port, const std::vector<std::string> &names, const std::string &root,
                 int threads)
{
    rpmReadConfigFiles(nullptr, nullptr);
    git_libgit2_init();
    std::filesystem::create_directories(root);
    std::atomic<size_t> next = 0;
    std::vector<std::thread> workers;
    for (int t = 0; t < threads; ++t) {
        workers.emplace_back([&, t] {
            Client client(port);
            const std::string path = root + "/download-" + std::to_string(t);
            for (size_t i = next++; i < names.size(); i = next++) {
                const int file
                        = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
                client.download(names[i], file);
                ::close(file);
                importPackage(path, root, names[i]);
            }
            ::unlink(path.c_str());
        });
    }
    for (std::thread &worker : workers)
        worker.join();
    git_libgit2_shutdown();
}

} // namespace sluice
