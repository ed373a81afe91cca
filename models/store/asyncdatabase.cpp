// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/asyncdatabase.h"

#include "store/database.h"

#include <QCoreApplication>
#include <QTimer>

namespace sluice {
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

/// The part of AsyncDatabase that lives on its thread.
class AsyncDatabase::Keeper final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Keeper)

public:
    explicit Keeper(QString file)
        : m_file(std::move(file))
        , m_looking(this)
    {
        m_looking.setInterval(250ms);
        connect(&m_looking, &QTimer::timeout, this, &Keeper::look);
    }

    void open()
    {
        auto database = Database::open(m_file);
        if (!database && !database.error().retryAt.isNull()) {
            QTimer::singleShot(1s, this, &Keeper::open);
            return;
        }
        if (!database) {
            m_hasFailed = true;
            m_waiting.clear();
            emit failed(database.error());
            return;
        }
        m_database = std::move(*database);
        m_version = version();
        emit opened();
        for (const auto &job : std::exchange(m_waiting, {}))
            job(*m_database);
        m_looking.start();
    }

    void run(std::function<void(Database &)> job)
    {
        if (m_database) {
            job(*m_database);
        } else if (!m_hasFailed) {
            m_waiting << std::move(job);
        }
    }

signals:
    void opened();
    void failed(const sluice::Error &error);
    void changed();

private:
    /// What other connections wrote moves the first number, what this one did the second.
    std::pair<qint64, qint64> version()
    {
        const auto numberOf = [this](const char *sql) {
            Rows row = m_database->rows(sql);
            return row.next() ? row.number(0) : 0;
        };
        const std::pair now{numberOf("PRAGMA data_version"), numberOf("SELECT total_changes()")};
        return m_database->takeError() ? m_version : now;
    }

    void look()
    {
        if (const auto now = version(); std::exchange(m_version, now) != now)
            emit changed();
    }

    QString m_file;
    std::unique_ptr<Database> m_database;
    QList<std::function<void(Database &)>> m_waiting; ///< for the store to open
    QTimer m_looking;
    std::pair<qint64, qint64> m_version;
    bool m_hasFailed = false;
};

AsyncDatabase::AsyncDatabase(QString file, QObject *parent)
    : QObject(parent)
    , m_keeper(new Keeper(std::move(file)))
{
    qRegisterMetaType<Error>();
    m_thread.setObjectName(u"database"_s);
    m_keeper->moveToThread(&m_thread);
    connect(&m_thread, &QThread::started, m_keeper, &Keeper::open);
    connect(&m_thread, &QThread::finished, m_keeper, &QObject::deleteLater);
    connect(m_keeper, &Keeper::opened, this, &AsyncDatabase::opened);
    connect(m_keeper, &Keeper::failed, this, &AsyncDatabase::failed);
    connect(m_keeper, &Keeper::changed, this, &AsyncDatabase::changed);
    m_thread.start();
}

AsyncDatabase::~AsyncDatabase()
{
    m_thread.quit();
    m_thread.wait(); // at most one job long
}

void AsyncDatabase::post(std::function<void(Database &)> job)
{
    QMetaObject::invokeMethod(
            m_keeper, [keeper = m_keeper, job = std::move(job)] { keeper->run(job); },
            Qt::QueuedConnection);
}

void AsyncDatabase::answer(const QPointer<QObject> &context, std::function<void()> call)
{
    // The context may go at any moment on its own thread, so it is looked at only there.
    QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [context, call = std::move(call)] {
                if (context)
                    call();
            },
            Qt::QueuedConnection);
}

} // namespace sluice

#include "asyncdatabase.moc"
