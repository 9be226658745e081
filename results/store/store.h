// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The one SQLite file that holds everything: how it is opened, and the doors to its parts.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "results/store/job_queue.h"
#include "results/store/proof_log.h"
#include "results/store/run_log.h"
#include "results/store/series.h"
#include "results/store/verdict_log.h"

namespace nightjar::store {

class Database;

/// Rows of a query as text.
struct Table {
  std::vector<std::string> columns;
  std::vector<bool> numeric;                   ///< By column: every value is a number or absent.
  std::vector<std::vector<std::string>> rows;  ///< An absent value reads "".
};

/// An open database. Use it from one thread at a time; several processes may open one file. The
/// doors below are views: they hold no state and must not outlive the store.
class Store {
 public:
  /// Opens or creates `path` and brings its schema up to date.
  static Result<Store> open(const std::string& path);
  /// Opens an existing file for reading only; refuses a schema older or newer than this program's.
  static Result<Store> open_read_only(const std::string& path);

  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;
  ~Store();

  JobQueue jobs();
  RunLog runs();
  SeriesReader series();
  VerdictLog verdicts();
  ProofLog proofs();

  /// One statement that only reads, at most `max_rows` rows.
  Result<Table> query(const std::string& sql, int64_t max_rows = 100'000);

 private:
  explicit Store(std::unique_ptr<Database> database);

  std::unique_ptr<Database> database_;
};

}  // namespace nightjar::store
