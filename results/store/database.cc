// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/store/database.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <utility>

namespace nightjar::store {
namespace {

constexpr char kSettings[] =
    "PRAGMA foreign_keys = ON;"
    "PRAGMA synchronous = FULL;";

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n;") == std::string_view::npos;
}

}  // namespace

Result<std::unique_ptr<Database>> Database::open(const std::string& path, Access access,
                                                 int busy_timeout_ms) {
  const int flags = access == Access::kReadOnly ? SQLITE_OPEN_READONLY
                                                : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &handle, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  std::unique_ptr<Database> database(new Database(path, handle));
  if (code != SQLITE_OK) return database->error(code);
  NIGHTJAR_TRY(database->configure(access, busy_timeout_ms));
  return database;
}

Database::~Database() { sqlite3_close_v2(handle_); }

Status Database::configure(Access access, int busy_timeout_ms) {
  sqlite3_extended_result_codes(handle_, 1);
  sqlite3_busy_timeout(handle_, busy_timeout_ms);
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  NIGHTJAR_TRY(run_script(kSettings));
  // Also the first look at the file: it is refused here when it is no database.
  NIGHTJAR_TRY(integer("PRAGMA schema_version"));
  if (access == Access::kReadWrite) NIGHTJAR_TRY(run_script("PRAGMA journal_mode = WAL"));
  return {};
}

Result<Statement> Database::prepare(std::string_view sql) {
  sqlite3_stmt* handle = nullptr;
  const char* rest = nullptr;
  const int code =
      sqlite3_prepare_v2(handle_, sql.data(), static_cast<int>(sql.size()), &handle, &rest);
  if (code != SQLITE_OK) return error(code);
  Statement statement(*this, handle);
  if (handle == nullptr) return invalid_input("the SQL text holds no statement");
  if (!is_blank(sql.substr(static_cast<size_t>(rest - sql.data())))) {
    return invalid_input("only one SQL statement is taken at a time; drop what follows the ';'");
  }
  return statement;
}

Status Database::run_script(const std::string& sql) {
  const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return error(code);
  return {};
}

Result<int64_t> Database::integer(std::string_view sql) {
  NIGHTJAR_ASSIGN(Statement statement, prepare(sql));
  NIGHTJAR_ASSIGN(const bool found, statement.next());
  if (!found) return internal_error(path_ + ": no row for: " + std::string(sql));
  return statement.take_integer();
}

int64_t Database::last_row_id() const { return sqlite3_last_insert_rowid(handle_); }
int64_t Database::changed_rows() const { return sqlite3_changes64(handle_); }
bool Database::in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }

Error Database::error(int code) const {
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return io_error(path_ +
                      ": the database is locked by another program; nothing was written, try "
                      "again when it is done");
    case SQLITE_FULL:
      return io_error(path_ +
                      ": the disk is full; nothing of this was written, make room and try again");
    case SQLITE_IOERR:
      return io_error(
          fmt::format("{}: the disk refused to read or write ({}); nothing of this was written",
                      path_, sqlite3_errmsg(handle_)));
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return io_error(path_ + ": the database may not be written here; check its permissions");
    case SQLITE_CANTOPEN:
      return io_error(path_ + ": cannot be opened; check that the folder exists and may be used");
    case SQLITE_NOTADB:
      return invalid_input(path_ + ": not a Nightjar database; name another file with --db");
    case SQLITE_CORRUPT:
      return invalid_input(path_ + ": the database is damaged; restore it from a copy");
    case SQLITE_NOMEM:
      return io_error(path_ + ": out of memory");
    default:
      return {ErrorKind::kInvalidInput, fmt::format("{}: {}", path_, sqlite3_errmsg(handle_))};
  }
}

Result<Transaction> Transaction::begin(Database& database) {
  NIGHTJAR_TRY(database.run_script("BEGIN IMMEDIATE"));
  return Transaction(database);
}

Transaction::Transaction(Transaction&& other) noexcept
    : database_(std::exchange(other.database_, nullptr)) {}

Transaction::~Transaction() {
  // A full disk may have rolled it back already; a failed rollback leaves nothing behind either.
  if (database_ != nullptr && database_->in_transaction()) (void)database_->run_script("ROLLBACK");
}

Status Transaction::commit() { return database_->run_script("COMMIT"); }

}  // namespace nightjar::store
