// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "observe/observeservice.h"

#include "github/appidentity.h"
#include "settings/settings.h"
#include "settings/settingstext.h"
#include "store/database.h"

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int kDays = 30; // that what is over is kept
constexpr auto kHouseKeeping = 1h;
constexpr auto kLook = 500ms;
constexpr auto kStopPatience = 5s;
constexpr auto kStopLook = 50ms;

/// Whether it is asked in the same way.
bool isSameWay(const Account &one, const Account &other)
{
    return one.kind == other.kind && one.baseUrl == other.baseUrl
        && one.secretFile == other.secretFile && one.app == other.app
        && one.installation == other.installation;
}

} // namespace

Result<std::unique_ptr<ObserveService>> ObserveService::open(const QString &dataDirectory,
                                                             const Edge &edge)
{
    if (auto made = makeDataDirectory(dataDirectory); !made)
        return std::unexpected(made.error());
    auto lock = std::make_unique<PoolLock>(dataDirectory, u"observer.lock"_s);
    if (!lock->tryTake()) {
        return std::unexpected(
                Error{.cause = Cause::Storage,
                      .what = u"Another program observes for %1: end it first, or use another "
                              u"--data-dir."_s.arg(dataDirectory),
                      .retryAt = edge.timers.now()});
    }
    auto database = Database::open(dataDirectory + u"/queue.sqlite"_s);
    if (!database)
        return std::unexpected(database.error());
    return std::unique_ptr<ObserveService>(
            new ObserveService(edge, std::move(lock), *std::move(database)));
}

ObserveService::ObserveService(const Edge &edge, std::unique_ptr<PoolLock> lock,
                               std::unique_ptr<Database> database)
    : m_transport(edge.transport)
    , m_timers(edge.timers)
    , m_secrets(edge.secrets)
    , m_lock(std::move(lock))
    , m_database(std::move(database))
    , m_store(*m_database, m_timers)
    , m_accounts(*m_database, m_timers)
    , m_ledger(*m_database, m_timers)
    , m_others(*m_database, m_timers)
    , m_wishes(*m_database, m_timers)
{}

ObserveService::~ObserveService() = default;

void ObserveService::start()
{
    keepHouse();
    look();
}

void ObserveService::poke()
{
    m_version = -1;
    if (m_stopUntil.isValid())
        return;
    followAccounts();
    takeWishes();
}

void ObserveService::secretChanged(const QString &account)
{
    forget([&account](const Party &party) { return party.account.name == account; });
    poke();
}

void ObserveService::look()
{
    if (m_stopUntil.isValid())
        return;
    if (const qint64 version = dataVersion(); version != m_version) {
        m_version = version;
        followAccounts();
        takeWishes();
    }
    m_timers.callAfter(kLook, this, [this] { look(); });
}

/// Changes with what other connections write.
qint64 ObserveService::dataVersion()
{
    QSqlQuery row = m_database->select(u"PRAGMA data_version"_s, {});
    return row.next() ? row.value(0).toLongLong() : -1;
}

void ObserveService::followAccounts()
{
    const auto accounts = m_accounts.accounts();
    if (!accounts)
        return tell(u"store"_s, accounts.error());
    forget([&accounts](const Party &party) {
        return std::ranges::none_of(*accounts, [&party](const Account &account) {
            return account.name == party.account.name && isSameWay(account, party.account);
        });
    });
    for (const Account &account : *accounts) {
        const auto party = m_parties.find(account.name);
        if (party == m_parties.end())
            addParty(account);
        else if (std::exchange(party->second.account.checkedAt, account.checkedAt)
                         != account.checkedAt
                 && account.problem.isEmpty())
            goOn(party->second); // another program found it well
    }
    followRepositories();
    forgetTroubles(*accounts);
}

/// Of accounts and repositories that are watched no more.
void ObserveService::forgetTroubles(const QList<Account> &accounts)
{
    for (const QString &subject : m_said.keys()) {
        const bool isThere
                = isRepositoryName(subject)
                        ? m_accountOf.contains(subject.toLower())
                        : subject == "store"_L1
                                  || std::ranges::contains(accounts, subject, &Account::name);
        if (!isThere && !m_said.take(subject).isEmpty())
            emit wellAgain(subject);
    }
}

/// What they were asked to do is answered by nobody else.
void ObserveService::forget(const std::function<bool(const Party &)> &isMeant)
{
    QStringList gone;
    for (const auto &[name, party] : m_parties) {
        if (isMeant(party))
            gone << name;
    }
    for (const QString &name : std::as_const(gone)) {
        m_parties.erase(name);
        for (const qint64 wish : m_taken.keys(name)) {
            answer({.id = wish},
                   failure(Cause::Canceled,
                           u"The account %1 was changed meanwhile: see on GitHub whether it has "
                           u"been done, and ask again if not."_s.arg(name)));
        }
    }
}

