// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The connection to SQLite: durability, transactions, and its errors as sentences.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "results/store/statement.h"

struct sqlite3;

namespace nightjar::store {

enum class Access : uint8_t { kReadWrite, kReadOnly };

/// How long a statement waits for another process to finish its transaction.
inline constexpr int kBusyTimeoutMs = 5000;

/// An open file in WAL mode with full synchronisation and foreign keys, schema not looked at.
class Database {
 public:
  static Result<std::unique_ptr<Database>> open(const std::string& path, Access access,
                                                int busy_timeout_ms = kBusyTimeoutMs);
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database();

  /// Exactly one statement; anything behind it is refused.
  Result<Statement> prepare(std::string_view sql);
  /// Prepares, binds and runs a statement that returns nothing.
  template <typename... Values>
  Status run(std::string_view sql, const Values&... values) {
    auto statement = prepare(sql);
    if (!statement.ok()) return statement.error();
    return statement->bind(values...).run();
  }
  /// Several statements without parameters.
  Status run_script(const std::string& sql);
  /// The first column of the first row.
  Result<int64_t> integer(std::string_view sql);

  int64_t last_row_id() const;
  int64_t changed_rows() const;
  bool in_transaction() const;
  const std::string& path() const { return path_; }
  sqlite3* handle() const { return handle_; }

  /// What `code`, just returned by this connection, means and what to do about it.
  Error error(int code) const;

 private:
  Database(std::string path, sqlite3* handle) : path_(std::move(path)), handle_(handle) {}
  Status configure(Access access, int busy_timeout_ms);

  std::string path_;
  sqlite3* handle_;
};

/// A transaction that is rolled back unless committed.
class Transaction {
 public:
  /// Takes the write lock at once, so that what is read inside stays true until the commit.
  static Result<Transaction> begin(Database& database);
  Transaction(Transaction&& other) noexcept;
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();

  /// Everything since begin is on disk when this succeeds, and nothing of it when it fails.
  Status commit();

 private:
  explicit Transaction(Database& database) : database_(&database) {}

  Database* database_;  ///< Null once moved from.
};

}  // namespace nightjar::store
