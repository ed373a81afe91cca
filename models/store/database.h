// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "error.h"

#include <QHash>
#include <QSqlDatabase>
#include <QSqlQuery>

#include <chrono>
#include <memory>
#include <optional>

namespace sluice {

/// The answer of one statement, row by row. The statement is free for its next use when this goes.
class Rows final
{
    Q_DISABLE_COPY_MOVE(Rows)

public:
    explicit Rows(QSqlQuery &query)
        : m_query(query)
    {}
    ~Rows() { m_query.finish(); }

    [[nodiscard]] bool next() { return m_query.next(); }
    [[nodiscard]] QString text(int column) const { return m_query.value(column).toString(); }
    [[nodiscard]] QByteArray bytes(int column) const { return m_query.value(column).toByteArray(); }
    [[nodiscard]] qint64 number(int column) const { return m_query.value(column).toLongLong(); }
    [[nodiscard]] double real(int column) const { return m_query.value(column).toDouble(); }
    [[nodiscard]] bool isNull(int column) const { return m_query.value(column).isNull(); }
    [[nodiscard]] QDateTime time(int column) const; ///< null where the column is

private:
    QSqlQuery &m_query;
};

/// One connection to the queue's SQLite file, with our settings and schema. One thread. Statements
/// are prepared once. A failure sticks until takeError(): a group of writes is checked once, at its
/// end.
class Database final
{
    Q_DISABLE_COPY_MOVE(Database)

public:
    [[nodiscard]] static Result<std::unique_ptr<Database>> open(const QString &file);
    ~Database();
    [[nodiscard]] const QString &file() const { return m_file; }

    /// `sql` must be a literal: its address is the key of the prepared statement.
    template <typename... Values> bool run(const char *sql, const Values &...values)
    {
        QSqlQuery &query = prepared(sql);
        int position = 0;
        (bind(query, position++, values), ...);
        const bool isDone = execute(query);
        m_changed = isDone ? query.numRowsAffected() : 0;
        query.finish();
        return isDone;
    }
    template <typename... Values> [[nodiscard]] Rows rows(const char *sql, const Values &...values)
    {
        QSqlQuery &query = prepared(sql);
        int position = 0;
        (bind(query, position++, values), ...);
        execute(query);
        return Rows(query);
    }
    /// A statement made at run time, such as a filter; not kept. Check takeError() after reading.
    [[nodiscard]] QSqlQuery select(const QString &sql, const QVariantList &values);
    [[nodiscard]] Result<void> check(); ///< reads the whole file; *storage* where it is damaged
    [[nodiscard]] int changedRows() const { return m_changed; } ///< by the last run()

    void setPatience(std::chrono::milliseconds patience); ///< with other writers

    [[nodiscard]] bool hasFailed() const { return m_error.has_value(); }
    [[nodiscard]] std::optional<Error> takeError();
    /// The value, unless something failed since the last takeError().
    template <typename T> [[nodiscard]] Result<T> checked(T value)
    {
        if (auto error = takeError())
            return std::unexpected(std::move(*error));
        return value;
    }

private:
    friend class Transaction;
    Database(QString file, QString connection);

    template <typename T> static void bind(QSqlQuery &query, int position, const T &value)
    {
        query.bindValue(position, QVariant::fromValue(value));
    }
    static void bind(QSqlQuery &query, int position, const QDateTime &time);
    static void bind(QSqlQuery &query, int position, const QString &text);
    static void bind(QSqlQuery &query, int position, const std::optional<qint64> &number);

    [[nodiscard]] QSqlQuery &prepared(const char *sql);
    bool execute(QSqlQuery &query);
    bool executeText(const QString &sql);
    void rollBack();
    void note(const QSqlError &error);
    [[nodiscard]] Error errorOf(const QSqlError &error) const;
    void applySettings();
    [[nodiscard]] Result<void> migrate();
    void beginWal();

    QString m_file;
    QString m_connection;
    QSqlDatabase m_database;
    QHash<const char *, std::shared_ptr<QSqlQuery>> m_statements;
    std::optional<Error> m_error;
    int m_changed = 0;
    int m_transactions = 0; ///< open ones, one within the other
    bool m_isFull = false; ///< synchronous=FULL is on
};

/// A group of writes: BEGIN IMMEDIATE, because Qt's transaction() is deferred and two writers then
/// fail at once. Rolled back unless commit() succeeds. One within another belongs to it: what went
/// wrong in the inner one makes the outer one fail.
class Transaction final
{
    Q_DISABLE_COPY_MOVE(Transaction)

public:
    enum class Durability { Normal, Full }; ///< Full: on the disk before commit() returns

    explicit Transaction(Database &database, Durability durability = Durability::Normal);
    ~Transaction();
    [[nodiscard]] Result<void> commit(); ///< or the first thing that went wrong since the start
    template <typename T> [[nodiscard]] Result<T> commit(T value)
    {
        return commit().transform([&value] { return std::move(value); });
    }

private:
    Database &m_database;
    const bool m_isInner;
    bool m_isOpen = false;
};

} // namespace sluice
