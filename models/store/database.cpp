// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/database.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFileInfo>
#include <QSqlError>
#include <QThread>
#include <QTimeZone>
#include <QUuid>

namespace sluice {
using namespace Qt::StringLiterals;

namespace {

constexpr int kBusyMs = 10'000;

/// SQLite's, as far as they are told apart here.
enum PrimaryCode {
    Busy = 5,
    Locked = 6,
    ReadOnly = 8,
    Corrupt = 11,
    Full = 13,
    CannotOpen = 14,
    NotADatabase = 26
};

/// The low byte of what SQLite says.
int primaryCode(const QSqlError &error) { return error.nativeErrorCode().toInt() & 0xff; }

/// Splits a schema step into statements. Triggers hold semicolons of their own and end with "END;".
QStringList statementsOf(const QString &script)
{
    QStringList statements;
    QString current;
    for (const QString &line : script.split(u'\n')) {
        const QStringView code = QStringView(line).left(line.indexOf("--"_L1)).trimmed();
        if (code.isEmpty() && current.isEmpty())
            continue;
        current += line + u'\n';
        const bool isTrigger = current.startsWith("CREATE TRIGGER"_L1);
        if (isTrigger ? code == "END;"_L1 : code.endsWith(u';')) {
            statements << current;
            current.clear();
        }
    }
    return statements;
}

QString damagedText(const QString &file)
{
    return u"The queue file %1 is damaged; it was kept. Restore it from a backup, or move it away "
           u"to "
           "start with an empty queue."_s.arg(file);
}

/// SQLite keeps files beside the queue, so the directory must be writable too.
QString notWritableText(const QString &file)
{
    const QFileInfo directory(QFileInfo(file).path());
    if (!directory.isWritable()) {
        return u"The data directory %1 cannot be written; give this user the right to, or choose "
               "another with --data-dir."_s.arg(directory.filePath());
    }
    return u"The queue file %1 cannot be opened for writing; check its permissions."_s.arg(file);
}

QStringList schemaSteps()
{
    return QDir(u":/schema"_s).entryList({u"*.sql"_s}, QDir::Files, QDir::Name);
}

} // namespace

QDateTime Rows::time(int column) const
{
    const QVariant value = m_query.value(column);
    if (value.isNull())
        return {};
    return QDateTime::fromMSecsSinceEpoch(value.toLongLong(), QTimeZone::UTC);
}

Database::Database(QString file, QString connection)
    : m_file(std::move(file))
    , m_connection(std::move(connection))
{}

Database::~Database()
{
    m_statements.clear();
    m_database.close();
    m_database = {};
    QSqlDatabase::removeDatabase(m_connection);
}

Result<std::unique_ptr<Database>> Database::open(const QString &file)
{
    const QString connection = u"sluice-"_s + QUuid::createUuid().toString(QUuid::WithoutBraces);
    std::unique_ptr<Database> database(new Database(file, connection));
    database->m_database = QSqlDatabase::addDatabase(u"QSQLITE"_s, connection);
    database->m_database.setDatabaseName(file);
    database->m_database.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=%1"_s.arg(kBusyMs));
    if (!database->m_database.open())
        return std::unexpected(database->errorOf(database->m_database.lastError()));
    database->applySettings();
    if (auto done = database->migrate(); !done)
        return std::unexpected(done.error());
    if (auto error = database->takeError())
        return std::unexpected(*error);
    return database;
}

void Database::applySettings()
{
    // Reading comes first: a file that is not ours must not be touched, not even by a journal.
    if (!executeText(u"SELECT count(*) FROM sqlite_schema"_s))
        return;
    executeText(u"PRAGMA foreign_keys = ON"_s);
    executeText(u"PRAGMA temp_store = MEMORY"_s);
    executeText(u"PRAGMA cache_size = -8192"_s);
    executeText(u"PRAGMA synchronous = NORMAL"_s);
}

Result<void> Database::migrate()
{
    if (auto error = takeError())
        return std::unexpected(*error);
    const auto version = [this] {
        QSqlQuery query(m_database);
        if (!query.exec(u"PRAGMA user_version"_s) || !query.next())
            note(query.lastError());
        return query.value(0).toInt();
    };
    const QStringList steps = schemaSteps();
    const int known = static_cast<int>(steps.size());
    int found = version();
    if (found > known) {
        return failure(
                Cause::Invalid,
                u"The queue file %1 was written by a newer Sluice (schema %2, this one knows %3); "
                u"it "
                "was left as it is. Update Sluice or choose another data directory."_s.arg(m_file)
                        .arg(found)
                        .arg(known),
                {}, Who::Us);
    }
    if (found == known)
        return {};
    beginWal();
    executeText(u"PRAGMA journal_size_limit = 67108864"_s);
    Transaction transaction(*this, Transaction::Durability::Full);
    for (found = version(); found < known; ++found) { // another process may just have done it
        QFile step(u":/schema/"_s + steps.at(found));
        if (!step.open(QIODevice::ReadOnly))
            return failure(Cause::Invalid, u"Schema step %1 is missing."_s.arg(step.fileName()));
        for (const QString &statement : statementsOf(QString::fromUtf8(step.readAll())))
            executeText(statement);
    }
    executeText(u"PRAGMA user_version = %1"_s.arg(known));
    return transaction.commit();
}

/// Needs the file for itself, and SQLite does not wait for that as it does elsewhere: others may be
/// opening the same new file.
void Database::beginWal()
{
    const QDeadlineTimer end(kBusyMs);
    QSqlQuery query(m_database);
    while (!query.exec(u"PRAGMA journal_mode = WAL"_s)) {
        if (primaryCode(query.lastError()) != Busy || end.hasExpired()) {
            note(query.lastError());
            return;
        }
        QThread::msleep(5);
    }
}

void Database::setPatience(std::chrono::milliseconds patience)
{
    executeText(u"PRAGMA busy_timeout = %1"_s.arg(patience.count()));
}

QSqlQuery &Database::prepared(const char *sql)
{
    auto &slot = m_statements[sql];
    if (!slot) {
        slot = std::make_shared<QSqlQuery>(m_database);
        slot->setForwardOnly(true);
        if (!slot->prepare(QString::fromLatin1(sql)))
            note(slot->lastError());
    }
    return *slot;
}

QSqlQuery Database::select(const QString &sql, const QVariantList &values)
{
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    if (!query.prepare(sql)) {
        note(query.lastError());
        return query;
    }
    for (int i = 0; i < values.size(); ++i)
        query.bindValue(i, values.at(i));
    execute(query);
    return query;
}

bool Database::execute(QSqlQuery &query)
{
    if (m_error)
        return false; // outside the transaction that failed, this would stand on its own
    if (query.exec())
        return true;
    note(query.lastError());
    return false;
}

bool Database::executeText(const QString &sql)
{
    if (m_error)
        return false;
    QSqlQuery query(m_database);
    if (query.exec(sql))
        return true;
    note(query.lastError());
    return false;
}

void Database::note(const QSqlError &error)
{
    if (!m_error) // the first failure tells why, later ones follow from it
        m_error = errorOf(error);
}

Error Database::errorOf(const QSqlError &error) const
{
    // What Qt says of it beside names a function of its own.
    Error found{.cause = Cause::Storage,
                .what = {},
                .detail
                = error.databaseText().isEmpty() ? error.driverText() : error.databaseText(),
                .who = Who::Us,
                .retryAt = {}};
    switch (primaryCode(error)) {
    case Busy:
    case Locked:
        found.what = u"The queue file %1 is locked by another program; end that program and try "
                     "again."_s.arg(m_file);
        found.retryAt = QDateTime::currentDateTimeUtc();
        break;
    case ReadOnly:
    case CannotOpen:
        found.what = notWritableText(m_file);
        break;
    case Corrupt:
        found.what = damagedText(m_file);
        break;
    case NotADatabase:
        found.what = u"The file %1 is not a queue of Sluice; it was kept. Move it away, or choose "
                     "another data directory."_s.arg(m_file);
        break;
    case Full:
        found.cause = Cause::StorageFull;
        found.what
                = u"The disk that holds the queue file %1 is full; free some space."_s.arg(m_file);
        break;
    default:
        found.what
                = u"The queue file %1 could not be read or written; see the detail."_s.arg(m_file);
        break;
    }
    return found;
}

Result<void> Database::check()
{
    QString fault;
    {
        Rows rows = this->rows("PRAGMA quick_check(1)");
        if (rows.next() && rows.text(0) != "ok"_L1)
            fault = rows.text(0);
    }
    if (auto error = takeError())
        return std::unexpected(*error);
    return fault.isEmpty() ? Result<void>() : failure(Cause::Storage, damagedText(m_file), fault);
}

/// Whatever went wrong before, and without a word when SQLite has rolled back by itself.
void Database::rollBack() { QSqlQuery(m_database).exec(u"ROLLBACK"_s); }

std::optional<Error> Database::takeError() { return std::exchange(m_error, std::nullopt); }

void Database::bind(QSqlQuery &query, int position, const QDateTime &time)
{
    query.bindValue(position, time.isNull() ? QVariant() : QVariant(time.toMSecsSinceEpoch()));
}

void Database::bind(QSqlQuery &query, int position, const QString &text)
{
    // A null QString would become NULL, which our NOT NULL columns refuse.
    query.bindValue(position, text.isNull() ? u""_s : text);
}

void Database::bind(QSqlQuery &query, int position, const std::optional<qint64> &number)
{
    query.bindValue(position, number ? QVariant(*number) : QVariant());
}

Transaction::Transaction(Database &database, Durability durability)
    : m_database(database)
    , m_isInner(database.m_transactions++ > 0)
{
    if (m_isInner)
        return;
    const bool isFull = durability == Durability::Full;
    if (isFull != database.m_isFull) {
        database.executeText(isFull ? u"PRAGMA synchronous = FULL"_s
                                    : u"PRAGMA synchronous = NORMAL"_s);
        database.m_isFull = isFull;
    }
    m_isOpen = database.run("BEGIN IMMEDIATE");
}

Transaction::~Transaction()
{
    --m_database.m_transactions;
    if (m_isOpen)
        m_database.rollBack();
}

Result<void> Transaction::commit()
{
    if (m_isInner)
        return m_database.hasFailed() ? Result<void>(std::unexpected(*m_database.m_error))
                                      : Result<void>();
    if (!m_database.hasFailed() && m_isOpen && m_database.run("COMMIT"))
        m_isOpen = false;
    if (auto error = m_database.takeError()) {
        if (std::exchange(m_isOpen, false))
            m_database.rollBack();
        return std::unexpected(std::move(*error));
    }
    return {};
}

} // namespace sluice
