// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/store/statement.h"

#include <sqlite3.h>

#include <limits>
#include <utility>

#include "results/store/database.h"

namespace nightjar::store {

Statement::Statement(Statement&& other) noexcept
    : database_(other.database_),
      handle_(std::exchange(other.handle_, nullptr)),
      bind_failure_(other.bind_failure_),
      column_(other.column_) {}

Statement::~Statement() { sqlite3_finalize(handle_); }

Result<bool> Statement::next() {
  column_ = 0;
  if (bind_failure_ != SQLITE_OK) return database_->error(bind_failure_);
  const int code = sqlite3_step(handle_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return database_->error(code);
}

Status Statement::run() {
  NIGHTJAR_TRY(next());
  const int code = sqlite3_reset(handle_);
  if (code != SQLITE_OK) return database_->error(code);
  return {};
}

int64_t Statement::take_integer() { return sqlite3_column_int64(handle_, column_++); }

double Statement::take_real() {
  if (next_is_null()) {
    ++column_;
    return std::numeric_limits<double>::quiet_NaN();
  }
  return sqlite3_column_double(handle_, column_++);
}

std::string Statement::take_text() { return text(column_++); }

std::vector<std::byte> Statement::take_bytes() {
  const auto* data = static_cast<const std::byte*>(sqlite3_column_blob(handle_, column_));
  const int size = sqlite3_column_bytes(handle_, column_++);
  return data == nullptr ? std::vector<std::byte>{} : std::vector<std::byte>(data, data + size);
}

std::optional<double> Statement::take_optional_real() {
  if (!next_is_null()) return take_real();
  ++column_;
  return std::nullopt;
}

bool Statement::next_is_null() const { return is_null(column_); }

int Statement::column_count() const { return sqlite3_column_count(handle_); }

std::string Statement::column_name(int column) const {
  const char* name = sqlite3_column_name(handle_, column);
  return name == nullptr ? "" : name;
}

bool Statement::is_numeric(int column) const {
  const int type = sqlite3_column_type(handle_, column);
  return type == SQLITE_INTEGER || type == SQLITE_FLOAT;
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(handle_, column) == SQLITE_NULL;
}

std::string Statement::text(int column) const {
  const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(handle_, column));
  const int size = sqlite3_column_bytes(handle_, column);
  return data == nullptr ? std::string() : std::string(data, static_cast<size_t>(size));
}

void Statement::bind_one(int position, int64_t value) {
  note(sqlite3_bind_int64(handle_, position, value));
}

void Statement::bind_one(int position, double value) {
  note(sqlite3_bind_double(handle_, position, value));
}

void Statement::bind_one(int position, std::string_view value) {
  const char* data = value.data() == nullptr ? "" : value.data();
  note(sqlite3_bind_text64(handle_, position, data, value.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

void Statement::bind_one(int position, std::span<const std::byte> value) {
  const void* data = value.empty() ? static_cast<const void*>("") : value.data();
  note(sqlite3_bind_blob64(handle_, position, data, value.size(), SQLITE_TRANSIENT));
}

void Statement::bind_one(int position, std::nullopt_t) {
  note(sqlite3_bind_null(handle_, position));
}

void Statement::note(int code) {
  if (bind_failure_ == SQLITE_OK) bind_failure_ = code;
}

}  // namespace nightjar::store
