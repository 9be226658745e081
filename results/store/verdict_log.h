// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Verdicts on disk, and what people said about them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "results/record/verdict.h"

namespace nightjar::store {

class Database;

/// What a person thinks of a verdict.
struct Annotation {
  int64_t job_id = 0;
  std::string author;
  std::string opinion;  ///< acknowledged, rejected or explained
  std::string note;
  int64_t written_unix_ns = 0;
};

class VerdictLog {
 public:
  explicit VerdictLog(Database& database) : database_(&database) {}

  /// Writes the verdicts of a run, together; those of the same jobs are replaced.
  Status save(const std::vector<record::Verdict>& verdicts);
  /// In job order; empty when the run has not been judged.
  Result<std::vector<record::Verdict>> load(int64_t run);

  /// Appends; annotations are never changed.
  Status annotate(const Annotation& annotation);
  Result<std::vector<Annotation>> annotations(int64_t job_id);

 private:
  Database* database_;
};

}  // namespace nightjar::store
