// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Brings a database from whatever version it has to this program's.
#pragma once

#include <cstdint>
#include <span>

#include "base/result.h"
#include "results/store/database.h"

namespace nightjar::store {

/// Marks the file as ours: "NJAR".
inline constexpr int64_t kApplicationId = 0x4e4a4152;

/// One step of the schema as SQL. Steps are only ever appended; a released one never changes.
struct Migration {
  const char* name;
  const char* sql;
};

/// All steps in order; a database of version n has had the first n.
std::span<const Migration> migrations();

/// Applies what is missing, each step whole. Refuses another program's database and a schema
/// newer than the last step.
Status migrate(Database& database, std::span<const Migration> steps = migrations());

/// Refuses a database whose schema is not exactly this program's; for reading only.
Status check_version(Database& database);

}  // namespace nightjar::store
