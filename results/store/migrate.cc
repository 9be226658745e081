// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/store/migrate.h"

#include <fmt/format.h>

#include "results/store/migrations/steps.h"

namespace nightjar::store {
namespace {

Status refuse_foreign(Database& database, int64_t newest) {
  NIGHTJAR_ASSIGN(const int64_t version, database.integer("PRAGMA user_version"));
  NIGHTJAR_ASSIGN(const int64_t application, database.integer("PRAGMA application_id"));
  NIGHTJAR_ASSIGN(const int64_t objects, database.integer("SELECT count(*) FROM sqlite_schema"));
  const bool is_fresh = version == 0 && objects == 0;
  if (!is_fresh && application != kApplicationId) {
    return invalid_input(database.path() +
                         ": this SQLite database belongs to another program; name another file "
                         "with --db");
  }
  if (version > newest) {
    return invalid_input(
        fmt::format("{}: written by a newer Nightjar (schema {}, this program knows {}); upgrade "
                    "this program",
                    database.path(), version, newest));
  }
  return {};
}

}  // namespace

std::span<const Migration> migrations() {
  static const Migration kSteps[] = {
      {"tables", kTablesSql},
      {"views", kViewsSql},
      {"proofs", kProofsSql},
      {"loads", kLoadsSql},
  };
  return kSteps;
}

Status migrate(Database& database, std::span<const Migration> steps) {
  const auto newest = static_cast<int64_t>(steps.size());
  NIGHTJAR_TRY(refuse_foreign(database, newest));
  NIGHTJAR_ASSIGN(int64_t version, database.integer("PRAGMA user_version"));
  if (version == newest) return {};
  NIGHTJAR_ASSIGN(Transaction transaction, Transaction::begin(database));
  // Another process may have migrated while this one waited for the lock.
  NIGHTJAR_TRY(refuse_foreign(database, newest));
  NIGHTJAR_ASSIGN(version, database.integer("PRAGMA user_version"));
  for (; version < newest; ++version) {
    const Status applied = database.run_script(steps[static_cast<size_t>(version)].sql);
    if (!applied.ok()) {
      return applied.error().in(
          fmt::format("schema step '{}'", steps[static_cast<size_t>(version)].name));
    }
  }
  NIGHTJAR_TRY(database.run_script(
      fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", kApplicationId, newest)));
  return transaction.commit();
}

Status check_version(Database& database) {
  const auto newest = static_cast<int64_t>(migrations().size());
  NIGHTJAR_TRY(refuse_foreign(database, newest));
  NIGHTJAR_ASSIGN(const int64_t version, database.integer("PRAGMA user_version"));
  if (version == 0)
    return not_found(database.path() + ": the database is empty; run a suite first");
  if (version < newest) {
    return invalid_input(fmt::format(
        "{}: written by an older Nightjar (schema {}, this program reads {}); run a suite with it "
        "once to bring it up to date",
        database.path(), version, newest));
  }
  return {};
}

}  // namespace nightjar::store
