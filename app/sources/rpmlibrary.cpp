// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/rpmlibrary.h"

#include <rpm/rpmlib.h>
#include <rpm/rpmlog.h>

#include <fcntl.h>
#include <unistd.h>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

struct FreeTransaction
{
    void operator()(rpmts transaction) const { rpmtsFree(transaction); }
};
using RpmTransaction = std::unique_ptr<std::remove_pointer_t<rpmts>, FreeTransaction>;

thread_local QByteArray *currentLog = nullptr;

int logCallback(rpmlogRec record, rpmlogCallbackData)
{
    constexpr qsizetype kMostText = 16 << 10;
    if (currentLog && currentLog->size() < kMostText)
        currentLog->append(rpmlogRecMessage(record));
    return 0; // neither print nor exit
}

bool readConfiguration()
{
    rpmlogSetCallback(logCallback, nullptr);
    const bool isRead = rpmReadConfigFiles(nullptr, nullptr) == 0;
    // Warnings about macro files are not ours to repeat; librpm keeps them all until told.
    rpmlogClose();
    return isRead;
}

} // namespace

RpmTag::RpmTag(Header header, rpmTagVal tag)
    : m_isThere(headerGet(header, tag, &m_data, HEADERGET_MINMEM) == 1)
{}

RpmTag::~RpmTag() { rpmtdFreeData(&m_data); }

const quint16 *RpmTag::words() const
{
    return m_isThere && rpmtdType(const_cast<rpmtd>(&m_data)) == RPM_INT16_TYPE
                 ? static_cast<const quint16 *>(m_data.data)
                 : nullptr;
}

const quint32 *RpmTag::numbers() const
{
    return m_isThere && rpmtdType(const_cast<rpmtd>(&m_data)) == RPM_INT32_TYPE
                 ? static_cast<const quint32 *>(m_data.data)
                 : nullptr;
}

const quint64 *RpmTag::longs() const
{
    return m_isThere && rpmtdType(const_cast<rpmtd>(&m_data)) == RPM_INT64_TYPE
                 ? static_cast<const quint64 *>(m_data.data)
                 : nullptr;
}

quint32 RpmTag::count() const { return m_isThere ? m_data.count : 0; }

const char *RpmTag::nextString() { return m_isThere ? rpmtdNextString(&m_data) : nullptr; }

RpmLog::RpmLog() { currentLog = &m_text; }

RpmLog::~RpmLog()
{
    currentLog = nullptr;
    // librpm also keeps every warning for good, which a pool that runs for months would notice.
    if (!m_text.isEmpty())
        rpmlogClose();
}

QString RpmLog::text() const { return QString::fromLocal8Bit(m_text).trimmed(); }

bool setUpRpm()
{
    static const bool isSetUp = readConfiguration();
    return isSetUp;
}

RpmFile openRpmFile(int descriptor, qint64 offset)
{
    if (::lseek(descriptor, offset, SEEK_SET) < 0)
        return {};
    RpmFile file(fdDup(descriptor));
    if (file)
        ::fcntl(Fileno(file.get()), F_SETFD, FD_CLOEXEC);
    return file;
}

Result<RpmHeader> readRpmHeader(const ReadContext &context, const RpmLog &log)
{
    const RpmFile file = openRpmFile(context.descriptor, 0);
    if (!file)
        return failure(Cause::Storage, u"%1 cannot be read; try again."_s.arg(context.name));
    const RpmTransaction transaction(rpmtsCreate());
    // With signatures on, librpm would open the system's RPM database for its keys.
    rpmtsSetVSFlags(transaction.get(), RPMVSF_MASK_NOSIGNATURES);
    Header header = nullptr;
    const rpmRC result = rpmReadPackageFile(transaction.get(), file.get(),
                                            context.name.toLocal8Bit().constData(), &header);
    RpmHeader owned(header);
    if (result != RPMRC_OK || !owned) {
        return context.corrupt(u"has a damaged header"_s, Who::Upstream, log.text());
    }
    return owned;
}

} // namespace sluice
