// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Scenarios are kept once, however many runs measure them.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "results/store/database.h"
#include "scenarios/scenario.h"

namespace nightjar::store {

/// The row of a scenario, added when it is new. Call inside a transaction.
Result<int64_t> keep_scenario(Database& database, const scenarios::Scenario& scenario);

/// A scenario from the text of its row.
Result<scenarios::Scenario> read_scenario(const std::string& text);

}  // namespace nightjar::store