void ObserveService::addParty(const Account &account)
{
    GithubOptions options;
    options.baseUrl = QUrl(account.baseUrl);
    auto tokens = tokenSourceOf(account, options, m_secrets, m_transport, m_timers);
    if (!tokens) {
        (void)m_accounts.noteProblem(account.name, tokens.error().what);
        return tell(account.name, tokens.error());
    }
    Party party{.account = account, .tokens = *std::move(tokens)};
    party.client = std::make_unique<GithubClient>(options, m_transport, *party.tokens, m_timers,
                                                  &m_ledger, nullptr);
    if (account.kind == AccountKind::App) {
        if (const auto key = appKeyOf(account)) {
            party.identity = std::make_unique<AppIdentity>(*key, m_timers);
            party.asApp = std::make_unique<GithubClient>(options, m_transport, *party.identity,
                                                         m_timers, &m_ledger, nullptr);
        }
    }
    const AccountWatch::Parts parts{*party.client, m_store, m_accounts, m_timers};
    party.watch = std::make_unique<AccountWatch>(parts, account.name);
    AccountWatch *watch = party.watch.get();
    const QString name = account.name;
    connect(&party.client->governor(), &RateGovernor::waits, this,
            [this, name](const QDateTime &until) { // which send() itself may find out
                m_timers.callAfter(0ms, this, [this, name, until] { giveBack(name, until); });
            });
    connect(watch, &AccountWatch::changed, this, &ObserveService::changed);
    connect(watch, &AccountWatch::problem, this,
            [this, name](const QString &repository, const Error &error) {
                tell(repository.isEmpty() ? name : repository, error);
            });
    connect(watch, &AccountWatch::wellAgain, this, [this, name](const QString &repository) {
        m_said.remove(repository.isEmpty() ? name : repository);
        emit wellAgain(repository.isEmpty() ? name : repository);
        if (repository.isEmpty())
            checkAtStart(name); // who it is now, and with which scopes
    });
    connect(watch, &AccountWatch::renamed, this, [this](const QString &from, const QString &to) {
        m_accountOf.insert(to.toLower(), m_accountOf.take(from.toLower()));
        emit renamed(from, to);
    });
    m_parties.insert_or_assign(account.name, std::move(party));
    if (const auto said = m_said.find(name); said != m_said.end())
        said->clear(); // the same trouble of another token is said again
    checkAtStart(name);
}

void ObserveService::checkAtStart(const QString &account)
{
    Party &party = m_parties.at(account);
    auto *probe
            = new AccountProbe(party.account, *party.client, party.asApp.get(), party.watch.get());
    probe->check([this, known = party.account](const Result<AccountProbe::Answer> &answer) {
        noteCheck(known, answer);
    });
}

void ObserveService::noteCheck(const Account &account, const Result<AccountProbe::Answer> &answer)
{
    const auto noted = answer ? m_accounts.noteCheck(account.name, answer->login, answer->scopes,
                                                     answer->warning)
                              : m_accounts.noteProblem(account.name, answer.error().what);
    if (!noted)
        return tell(u"store"_s, noted.error());
    if (!answer)
        return tell(account.name, answer.error());
    if (m_said.remove(account.name))
        emit wellAgain(account.name);
    if (const auto party = m_parties.find(account.name); party != m_parties.end())
        goOn(party->second);
}

/// GitHub has just said who the account is: what failed need not wait.
void ObserveService::goOn(Party &party)
{
    // That can be told while what it may read is used up.
    if (const QString &holdUp = party.watch->holdUp(); !holdUp.isEmpty()) {
        if (const auto noted = m_accounts.noteProblem(party.account.name, holdUp); !noted)
            return tell(u"store"_s, noted.error());
    }
    party.watch->tryAgain();
}

void ObserveService::followRepositories()
{
    const auto observed = m_accounts.observed();
    if (!observed)
        return tell(u"store"_s, observed.error());
    QHash<QString, QStringList> of;
    m_accountOf.clear();
    for (const ObservedRepository &one : *observed) {
        of[one.account] << one.repository;
        m_accountOf.insert(one.repository.toLower(), one.account);
    }
    qsizetype queries = 0;
    qsizetype accounts = 0;
    for (const auto &[name, party] : m_parties) {
        const qsizetype count = of.value(name).size();
        queries += (count + AccountWatch::kListed - 1) / AccountWatch::kListed;
        accounts += count > 0 ? 1 : 0;
    }
    for (auto &[name, party] : m_parties) {
        party.watch->setShare(queries, std::max<qsizetype>(1, accounts));
        party.watch->setRepositories(of.value(name));
    }
}

ObserveService::Party *ObserveService::partyOf(const QString &repository)
{
    const auto party = m_parties.find(m_accountOf.value(repository.toLower()));
    return party == m_parties.end() ? nullptr : &party->second;
}

void ObserveService::keepHouse()
{
    if (m_stopUntil.isValid())
        return;
    if (auto done = m_store.prune(m_timers.now().addDays(-kDays)); !done)
        tell(u"store"_s, done.error());
    m_timers.callAfter(kHouseKeeping, this, [this] { keepHouse(); });
}

void ObserveService::tell(const QString &subject, const Error &error)
{
    if (std::exchange(m_said[subject], error.what) != error.what)
        emit problem(subject, error);
}

void ObserveService::stop()
{
    if (m_stopUntil.isValid())
        return;
    m_stopUntil = m_timers.now() + kStopPatience;
    for (auto &[name, party] : m_parties)
        party.watch->stop();
    endWhenQuiet();
}

/// A comment on its way must not be lost, nor written twice.
void ObserveService::endWhenQuiet()
{
    if (m_transport.inFlight() == 0 || m_timers.now() >= m_stopUntil)
        emit stopped();
    else
        m_timers.callAfter(kStopLook, this, [this] { endWhenQuiet(); });
}

} // namespace sluice
