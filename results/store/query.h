// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// People's own SQL: one statement that can only read, whatever it says.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "results/store/database.h"
#include "results/store/store.h"

namespace nightjar::store {

/// At most `max_rows` rows; more are an error that names LIMIT.
Result<Table> run_query(Database& database, const std::string& sql, int64_t max_rows);

}  // namespace nightjar::store
