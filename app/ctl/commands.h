// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ctl/commandline.h"

namespace sluice {

// One file each; main.cpp puts them together.
[[nodiscard]] QList<Command> importCommands();
[[nodiscard]] QList<Command> accountCommands();
[[nodiscard]] QList<Command> queueCommands();
[[nodiscard]] QList<Command> workCommands();
[[nodiscard]] QList<Command> configCommands();
[[nodiscard]] QList<Command> budgetCommands();
[[nodiscard]] QList<Command> ledgerCommands();
[[nodiscard]] QList<Command> observeCommands();
[[nodiscard]] QList<Command> pipelineCommands();
[[nodiscard]] QList<Command> pipelineViewCommands();
[[nodiscard]] QList<Command> pipelineWorkCommands();
[[nodiscard]] QList<Command> proxyCommands();

} // namespace sluice
