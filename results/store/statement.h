// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A prepared SQL statement: values in by position, rows out column by column.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

struct sqlite3_stmt;

namespace nightjar::store {

class Database;

/// Belongs to a Database and must not outlive it. Columns are read in order with the take_
/// functions, each row from the first column on.
class Statement {
 public:
  Statement(Database& database, sqlite3_stmt* handle) : database_(&database), handle_(handle) {}
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&&) = delete;
  ~Statement();

  /// Gives the parameters ?1, ?2, … their values; not-a-number becomes NULL.
  template <typename... Values>
  Statement& bind(const Values&... values) {
    int position = 0;
    (bind_one(++position, values), ...);
    return *this;
  }

  /// Goes to the next row; false when there is none.
  Result<bool> next();
  /// Runs a statement that returns nothing, and makes it ready to be bound and run again.
  Status run();

  int64_t take_integer();
  double take_real();  ///< NULL reads not-a-number.
  std::string take_text();
  std::vector<std::byte> take_bytes();
  std::optional<double> take_optional_real();
  bool next_is_null() const;

  int column_count() const;
  std::string column_name(int column) const;
  bool is_numeric(int column) const;
  bool is_null(int column) const;
  std::string text(int column) const;

 private:
  void bind_one(int position, int64_t value);
  void bind_one(int position, int value) { bind_one(position, int64_t{value}); }
  void bind_one(int position, double value);
  void bind_one(int position, std::string_view value);
  void bind_one(int position, const std::string& value) {
    bind_one(position, std::string_view(value));
  }
  void bind_one(int position, const char* value) { bind_one(position, std::string_view(value)); }
  void bind_one(int position, std::span<const std::byte> value);
  void bind_one(int position, const std::vector<std::byte>& value) {
    bind_one(position, std::span<const std::byte>(value));
  }
  void bind_one(int position, std::nullopt_t);
  void note(int code);

  Database* database_;
  sqlite3_stmt* handle_;
  int bind_failure_ = 0;  ///< The first code that was not success.
  int column_ = 0;        ///< The next one to take.
};

}  // namespace nightjar::store
