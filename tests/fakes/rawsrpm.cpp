// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/rawsrpm.h"

#include <QCryptographicHash>
#include <QFile>
#include <QMap>
#include <QTemporaryFile>
#include <QtEndian>

#include <rpm/rpmfiles.h>
#include <rpm/rpmio.h>
#include <rpm/rpmtag.h>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kLeadSize = 96;
constexpr QByteArrayView kHeaderMagic("\x8e\xad\xe8\x01\0\0\0\0", 8);

template <typename Number> QByteArray bigEndian(Number number)
{
    QByteArray bytes(sizeof(Number), '\0');
    qToBigEndian(number, bytes.data());
    return bytes;
}

/// Collects tags and writes them as an RPM header, on wish with a region around all of them.
class HeaderWriter final
{
public:
    void add(rpmTag tag, const QByteArray &text)
    {
        m_tags[tag] = {RPM_STRING_TYPE, 1, 1, text + '\0'};
    }
    void addBinary(rpmTag tag, const QByteArray &bytes)
    {
        m_tags[tag] = {RPM_BIN_TYPE, static_cast<quint32>(bytes.size()), 1, bytes};
    }
    void addStrings(rpmTag tag, const QList<QByteArray> &strings)
    {
        QByteArray data;
        for (const QByteArray &string : strings)
            data += string + '\0';
        m_tags[tag] = {RPM_STRING_ARRAY_TYPE, static_cast<quint32>(strings.size()), 1, data};
    }
    template <typename Number> void addNumbers(rpmTag tag, const QList<Number> &numbers)
    {
        constexpr auto type = sizeof(Number) == 2 ? RPM_INT16_TYPE
                            : sizeof(Number) == 4 ? RPM_INT32_TYPE
                                                  : RPM_INT64_TYPE;
        QByteArray data;
        for (const Number number : numbers)
            data += bigEndian(number);
        m_tags[tag] = {type, static_cast<quint32>(numbers.size()), sizeof(Number), data};
    }

    [[nodiscard]] QByteArray bytes(std::optional<rpmTag> region) const
    {
        QByteArray index;
        QByteArray data;
        for (const auto &[tag, value] : m_tags.asKeyValueRange()) {
            while (data.size() % value.alignment != 0)
                data += '\0';
            index += entry(tag, value.type, static_cast<qint32>(data.size()), value.count);
            data += value.data;
        }
        const auto count = static_cast<qint32>(m_tags.size() + (region ? 1 : 0));
        if (region) {
            index.prepend(entry(*region, RPM_BIN_TYPE, static_cast<qint32>(data.size()), 16));
            data += entry(*region, RPM_BIN_TYPE, -16 * count, 16);
        }
        return kHeaderMagic.toByteArray() + bigEndian(count)
             + bigEndian(static_cast<quint32>(data.size())) + index + data;
    }

private:
    struct Value
    {
        quint32 type;
        quint32 count;
        qsizetype alignment;
        QByteArray data;
    };
    static QByteArray entry(qint32 tag, quint32 type, qint32 offset, quint32 count)
    {
        return bigEndian(tag) + bigEndian(type) + bigEndian(offset) + bigEndian(count);
    }
    QMap<qint32, Value> m_tags;
};

QByteArray hash(int algorithm, const QByteArray &bytes)
{
    const auto kind = algorithm == 1  ? QCryptographicHash::Md5
                    : algorithm == 2  ? QCryptographicHash::Sha1
                    : algorithm == 10 ? QCryptographicHash::Sha512
                                      : QCryptographicHash::Sha256;
    return QCryptographicHash::hash(bytes, kind).toHex();
}

QByteArray md5(const QByteArray &first, const QByteArray &second)
{
    QCryptographicHash hash(QCryptographicHash::Md5);
    hash.addData(first);
    hash.addData(second);
    return hash.result();
}

QByteArray compressed(const QByteArray &bytes, const QByteArray &mode)
{
    QTemporaryFile file;
    if (!file.open())
        return {};
    FD_t out = Fopen(QFile::encodeName(file.fileName()).constData(), mode.constData());
    if (!out)
        return {};
    Fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), out);
    Fclose(out);
    QFile result(file.fileName());
    return result.open(QIODevice::ReadOnly) ? result.readAll() : QByteArray();
}

