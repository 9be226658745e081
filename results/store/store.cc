// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/store/store.h"

#include <filesystem>
#include <system_error>

#include "results/store/database.h"
#include "results/store/migrate.h"
#include "results/store/query.h"

namespace nightjar::store {

Store::Store(std::unique_ptr<Database> database) : database_(std::move(database)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

Result<Store> Store::open(const std::string& path) {
  NIGHTJAR_ASSIGN(auto database, Database::open(path, Access::kReadWrite));
  NIGHTJAR_TRY(migrate(*database));
  return Store(std::move(database));
}

Result<Store> Store::open_read_only(const std::string& path) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) {
    return not_found("there is no database " + path + "; name one with --db, or run a suite first");
  }
  NIGHTJAR_ASSIGN(auto database, Database::open(path, Access::kReadOnly));
  NIGHTJAR_TRY(check_version(*database));
  return Store(std::move(database));
}

JobQueue Store::jobs() { return JobQueue(*database_); }
RunLog Store::runs() { return RunLog(*database_); }
SeriesReader Store::series() { return SeriesReader(*database_); }
VerdictLog Store::verdicts() { return VerdictLog(*database_); }
ProofLog Store::proofs() { return ProofLog(*database_); }

Result<Table> Store::query(const std::string& sql, int64_t max_rows) {
  return run_query(*database_, sql, max_rows);
}

}  // namespace nightjar::store
