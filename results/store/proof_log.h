// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Proofs on disk: what interleaved repeats of a suspected measurement came to.
#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "results/record/proof.h"
#include "results/record/series_point.h"

namespace nightjar::store {

class Database;

/// Replaces an earlier proof of the same measurement. Call inside a transaction; `job_id` is that
/// of the measurement, whatever the proof says.
Status write_proof(Database& database, int64_t job_id, const record::Proof& proof);

class ProofLog {
 public:
  explicit ProofLog(Database& database) : database_(&database) {}

  /// Notes why measurements could not be repeated, together.
  Status save(const std::vector<record::Proof>& proofs);
  /// Of a series, newest first.
  Result<std::vector<record::Proof>> of_series(const record::SeriesKey& key, int64_t limit);
  /// Of a run's measurements, in the order of their jobs.
  Result<std::vector<record::Proof>> load(int64_t run);

 private:
  Database* database_;
};

}  // namespace nightjar::store