void pad(QByteArray &bytes)
{
    while (bytes.size() % 4 != 0)
        bytes += '\0';
}

QByteArray hex(quint64 number) { return QByteArray::number(number, 16).rightJustified(8, '0'); }

quint64 claimedSize(const RawSrpm::File &file)
{
    return file.claimedSize.value_or(static_cast<quint64>(file.content.size()));
}

QByteArray newcEntry(const QByteArray &name, quint32 inode, quint32 mode, quint32 links,
                     quint64 size)
{
    QByteArray entry = "070701" + hex(inode) + hex(mode) + hex(0) + hex(0) + hex(links)
                     + hex(1700000000) + hex(size) + hex(0) + hex(0) + hex(0) + hex(0)
                     + hex(static_cast<quint64>(name.size() + 1)) + hex(0) + name + '\0';
    pad(entry);
    return entry;
}

quint32 bigEndianAt(QByteArrayView bytes, qsizetype offset)
{
    return qFromBigEndian<quint32>(bytes.data() + offset);
}

qint64 headerSize(QByteArrayView package, qsizetype offset)
{
    return 16 + 16LL * bigEndianAt(package, offset + 8) + bigEndianAt(package, offset + 12);
}

} // namespace

QByteArray RawSrpm::archive() const
{
    QByteArray archive;
    quint32 index = 0;
    quint32 inode = 1;
    for (const File &file : files) {
        if (file.isInPayload && isStripped) {
            archive += "07070X" + hex(file.isInHeader ? index : 0x00ffffff);
        } else if (file.isInPayload) {
            archive += newcEntry(file.payloadName.value_or(file.name), file.inode.value_or(inode),
                                 file.payloadMode.value_or(file.mode), file.links,
                                 claimedSize(file));
        }
        pad(archive);
        if (file.isInPayload)
            archive += file.content;
        pad(archive);
        index += file.isInHeader ? 1 : 0;
        ++inode;
    }
    archive += newcEntry("TRAILER!!!", 0, 0, 1, 0);
    return archive + archiveEnd;
}

QByteArray RawSrpm::header(const QByteArray &payload) const
{
    HeaderWriter tags;
    tags.add(RPMTAG_NAME, name);
    tags.add(RPMTAG_VERSION, version);
    tags.add(RPMTAG_RELEASE, release);
    if (epoch)
        tags.addNumbers<quint32>(RPMTAG_EPOCH, {*epoch});
    tags.add(RPMTAG_OS, "linux");
    tags.add(RPMTAG_ARCH, "noarch");
    if (isBinary)
        tags.add(RPMTAG_SOURCERPM, "hello-1.0-1.src.rpm");
    else if (!isVersion3)
        tags.addNumbers<quint32>(RPMTAG_SOURCEPACKAGE, {1});
    tags.add(RPMTAG_PAYLOADFORMAT, "cpio");
    const QByteArray tag = compressorTag.value_or(compressor);
    if (!tag.isEmpty())
        tags.add(RPMTAG_PAYLOADCOMPRESSOR, tag);
    if (!noSource.isEmpty())
        tags.addNumbers(RPMTAG_NOSOURCE, noSource);
    if (!sources.isEmpty())
        tags.addStrings(RPMTAG_SOURCE, sources);
    QList<QByteArray> names;
    QList<QByteArray> fileDigests;
    QList<quint16> modes;
    QList<quint32> flags;
    QList<quint32> inodes;
    QList<quint64> sizes;
    for (quint32 i = 1; const File &file : files) {
        const quint32 inode = i++;
        if (!file.isInHeader)
            continue;
        names << file.name;
        modes << static_cast<quint16>(file.mode);
        flags << file.flags;
        inodes << file.inode.value_or(inode);
        sizes << file.headerSize.value_or(claimedSize(file));
        fileDigests << file.digest.value_or(hash(digestAlgorithm, file.content));
    }
    if (!names.isEmpty()) {
        const qsizetype count = names.size();
        if (isVersion3) {
            tags.addStrings(RPMTAG_OLDFILENAMES, names);
        } else {
            tags.addStrings(RPMTAG_BASENAMES, names);
            tags.addStrings(RPMTAG_DIRNAMES, {""});
            tags.addNumbers(RPMTAG_DIRINDEXES, QList<quint32>(count, 0));
        }
        if (isStripped)
            tags.addNumbers(RPMTAG_LONGFILESIZES, sizes);
        else
            tags.addNumbers(RPMTAG_FILESIZES, QList<quint32>(sizes.begin(), sizes.end()));
        tags.addNumbers(RPMTAG_FILEMODES, modes);
        tags.addNumbers(RPMTAG_FILEFLAGS, flags);
        tags.addNumbers(RPMTAG_FILEINODES, inodes);
        tags.addNumbers(RPMTAG_FILEDEVICES, QList<quint32>(count, 1));
        tags.addStrings(RPMTAG_FILEDIGESTS, fileDigests);
        tags.addNumbers<quint32>(RPMTAG_FILEDIGESTALGO, {static_cast<quint32>(digestAlgorithm)});
    }
    if (digests == Digests::All || digests == Digests::NoHeader || digests == Digests::NoPackage) {
        tags.addStrings(RPMTAG_PAYLOADDIGEST, {hash(digestAlgorithm, payload)});
        tags.addNumbers<quint32>(RPMTAG_PAYLOADDIGESTALGO, {static_cast<quint32>(digestAlgorithm)});
    }
    if (isVersion3)
        return tags.bytes({});
    return tags.bytes(static_cast<rpmTag>(RPMTAG_HEADERIMMUTABLE));
}

