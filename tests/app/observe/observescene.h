// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "fakes/turnedgithub.h"
#include "observe/observeservice.h"
#include "store/database.h"

#include <QTemporaryDir>

namespace sluice {

/// An observer in turned time, with the account "mine" of a person, and a second connection to its
/// store as a window has it. Tokens: "person" (of fedora), "stranger".
class ObserveScene final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ObserveScene)

public:
    ObserveScene()
    {
        FakeToken &person = *world.github.state().token("person");
        person.scopes = {QStringLiteral("repo"), QStringLiteral("read:org")};
        world.github.state().addToken("stranger", QStringLiteral("stranger"));
        world.github.state().addToken("packit", QStringLiteral("fedora"),
                                      FakeToken::Kind::Installation);
        addAccount(QStringLiteral("mine"));
    }

    /// One whose token the keyring gives.
    void addAccount(const QString &name, const QByteArray &token = "person")
    {
        keyring.insert(name, token);
        (void)accounts.save({.name = name, .baseUrl = QStringLiteral("http://github.test")});
    }
    void observe(const QStringList &repositories, const QString &account = QStringLiteral("mine"))
    {
        (void)accounts.setObserved(account, repositories);
    }
    void open() ///< anew, as after a kill
    {
        service.reset();
        const auto secrets = [this](const Account &account, QObject *, const auto &done) {
            ++asked;
            if (isLocked)
                return done(failure(Cause::Storage, QStringLiteral("The keyring is locked.")));
            done(keyring.value(account.name));
        };
        service = *ObserveService::open(folder.path(), {world.transport, world.timers, secrets});
        connect(service.get(), &ObserveService::problem, this,
                [this](const QString &, const Error &error) {
                    problems << error.what + error.detail;
                });
        connect(service.get(), &ObserveService::changed, this, [this] { ++changes; });
        service->start();
        turn(std::chrono::seconds(20));
    }
    void turn(std::chrono::milliseconds by) { world.timers.turn(by); }

    /// Packit sets a flag on the head of a pull request.
    void flag(const QString &name, const QString &status, const QString &conclusion = {})
    {
        write(*world.repository, world.pull().headSha, name, status, conclusion);
    }
    void write(FakeRepository &repository, const QString &head, const QString &name,
               const QString &status, const QString &conclusion = {})
    {
        repository.checkRuns << FakeCheckRun{
                .id = world.github.state().nextId(),
                .headSha = head,
                .name = name,
                .status = status,
                .conclusion = conclusion,
                .app = QStringLiteral("packit-as-a-service"),
                .output = {{QStringLiteral("title"), QStringLiteral("words")}},
                .startedAt = world.timers.now(),
                .completedAt = conclusion.isEmpty() ? QDateTime() : world.timers.now()};
    }

    [[nodiscard]] QList<ObservedPull> pulls() { return store.open().value(); }
    [[nodiscard]] ObservedPull newest() { return pulls().value(0); }
    /// name -> "running"
    [[nodiscard]] QMap<QString, QString> shown()
    {
        QMap<QString, QString> all;
        const QList<ObservedCheck> checks = store.checks(newest().id).value();
        for (const ObservedCheck &check : checks)
            all.insert(check.name, flagStateName(check.value.state));
        return all;
    }
    [[nodiscard]] Account account(const QString &name = QStringLiteral("mine"))
    {
        return accounts.account(name).value().value();
    }
    [[nodiscard]] ObservedRepository repository(const QString &name)
    {
        const QList<ObservedRepository> all = accounts.observed().value();
        const auto found = std::ranges::find(all, name, &ObservedRepository::repository);
        return found == all.end() ? ObservedRepository() : *found;
    }
    /// What became of it.
    [[nodiscard]] Wish ask(WishKind kind, qint64 subject, const QString &argument = {})
    {
        const qint64 id
                = wishes.add({.kind = kind, .subject = subject, .argument = argument}).value();
        turn(std::chrono::seconds(30));
        return wishes.wish(id).value().value();
    }
    /// That GitHub counted: requests and points.
    [[nodiscard]] int spent() const
    {
        int all = 0;
        for (const FakeCall &call : world.github.calls())
            all += call.cost;
        return all;
    }

    TurnedGithub world;
    QTemporaryDir folder;
    std::unique_ptr<Database> database{
            *Database::open(folder.filePath(QStringLiteral("queue.sqlite")))};
    AccountStore accounts{*database, world.timers};
    ObservedStore store{*database, world.timers};
    WishStore wishes{*database, world.timers};
    std::unique_ptr<ObserveService> service;
    QHash<QString, QByteArray> keyring;
    bool isLocked = false;
    int asked = 0; ///< for a secret
    int changes = 0;
    QStringList problems;
};

} // namespace sluice
