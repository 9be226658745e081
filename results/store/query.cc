// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/store/query.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cstring>

namespace nightjar::store {
namespace {

/// SQLite asks before each thing a statement would do. ATTACH, PRAGMA and all that writes are out.
int allow_only_reading(void*, int action, const char*, const char* second, const char*,
                       const char*) {
  switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_RECURSIVE:
      return SQLITE_OK;
    case SQLITE_FUNCTION:
      return second != nullptr && std::strcmp(second, "load_extension") == 0 ? SQLITE_DENY
                                                                             : SQLITE_OK;
    default:
      return SQLITE_DENY;
  }
}

/// Asks allow_only_reading for as long as it lives.
class ReadingOnly {
 public:
  explicit ReadingOnly(Database& database) : handle_(database.handle()) {
    sqlite3_set_authorizer(handle_, allow_only_reading, nullptr);
  }
  ReadingOnly(const ReadingOnly&) = delete;
  ReadingOnly& operator=(const ReadingOnly&) = delete;
  ~ReadingOnly() { sqlite3_set_authorizer(handle_, nullptr, nullptr); }

 private:
  sqlite3* handle_;
};

void read_row(const Statement& row, Table& table) {
  std::vector<std::string>& values = table.rows.emplace_back();
  for (int column = 0; column < row.column_count(); ++column) {
    const bool is_null = row.is_null(column);
    if (!is_null && !row.is_numeric(column)) table.numeric[static_cast<size_t>(column)] = false;
    values.push_back(is_null ? std::string() : row.text(column));
  }
}

}  // namespace

Result<Table> run_query(Database& database, const std::string& sql, int64_t max_rows) {
  const ReadingOnly guard(database);
  auto prepared = database.prepare(sql);
  if (!prepared.ok()) {
    if (sqlite3_extended_errcode(database.handle()) == SQLITE_AUTH) {
      return invalid_input("a query may only read: write a SELECT over the views of docs/STORE.md");
    }
    return prepared.error();
  }
  Statement& row = *prepared;
  Table table;
  for (int column = 0; column < row.column_count(); ++column) {
    table.columns.push_back(row.column_name(column));
  }
  table.numeric.assign(table.columns.size(), true);
  while (true) {
    NIGHTJAR_ASSIGN(const bool found, row.next());
    if (!found) return table;
    if (static_cast<int64_t>(table.rows.size()) >= max_rows) {
      return invalid_input(fmt::format("the query gives more than {} rows; add a LIMIT", max_rows));
    }
    read_row(row, table);
  }
}

}  // namespace nightjar::store
