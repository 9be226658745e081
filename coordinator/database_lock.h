// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// One coordinator at a time works on a database.
#pragma once

#include <string>

#include "base/result.h"

namespace nightjar::coordinator {

/// Held for as long as the object lives, and never longer than the process. Readers of the
/// database need no lock.
class DatabaseLock {
 public:
  /// Locks "PATH.lock" beside the database; kConflict names the process that has it.
  static Result<DatabaseLock> take(const std::string& database_path);

  DatabaseLock(DatabaseLock&& other) noexcept;
  DatabaseLock& operator=(DatabaseLock&& other) noexcept;
  ~DatabaseLock();

 private:
  explicit DatabaseLock(int fd) : fd_(fd) {}

  int fd_ = -1;
};

}  // namespace nightjar::coordinator
