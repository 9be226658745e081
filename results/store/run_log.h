// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Runs on disk: created with all their jobs, found by name, read back as measurements.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "results/record/run.h"
#include "scenarios/scenario.h"

namespace nightjar::store {

class Database;

/// What a run is made of before it has a number.
struct NewRun {
  std::string suite_name, suite_text;
  std::vector<scenarios::Scenario> scenarios;
  std::vector<record::LeftOut> left_out;
  scenarios::FaultInjection fault;
  int64_t created_unix_ns = 0;
};

class RunLog {
 public:
  explicit RunLog(Database& database) : database_(&database) {}

  /// Writes the run, its jobs (queued, in the given order) and what was left out, together; two
  /// jobs of one fingerprint in one run are refused.
  Result<record::Run> create(const NewRun& run);
  /// "r7", "7", "latest" or "latest~2" (two before the newest).
  Result<record::Run> find(const std::string& id);
  /// Newest first.
  Result<std::vector<record::Run>> list(int64_t limit);
  Result<record::JobCounts> counts(int64_t run);
  /// Notes when the last job ended; refused with kConflict while jobs are open.
  Status finish(int64_t run, int64_t finished_unix_ns);

  /// One entry a job, in order, with layers and without raw samples. A job that has not ended or
  /// was ended without a result has an outcome of kCancelled or kFailed and says so in `error`.
  /// Jobs that repeat others are not among them; what they brought are proofs.
  Result<std::vector<record::Measurement>> measurements(int64_t run);
  Result<std::vector<record::LeftOut>> left_out(int64_t run);

 private:
  Database* database_;
};

}  // namespace nightjar::store
