// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "budget/ledgerstore.h"
#include "github/networktransport.h"
#include "observe/accountprobe.h"
#include "observe/accounttoken.h"
#include "timers.h"

namespace sluice {

/// Asks GitHub about one account for a command, which waits. The thread of the command.
class AccountAsker final
{
    Q_DISABLE_COPY_MOVE(AccountAsker)

public:
    AccountAsker(Account account, Database &database, const QSslConfiguration &tls);

    [[nodiscard]] Result<AccountProbe::Answer> check();
    [[nodiscard]] Result<AccountProbe::Answer> list();

private:
    [[nodiscard]] Result<AccountProbe::Answer>
    ask(void (AccountProbe::*question)(AccountProbe::Done done));

    const Account m_account;
    SystemTimers m_timers;
    LedgerStore m_ledger;
    NetworkTransport m_transport;
};

/// The keyring of the desktop, for accounts whose token stands there.
[[nodiscard]] AccountSecrets keyringSecrets();

} // namespace sluice