QByteArray RawSrpm::bytes() const
{
    QByteArray mode = payloadMode;
    if (mode.isEmpty()) {
        mode = compressor == "gzip"  ? "w9.gzdio"
             : compressor == "bzip2" ? "w9.bzdio"
             : compressor == "xz"    ? "w2.xzdio"
             : compressor == "lzma"  ? "w2.lzdio"
                                     : "w3.zstdio";
    }
    QByteArray payload = compressor.isEmpty() ? archive() : compressed(archive(), mode);
    if (changePayload)
        changePayload(payload);
    payload += payloadEnd;
    QByteArray main = header(payload);
    if (changeHeader)
        changeHeader(main);

    HeaderWriter signature;
    if (hasSize)
        signature.addNumbers<quint32>(static_cast<rpmTag>(RPMSIGTAG_SIZE),
                                      {static_cast<quint32>(main.size() + payload.size())});
    const bool hasHeaderDigests = digests == Digests::All || digests == Digests::NoPayload
                               || digests == Digests::NoPackage || digests == Digests::OnlyHeader;
    if (hasHeaderDigests) {
        signature.add(RPMTAG_SHA1HEADER, hash(2, main));
        signature.add(RPMTAG_SHA256HEADER, hash(8, main));
    }
    if (digests == Digests::All || digests == Digests::NoPayload
        || digests == Digests::OnlyPackage) {
        signature.addBinary(static_cast<rpmTag>(RPMSIGTAG_MD5), md5(main, payload));
    }
    signature.addBinary(static_cast<rpmTag>(RPMSIGTAG_RESERVEDSPACE), QByteArray(32, '\0'));

    QByteArray package("\xed\xab\xee\xdb\x03\x00", 6);
    package += bigEndian<quint16>(isBinary ? 0 : 1) + bigEndian<quint16>(1)
             + QByteArray(name + '-' + version + '-' + release).left(65).leftJustified(66, '\0')
             + bigEndian<quint16>(1) + bigEndian<quint16>(5) + QByteArray(16, '\0');
    package += isVersion3 ? signature.bytes({})
                          : signature.bytes(static_cast<rpmTag>(RPMTAG_HEADERSIGNATURES));
    while (package.size() % 8 != 0)
        package += '\0';
    return package + main + payload + fileEnd;
}

qint64 RawSrpm::headerOffset(QByteArrayView package)
{
    return kLeadSize + (headerSize(package, kLeadSize) + 7) / 8 * 8;
}

qint64 RawSrpm::payloadOffset(QByteArrayView package)
{
    const qint64 offset = headerOffset(package);
    return offset + headerSize(package, offset);
}

} // namespace sluice
